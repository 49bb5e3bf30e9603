"""A thread that is marked as restricted opens only after a second factor, where the portal is set so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts import proofs
from accounts.models import Person, Unit
from audit.models import AuditEvent
from messaging.models import Draft, Regrant, Representation, Thread, Topic
from tests.accounts.codes import SECOND, add_app, give_password
from tests.accounts.devices import Device, add_passkey, sign_in
from tests.conftest import MailServer
from tests.messaging.inviting import invite
from tests.messaging.plain_mail import said_in
from tests.messaging.plain_mail import shown as checked
from tests.messaging.releasing import refused_release
from tests.messaging.test_representing import name_helper
from tests.people import (
    Account,
    Browser,
    Staff,
    Visitor,
    begin_anew,
    make_account,
    send_text,
    write_comment,
)

WORDS = "The words of an account."
SUBJECT = "An account&#x27;s message"
SSN = "219-09-9999"


@pytest.fixture(autouse=True)
def needed(settings: Any) -> None:
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = True


def mark(staff: Staff, thread: Thread, restricted: str = "yes") -> Any:
    """Mark a thread through its page, or take the mark back."""
    return staff.signs_in().post(f"{thread.get_absolute_url()}restrict/", {"restricted": restricted})


@pytest.fixture
def restricted(officer: Staff, account: Account) -> Thread:
    """The account's thread, marked by an officer."""
    assert mark(officer, account.thread).status_code == 302
    return account.thread


def shown(browser: Browser, thread: Thread) -> tuple[int, str]:
    response = browser.get(thread.get_absolute_url())
    return response.status_code, response.content.decode()


def test_nothing_of_it_is_shown_to_whoever_came_by_password_alone(account: Account, restricted: Thread):
    status, page = shown(account.signs_in(), restricted)

    assert status == 403
    assert "One more step to read this" in page
    assert WORDS not in page
    assert SUBJECT not in page
    assert not AuditEvent.objects.filter(action="messaging.thread.opened", actor=account.person.public_id)


@pytest.mark.parametrize("add", [add_passkey, add_app])
def test_adding_a_factor_opens_it_at_once(account: Account, restricted: Thread, add: Any):
    browser = account.signs_in()
    asked = shown(browser, restricted)[1]

    add(browser)

    assert "Add a passkey" in asked
    assert "Add an app" in asked
    assert WORDS in shown(browser, restricted)[1]


def test_signing_in_with_an_app_opens_it(account: Account, restricted: Thread):
    app = add_app(account.signs_in())

    browser = give_password(account)
    browser.post(SECOND, {"way": "one_time_code", "code": app.code()})

    assert WORDS in shown(browser, restricted)[1]


@pytest.mark.parametrize("has_secret", [True, False])
def test_signing_in_with_a_passkey_opens_it_and_the_password_alone_does_not(
    account: Account, restricted: Thread, has_secret: bool
):
    device = add_passkey(account.signs_in(), Device(has_secret=has_secret))

    by_password = account.signs_in()
    by_passkey, response = sign_in(device)
    if response["Location"] == SECOND:
        by_passkey.post(SECOND, {"way": "password", "password": account.password})

    status, page = shown(by_password, restricted)
    assert (status, "did not use it this time" in page) == (403, True)
    assert WORDS in shown(by_passkey, restricted)[1]


def test_who_has_a_reply_code_only_is_shown_the_way(officer: Staff, taxpayer: Visitor):
    mark(officer, taxpayer.thread)

    status, page = shown(taxpayer.opens_with_code(), taxpayer.thread)

    assert status == 403
    assert 'href="/account/new/"' in page


def test_what_was_typed_meanwhile_is_given_back_and_nothing_is_sent(
    officer: Staff, account: Account, restricted: Thread
):
    posted = {"text": "Typed before the mark.", "action": "send"}

    response = account.signs_in().post(restricted.get_absolute_url(), posted)

    assert response.status_code == 403
    assert "Typed before the mark." in response.content.decode()
    assert restricted.messages.count() == 1
    assert not Draft.objects.exists()


def test_staff_without_one_are_asked_too(officer: Staff, restricted: Thread):
    browser = officer.signs_in()

    check = browser.post(f"{restricted.get_absolute_url()}check/", {"text": "Words"})

    assert (shown(browser, restricted)[0], check.status_code) == (403, 403)
    add_passkey(browser)
    assert shown(browser, restricted)[0] == 200


def test_an_answer_with_something_restricted_marks_its_thread(officer: Staff, account: Account):
    send_text(officer.signs_in(), account.thread, f"Your number is {SSN}.")

    assert account.thread.restricted_at is not None
    assert shown(account.signs_in(), account.thread)[0] == 403
    event = AuditEvent.objects.get(action="messaging.thread.restricted")
    assert (event.subject, event.actor) == (account.thread.public_id, None)


def test_any_other_answer_marks_nothing(officer: Staff, account: Account):
    send_text(officer.signs_in(), account.thread, "We need form 12.")

    assert account.thread.restricted_at is None
    assert shown(account.signs_in(), account.thread)[0] == 200


def test_the_mark_is_taken_back_and_both_are_recorded(officer: Staff, account: Account, restricted: Thread):
    mark(officer, restricted)
    mark(officer, restricted, "no")
    mark(officer, restricted, "no")

    assert WORDS in shown(account.signs_in(), restricted)[1]
    recorded = AuditEvent.objects.filter(action__contains="restricted").order_by("pk")
    assert [(event.action, event.actor) for event in recorded] == [
        ("messaging.thread.restricted", officer.person.public_id),
        ("messaging.thread.unrestricted", officer.person.public_id),
    ]


