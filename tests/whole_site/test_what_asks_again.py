"""What lets somebody else in for good asks if it is still the same person; each POST says whether it does."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from messaging.models import Representation, Vouching
from tests.accounts.codes import add_app
from tests.accounts.devices import Device, add_passkey
from tests.messaging.test_representing import name_helper
from tests.people import PASSWORD, Account, Browser, form_fields, make_account, write_comment
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import form_of, path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import expected


def names(text: str) -> set[str]:
    """Read names of addresses."""
    return set(text.split())


# A new address that takes a POST goes into one of the four (ADR 36). It asks when it changes who gets into an
# account or a unit, who reads what, or how words may leave; also for whoever sits down at a desk that was
# left. Topics say to whom everything is sealed that the public writes. A thread is marked as restricted
# without a question, and the mark is taken back with one.
ASKS = names(
    """
    agency_identity authenticator authenticator_new change_address end_reply_code helped_disable
    helped_enable helped_reset helped_sign_out invite_again member_end move
    passkey_new passkey_open passkey_remove person_address person_agree person_disable person_enable
    person_invite person_refuse person_renew person_reset person_revoke person_role person_sign_out
    proposal recovery_code_new recovery_code_remove regrant regrant_letter release representative_new
    thread_restrict topic topic_new unit unit_new unit_notice_links unit_plain_email unit_screening
    """
)

# Their own form asks for the password, however lately it was shown.
ASKS_FOR_THE_PASSWORD = {"authenticator_remove", "change_password", "password_known"}

# Who takes part ends it at once: whoever has noticed that the wrong person reads along has no minute to lose,
# and what was ended by mistake is made again. An administrator, who may end everybody's, is asked.
ASKS_ADMINISTRATORS = {"representative_end"}

# What begins or ends a session, takes back what was only offered, writes, reads or takes something away from
# nobody but its own person.
ASKS_NOBODY = names(
    """
    account_login add_thread ask_for_link comment confirm_account confirm_address deliveries_again
    delivery_again demo_mail_clear earlier_keys end_other_sessions end_session follow_link forgotten
    halves helped incoming_mail incoming_thread invitation invite invite_check invited invited_code
    keep_address locked_threads make_account new_password notice notice_address own_language passkey_options
    passkey_sign_in person_pin proposal_refuse proposal_withdraw prove recovery recovery_code
    reply revoke_invitation second_step send_confirmation sign_in sign_out thread thread_check
    topic_stay unreached_entry withdraw_address
    """
)

# Their form would only wait behind the question: they ask before anybody fills it in. What shows a PIN, a
# code or a letter again asks while there is something to show, as here a recovery code.
ASKS_TO_LOOK = names(
    """
    authenticator change_address invite_again passkey_new passkey_open person_address person_invite
    person_reset person_role recovery_code representative_new unit_new
    """
)

# Whoever may press the button of such a page.
WHO = ("account", "officer", "supervisor", "administrator")
TOPIC = {"name": "Bills", "description": "About a bill from us.", "mail_address": ""}


def posts() -> set[str]:
    """Name every address that takes a POST of anybody; one that takes none answers 405."""
    cells = [cell for role in (*WHO, "anonymous") for cell in expected(role).items()]
    refused = {name for (method, name), outcome in cells if method == "POST" and outcome == "405"}
    return {name for (method, name), _ in cells if method == "POST"} - refused


def filled(name: str, agency: Agency) -> dict[str, str]:
    """Fill in the form of an address, where it is looked at before the question."""
    forms = {
        "unit": {"email": "leaver@example.org"},
        "topic": {**TOPIC, "unit": str(agency.thread.unit.public_id), "position": "1"},
        "topic_new": {**TOPIC, "unit": str(agency.thread.unit.public_id)},
        "release": {"action": "release", "reason": "They asked for it"},
        "helped_reset": {"how": "call"},
        "helped_disable": {"why": "asked"},
        "regrant": {"key_id": "0" * 32, "means": Vouching.Means.values[0], "reason": "Their passport"},
    }
    return forms.get(name) or form_of(name, agency)


def asks(answer: Any) -> bool:
    """Tell whether an answer is the question whether it is still the same person."""
    return answer.status_code == 403 and any(used.name == "accounts/prove.html" for used in answer.templates)


@pytest.fixture
def left(agency: Agency, account: Account, settings: Any) -> dict[str, Browser]:
    """Browsers of everybody who may change something, ten minutes after they last showed who they are."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://id.example.org", "portal"
    with time_machine.travel(timezone.now() - settings.PROOF_LASTS - timedelta(seconds=1), tick=False):
        browsers = {role: agency.browser_of(role) for role in WHO}
        browsers["account"].post("/account/recovery-code/new/")
        add_passkey(browsers["account"])
        add_passkey(browsers["account"], Device(has_secret=False))
        add_app(browsers["account"])
    return browsers


