"""Payloads that come through the forms themselves: of administrators, of reasons, of representatives' names.

`tests.payloads` tries long lists here too. What a form refuses comes back in it, and is text there as well.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Person, Role, Unit
from keys.numbers import number_of
from messaging.models import Regrant, Representation, Topic
from tests.browser.conftest import Chrome
from tests.browser.looking import sign_in, submit
from tests.browser.test_injected_names import assert_nothing_ran
from tests.browser.test_payloads import BATCHES, NAMED, nothing_lives, unlimited
from tests.people import Account, Staff, Visitor, begin_anew, make_account, make_member, write_comment

# A fixture that is used here by itself.
__all__ = ["unlimited"]
EVERY = range(len(BATCHES))
# Of a long list all; of ours one, for these fields stand in templates as those of the other test do.
SOME = EVERY if NAMED else EVERY[:1]


def plain_client(staff: Staff | Account) -> Client:
    """Sign in with Django's own client: the suite's takes braces in a page for a template."""
    client = Client()
    client.cookies = staff.signs_in().cookies
    return client


@pytest.mark.parametrize("number", EVERY)
def test_what_administrators_type_stays_text(
    chrome: Chrome, administrator: Staff, unit: Unit, topic: Topic, number: int
):
    batch, desk, watch = BATCHES[number], plain_client(administrator), chrome.window()
    sign_in(watch, administrator)
    taken = {"people": 0, "units": 0, "topics": 0}
    founder = make_member(Role.OFFICER, "founder@example.org")
    for place, each in enumerate(batch):
        invitee = {"email": f"new-{place}@example.org", "role": "officer", "language": "en"}
        person = {**invitee, "name": each[:100]}
        named = {"name": f"{each[:76]} {place}", "founder": str(founder.person.email)}
        about = {"name": f"{each[:76]} {place}", "description": each[:200], "unit": str(unit.public_id)}
        for kind, path, form in (
            ("people", "/administration/people/invite/", person),
            ("units", "/administration/units/new/", named),
            ("topics", "/administration/topics/new/", about),
        ):
            taken[kind] += desk.post(path, form).status_code == 302

    # A form may refuse some; most of them are names like any other.
    assert min(taken.values()) > len(batch) // 2
    for path in ("people", "people/?q=new-", "units", "topics", "representatives", "people/?unused=1"):
        nothing_lives(watch, f"/administration/{path}{'' if '?' in path else '/'}")
    newest = Person.objects.filter(email__startswith="new-").order_by("-pk")[:2]
    for person_path in (f"/administration/people/{each.public_id}/" for each in newest):
        for page in ("", "disable/", "role/"):
            nothing_lives(watch, f"{person_path}{page}")
    last = Unit.objects.latest("pk")
    nothing_lives(watch, f"/units/{last.public_id}/")
    nothing_lives(watch, f"/administration/topics/{Topic.objects.latest('pk').public_id}/")
    nothing_lives(watch, "/comment/")
    # What is refused comes back as it was typed.
    watch.goto("/administration/people/invite/")
    watch.locator("#id_name").fill(" ".join(batch)[:3000])
    submit(watch)
    watch.wait_for_selector(".usa-error-message")
    assert_nothing_ran(watch)


@pytest.mark.parametrize("number", SOME)
def test_reasons_and_names_of_representatives_stay_text(
    chrome: Chrome,
    officer: Staff,
    administrator: Staff,
    account: Account,
    taxpayer: Visitor,
    topic: Topic,
    unit: Unit,
    number: int,
):
    batch = BATCHES[number]
    helper = make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")
    home, desk = plain_client(account), chrome.window()
    form = {
        "number": number_of(helper.person.public_id),
        "scope": "thread",
        "until": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }
    of_officer = plain_client(officer)
    path = f"{account.thread.get_absolute_url()}representative/"
    for each in batch[:6]:
        assert home.post(path, {**form, "name": each[:100]}).status_code == 302
        assert of_officer.post(path, {**form, "name": each[:100], "reference": each[:100]}).status_code == 302
    begin_anew(helper.person)
    own, watch = chrome.window(), chrome.window()
    for page, who in ((own, account), (desk, officer), (watch, administrator)):
        sign_in(page, who)
    first = Representation.objects.order_by("pk")[0]

    shown = (account.thread.get_absolute_url(), f"{path}?again={first.public_id}")
    for page, own_list in ((own, "/representatives/"), (desk, f"/units/{unit.public_id}/locked/")):
        for address in (*shown, own_list):
            nothing_lives(page, address)
    nothing_lives(watch, "/administration/representatives/")
    _type_reason(desk, f"/threads/{taxpayer.thread.public_id}/invite/", batch)
    begin_anew(account.person)
    _type_reason(desk, f"/regrants/{Regrant.objects.latest('pk').public_id}/", batch)
    nothing_lives(desk, f"/units/{unit.public_id}/locked/")


def _type_reason(desk: Any, path: str, batch: list[str]) -> None:
    """Type a reason and nothing else, so that the form comes back with it."""
    nothing_lives(desk, path)
    desk.locator("#id_reason").fill("\n".join(batch)[:400])
    with desk.expect_navigation():
        desk.evaluate("document.querySelector('#id_reason').form.requestSubmit()")
    desk.wait_for_selector(".usa-error-message")
    assert_nothing_ran(desk)
    assert batch[0][:8] in desk.locator("#id_reason").input_value()