def test_only_members_of_the_unit_mark(
    account: Account, officer_of_another_unit: Staff, administrator: Staff, restricted: Thread
):
    path = f"{restricted.get_absolute_url()}restrict/"

    browsers = [account.signs_in(), officer_of_another_unit.signs_in(), administrator.signs_in()]
    answers = [browser.post(path, {"restricted": "no"}).status_code for browser in browsers]

    restricted.refresh_from_db()
    assert answers == [404, 404, 404]
    assert restricted.restricted_at is not None


def test_a_note_that_was_copied_from_another_session_opens_nothing(account: Account, restricted: Thread):
    first, second = Device(), account.signs_in()
    add_passkey(second, first)
    strong, weak = sign_in(first)[0], account.signs_in()

    # Somebody who writes to the database copies it into the session of another browser.
    session = weak.session
    session[proofs.STRONG] = strong.session[proofs.STRONG]
    session.save()

    assert WORDS in shown(strong, restricted)[1]
    assert shown(weak, restricted)[0] == 403


def test_without_the_setting_the_mark_opens_as_ever(
    officer: Staff, account: Account, restricted: Thread, settings: Any
):
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = False

    page = shown(officer.signs_in(), restricted)[1]

    assert WORDS in shown(account.signs_in(), restricted)[1]
    assert "Ask for a second factor" not in page


def test_a_representative_who_waits_is_named_by_nothing_that_is_restricted(
    account: Account, officer: Staff, colleague: Staff, topic: Topic, unit: Unit, restricted: Thread
):
    helper = make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")
    weak, strong = colleague.signs_in(), officer.signs_in()
    add_passkey(strong)
    name_helper(strong, restricted, helper, reference="DR-835")
    begin_anew(helper.person)
    waiting, form = f"/units/{unit.public_id}/locked/", f"{restricted.get_absolute_url()}representative/"
    again = f"{form}?again={Representation.objects.get().public_id}"

    pages = [weak.get(path).content.decode() for path in (waiting, again)]

    assert "Representatives who wait" in pages[0]
    assert weak.get(again).status_code == 403
    assert not any(words in page for page in pages for words in ("Helper Two", "DR-835"))
    assert all("DR-835" in strong.get(path).content.decode() for path in (waiting, again))


def listed(browser: Browser, path: str) -> str:
    """Read a list, tab title and print included, as it came."""
    return browser.get(path).content.decode()


def test_lists_hide_its_subject_until_a_factor_was_shown(
    officer: Staff, account: Account, restricted: Thread
):
    taxpayer, desk = account.signs_in(), officer.signs_in()

    lists = [listed(taxpayer, "/threads/"), listed(desk, "/mailbox/")]
    for browser in (taxpayer, desk):
        add_passkey(browser)
    lists_after = [listed(taxpayer, "/threads/"), listed(desk, "/mailbox/")]

    assert [SUBJECT in page for page in lists] == [False, False]
    assert "A restricted message" in lists[0]
    assert "Restricted: opens after a second factor" in lists[1]
    assert [SUBJECT in page for page in lists_after] == [True, True]
    assert not AuditEvent.objects.filter(action="messaging.message.failed_to_open")


def test_lists_show_it_where_the_portal_asks_for_nothing(
    officer: Staff, account: Account, restricted: Thread, settings: Any
):
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = False

    lists = [listed(account.signs_in(), "/threads/"), listed(officer.signs_in(), "/mailbox/")]

    assert [SUBJECT in page for page in lists] == [True, True]


@pytest.mark.parametrize(("text", "is_marked"), [(f"Your number is {SSN}.", True), ("Call us back.", False)])
def test_a_thread_that_the_agency_begins_with_something_restricted_is_marked(
    officer: Staff, topic: Topic, text: str, is_marked: bool
):
    begun = invite(officer, topic, words={"text": text})

    begun.thread.refresh_from_db()
    assert (begun.thread.restricted_at is not None) == is_marked


def test_mails_about_it_say_nothing_of_it(
    officer: Staff,
    account: Account,
    restricted: Thread,
    mail_server: MailServer,
    worker: Callable[[], None],
):
    Unit.objects.filter(pk=restricted.unit_id).update(allows_plain_email=True)
    Person.objects.filter(pk=account.person.pk).update(notice_address_confirmed_at=timezone.now())
    desk = officer.signs_in()
    add_passkey(desk)

    form, _page = checked(desk, restricted, "Clean words.")
    refused = desk.post(restricted.get_absolute_url(), {**form, "action": "plain"}).content.decode()
    send_text(desk, restricted, "Clean words.")
    worker()

    assert "This may not go by plain e-mail" in refused
    mails = [said_in(mail) for mail in mail_server.mails]
    assert mails
    assert not any("Clean words" in mail or "account's message" in mail for mail in mails)


def test_what_waits_for_a_release_in_it_is_not_shown_either(officer: Staff, account: Account):
    """Nobody asks for a release in a restricted thread; it may have been marked since."""
    request = refused_release(officer, account.thread)
    mark(officer, account.thread)

    page = officer.signs_in().get(f"/releases/{request.public_id}/")

    assert page.status_code == 403
    assert "One more step to read this" in page.content.decode()


def test_members_who_make_sure_of_its_taxpayer_do_not_see_its_subject(
    officer: Staff, account: Account, restricted: Thread
):
    begin_anew(account.person)
    path = f"/regrants/{Regrant.objects.get().public_id}/"
    desk = officer.signs_in()

    before = listed(desk, path)
    add_passkey(desk)

    assert SUBJECT not in before
    assert SUBJECT in listed(desk, path)