def test_every_address_that_takes_a_post_says_whether_it_asks():
    listed = [ASKS, ASKS_FOR_THE_PASSWORD, ASKS_ADMINISTRATORS, ASKS_NOBODY]

    assert posts() - set().union(*listed) == set()
    assert sum(map(len, listed)) == len(set().union(*listed))


@pytest.mark.urls("tests.whole_site.demo_urls")
def test_what_changes_who_gets_in_asks_first_and_nothing_else_does(
    agency: Agency, left: dict[str, Browser], account: Account
):
    routes = {address.name: address.route for address in every_address()}
    passkey = f"/account/passkeys/{account.person.passkeys.order_by('pk')[0].public_id}/remove/"
    asked = set()

    for name in sorted(posts() - {"sign_out"}):
        path = passkey if name == "passkey_remove" else path_of(name, routes[name], agency)
        for browser in left.values():
            if asks(browser.post(path, filled(name, agency))):
                asked.add(name)

    assert asked == ASKS & posts()


def test_who_takes_part_ends_it_at_once_and_an_administrator_is_asked(
    agency: Agency, account: Account, left: dict[str, Browser]
):
    for number in range(2):
        helper = make_account(write_comment(agency.thread.topic), f"helper-{number}@example.org")
        name_helper(agency.browser_of("officer"), account.thread, helper, reference="Form 2848")
    made = list(Representation.objects.order_by("pk"))
    paths = [f"/representatives/{each.public_id}/end/" for each in made]

    assert left["account"].post(paths[0]).status_code == 302
    assert asks(left["administrator"].post(paths[1]))

    assert [bool(Representation.objects.get(pk=each.pk).ended_at) for each in made] == [True, False]


def test_a_mark_is_set_without_a_question_and_taken_back_with_one(agency: Agency, left: dict[str, Browser]):
    path = f"{agency.thread_url()}restrict/"

    marked = left["officer"].post(path, {"restricted": "yes"})
    taken_back = left["officer"].post(path, {"restricted": "no"})

    assert marked.status_code == 302
    assert asks(taken_back)
    agency.thread.refresh_from_db()
    assert agency.thread.restricted_at is not None


def test_what_was_typed_about_a_topic_is_kept_and_changed_with_the_answer(
    agency: Agency, left: dict[str, Browser]
):
    topic = agency.thread.topic
    path, typed = f"/administration/topics/{topic.public_id}/", filled("topic", agency)

    question = left["administrator"].post(path, typed).content.decode()
    topic.refresh_from_db()
    before = topic.name
    done = left["administrator"].post(path, {**form_fields(question), "proof-password": PASSWORD})

    topic.refresh_from_db()
    assert done.status_code == 302
    assert before != typed["name"]
    assert (topic.name, topic.description) == (typed["name"], typed["description"])


@pytest.mark.urls("tests.whole_site.demo_urls")
def test_forms_that_ask_at_the_start_lose_nothing_and_no_other_page_asks(
    agency: Agency, left: dict[str, Browser]
):
    asked = set()

    for address in every_address():
        path = path_of(address.name, address.route, agency)
        for browser in left.values():
            answer = browser.get(path)
            if answer.status_code == 302 and answer["Location"].startswith("/prove/"):
                asked.add(address.name)

    assert asked == ASKS_TO_LOOK


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/account/app/remove/", {}),
        ("/account/password/", {"password": "eleven purple kettles sing"}),
        ("/account/password/known/", {"password": "eleven purple kettles sing"}),
    ],
)
def test_what_asks_for_the_password_itself_does_nothing_without(
    left: dict[str, Browser], account: Account, path: str, fields: dict[str, str]
):
    answer = left["account"].post(path, fields)

    assert answer.status_code == 400
    assert "Type your password." in answer.content.decode()
    assert account.person.authenticators.filter(confirmed_at__isnull=False).exists()
