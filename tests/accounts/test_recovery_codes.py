"""A code on paper lets its owner in once, opens everything, and is replaced by another."""

import re
from functools import partial
from secrets import token_hex
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Session
from audit.models import AuditEvent
from keys.models import Slot
from notices.models import Notice
from tests.accounts.codes import SECOND, add_app, give_password
from tests.meanwhile import at_once, meeting
from tests.people import PASSWORD, Account, Browser, Staff, form_fields

CODE = "/account/recovery-code/"
NEW = "/account/recovery-code/new/"
REMOVE = "/account/recovery-code/remove/"


def shown_code(browser: Browser) -> str:
    """Read the code on the page that shows it."""
    found = re.search(r'id="recovery-code">([0-9A-Z-]+)<', browser.get(CODE).content.decode())
    assert found
    return found[1]


def make_code(browser: Browser) -> str:
    """Make a recovery code through the page of the account."""
    response = browser.post(NEW)
    assert response["Location"] == CODE
    return shown_code(browser)


def come_in(code: str, browser: Browser | None = None, **more: str) -> Any:
    """Type a code into a fresh form."""
    browser = browser or Browser()
    fields = form_fields(browser.get("/recovery/").content.decode())
    return browser.post("/recovery/", {**fields, "code": code, **more})


def test_who_forgot_the_password_comes_in_and_reads_everything(account: Account):
    code = make_code(account.signs_in())
    browser = Browser()

    response = come_in(code.lower().replace("-", " "), browser)

    assert response["Location"].startswith(CODE)
    page = browser.get(account.thread.get_absolute_url()).content.decode()
    assert "The words of an account." in page


@pytest.mark.parametrize("somebody", ["account", "officer"])
def test_a_used_code_opens_nothing_and_its_replacement_does(somebody: str, request: Any):
    person: Account | Staff = request.getfixturevalue(somebody)
    code = make_code(person.signs_in())
    browser = Browser()

    come_in(code, browser)
    replacement = shown_code(browser)

    assert replacement != code
    assert come_in(code).status_code == 400
    assert come_in(replacement).status_code == 302


def test_the_code_is_shown_again_until_it_is_noted_and_only_in_this_browser(account: Account):
    browser, other = account.signs_in(), account.signs_in()
    code = make_code(browser)

    again = shown_code(browser)
    noted = browser.post(CODE)

    assert again == code
    assert other.get(CODE).status_code == 302
    assert noted["Location"] == "/account/"
    assert browser.get(CODE)["Location"] == "/account/"
    assert code not in browser.get("/account/").content.decode()


def test_a_form_that_is_posted_twice_lets_in_twice_and_shows_one_code(account: Account):
    code = make_code(account.signs_in())
    lost, browser = Browser(), Browser()
    fields = form_fields(lost.get("/recovery/").content.decode())

    for each in (lost, browser):
        assert each.post("/recovery/", {**fields, "code": code}).status_code == 302

    assert shown_code(lost) == shown_code(browser)
    assert Slot.objects.filter(person=account.person.public_id, kind="recovery").count() == 1


def test_a_form_that_is_posted_again_much_later_lets_nobody_in(account: Account):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = make_code(account.signs_in())
        fields = form_fields(Browser().get("/recovery/").content.decode())
        assert Browser().post("/recovery/", {**fields, "code": code}).status_code == 302

        clock.shift(settings.SHOWN_ONCE_LASTS)

        assert Browser().post("/recovery/", {**fields, "code": code}).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_code_at_once_one_comes_in(account: Account):
    code = make_code(account.signs_in())
    browsers = [Browser() for _ in range(3)]

    # All have found the slot before the first replaces it.
    answers = at_once(*meeting(*((partial(come_in, code, browser), "keys_slot", 1) for browser in browsers)))

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [302, 400, 400]
    assert come_in(shown_code(browsers[statuses.index(302)])).status_code == 302
    assert Slot.objects.filter(person=account.person.public_id, kind="recovery").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_a_code_as_the_second_thing_at_once_one_comes_in(officer: Staff):
    signed_in = officer.signs_in()
    code = make_code(signed_in)
    add_app(signed_in)
    halves = [give_password(officer), give_password(officer)]

    def use(browser: Browser) -> Any:
        return browser.post(SECOND, {"way": "recovery_code", "code": code, "form": token_hex(16)})

    # Twice the page asks which ways there are; the third time the slot of the code is found.
    answers = at_once(*meeting(*((partial(use, half), "keys_slot", 3) for half in halves)))

    # Whoever lost finds that the code is none any more, or that the sign-in has ended with all others.
    ended = sorted(answer.get("Location", "refused").split("?")[0] for answer in answers)
    assert ended in (["/account/recovery-code/", "refused"], ["/account/recovery-code/", "/sign-in/"])
    assert Slot.objects.filter(person=officer.person.public_id, kind="recovery").count() == 1
    assert AuditEvent.objects.filter(action="accounts.recovery_code.used").count() == 1


def test_a_new_code_ends_the_one_before(account: Account):
    browser = account.signs_in()
    first = make_code(browser)

    second = make_code(browser)

    assert come_in(first).status_code == 400
    assert come_in(second).status_code == 302


def test_a_code_that_was_removed_opens_nothing(account: Account):
    browser = account.signs_in()
    code = make_code(browser)

    asked = browser.get(REMOVE).content.decode()
    removed = browser.post(REMOVE)

    assert "The code on your paper opens nothing any more." in asked
    assert removed["Location"] == "/account/"
    assert come_in(code).status_code == 400
    assert browser.get(REMOVE).status_code == 404


def test_a_disabled_person_does_not_come_in(officer: Staff):
    code = make_code(officer.signs_in())
    officer.person.disabled_at = timezone.now()
    officer.person.save(update_fields=["disabled_at"])

    assert come_in(code).status_code == 400


@pytest.mark.parametrize("code", ["", "x", "0" * 31, "0000-" * 8, "U" * 32, "0" * 5000, "\x00"])
def test_what_is_no_code_is_told_and_never_an_error(db: None, code: str):
    response = come_in(code)

    assert response.status_code == 400
    assert response.context["form"].errors["code"]


@pytest.mark.parametrize("secret", ["", "x", "00" * 15, ["00" * 16, "11" * 16]])
def test_a_form_that_is_not_ours_lets_nobody_in(account: Account, secret: Any):
    code = make_code(account.signs_in())

    assert come_in(code, form=secret).status_code == 400
    assert come_in(code).status_code == 302


def test_wrong_codes_of_one_address_are_counted(account: Account):
    code = make_code(account.signs_in())
    for _ in range(settings.LIMITS["recovery_code"][0]):
        assert come_in("0000-" * 8).status_code == 400

    slowed = come_in("0000-" * 8)

    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) > 0
    assert come_in(code).status_code == 302


@pytest.mark.parametrize("path", [NEW, REMOVE])
def test_making_and_removing_ask_whether_it_is_still_the_same_person(account: Account, path: str):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = account.signs_in()
        make_code(browser)
        before = Slot.objects.get(person=account.person.public_id, kind="recovery")
        clock.shift(settings.PROOF_LASTS)

        refused = browser.post(path)
        done = browser.post(path, {"proof-password": PASSWORD})

    assert refused.status_code == 403
    assert done.status_code == 302
    assert not Slot.objects.filter(pk=before.pk).exists()


def test_other_sessions_end_when_a_code_is_made_and_all_when_it_is_used(account: Account):
    browser, other = account.signs_in(), account.signs_in()

    code = make_code(browser)
    assert other.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200
    come_in(code)

    assert browser.get("/account/").status_code == 302


def test_each_step_is_recorded_and_told_and_the_code_is_nowhere(account: Account):
    browser = account.signs_in()
    code = make_code(browser)
    come_in(code)
    come_in(code)

    actions = list(
        AuditEvent.objects.filter(action__contains="recovery").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["accounts.recovery_code.used", "accounts.recovery_code.refused"]
    kinds = list(Notice.objects.filter(person=account.person.public_id).values_list("kind", flat=True))
    assert {"factor_added", "recovery_code_used"} <= set(kinds)
    stored = [bytes(event.leaf) for event in AuditEvent.objects.all()]
    stored += [session.session_data.encode() for session in Session.objects.all()]
    stored += [repr(vars(slot)).encode() for slot in Slot.objects.all()]
    for text in (code, code.replace("-", "")):
        assert all(text.encode() not in each for each in stored)


def test_visitors_have_no_recovery_code(taxpayer):
    browser = taxpayer.opens_with_code()

    assert [browser.get(CODE).status_code, browser.post(NEW).status_code] == [404, 404]
    assert browser.get(REMOVE).status_code == 404


def test_it_never_leads_off_the_portal(account: Account):
    browser = Browser()
    code = make_code(account.signs_in())

    come_in(code, browser, next="https://evil.example/")
    response = browser.post(CODE, {"next": "https://evil.example/"})

    assert response["Location"] == "/start/"


def test_who_came_in_by_a_code_and_knows_no_password_proves_it_later_by_the_next_code(account: Account):
    browser = Browser()
    come_in(make_code(account.signs_in()), browser)
    following = shown_code(browser)
    with time_machine.travel(timezone.now() + settings.PROOF_LASTS, tick=False):
        question = browser.post(NEW)
        asked = question.content.decode()
        link = re.search(r'href="(/recovery/[^"]*)">Use your recovery code', asked)
        assert (question.status_code, bool(link)) == (403, True)

        answer = come_in(following, browser, next="/account/")

        assert browser.get("/account/passkeys/new/").status_code == 200
        made = browser.post(NEW)

    assert answer["Location"] == f"{CODE}?next=%2Faccount%2F"
    assert made["Location"] == CODE


def test_who_has_no_recovery_code_is_told_what_a_mailed_link_costs(account: Account):
    browser = account.signs_in()
    with time_machine.travel(timezone.now() + settings.PROOF_LASTS, tick=False):
        page = browser.get("/account/passkeys/new/", follow=True).content.decode()

    assert "/recovery/" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Your earlier messages are locked then" in page
