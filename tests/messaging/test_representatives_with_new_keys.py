"""Representatives who were reset: whoever reads their mail alone reads nothing of whom they represent."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Unit
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import PersonKey
from keys.numbers import number_of
from keys.queries import key_ids_of
from messaging.models import Message, Representation, Thread, Topic, Wrap
from notices.models import Notice
from tests.messaging.test_representing import name_helper, page_of
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Staff,
    begin_anew,
    make_account,
    send_text,
    signs_in_anew,
    write_as_oneself,
    write_comment,
)
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db
SUBJECT = "An account&#x27;s message"


@pytest.fixture
def helper(topic: Topic) -> Account:
    """Somebody who helps others with their taxes, with an account of their own."""
    return make_account(write_comment(topic, subject="The helper's own"), "helper@example.org")


@pytest.fixture
def let_in(account: Account, helper: Account) -> Representation:
    """The helper reads and answers everything about a topic for the account."""
    assert name_helper(account.signs_in(), account.thread, helper, scope="topic").status_code == 302
    return Representation.objects.get()


@pytest.fixture
def reset(helper: Account, let_in: Representation) -> Browser:
    """Whoever reads the helper's mail has chosen a new password, and is signed in."""
    begin_anew(helper.person)
    return signs_in_anew(helper.email)


def keys_of(message: Message) -> set[str]:
    return set(Wrap.objects.filter(message=message).values_list("key_id", flat=True))


def key_in_use(account: Account) -> str:
    return PersonKey.objects.get(person=account.person.public_id, state="active").key_id


def failures() -> int:
    return AuditEvent.objects.filter(action=Action.MESSAGE_FAILED_TO_OPEN).count()


def test_nothing_that_is_written_later_is_sealed_to_the_new_keys(
    reset: Browser, account: Account, helper: Account, officer: Staff, topic: Topic
) -> None:
    send_text(officer.signs_in(), account.thread, "Your refund is on its way.")
    write_as_oneself(account.signs_in(), topic, subject="A later matter")

    assert times_recorded(Action.REPRESENTATIVE_LOCKED, subject=account.person.public_id) == [1]
    later = Message.objects.exclude(thread=helper.thread)
    assert later.count() == 3
    assert not any(key_in_use(helper) in keys_of(message) for message in later)
    assert all(keys_of(message) & set(key_ids_of(helper.person.public_id)) for message in later)


def test_they_see_no_thread_and_no_word_of_it_and_no_alert_is_raised(
    reset: Browser, account: Account
) -> None:
    listed = reset.get("/threads/").content.decode()
    opened = reset.get(account.thread.get_absolute_url())
    written = send_text(reset, account.thread, "Pay it to this account.")

    assert SUBJECT not in listed
    assert (opened.status_code, written.status_code) == (404, 404)
    assert Message.objects.filter(thread=account.thread).count() == 1
    assert failures() == 0


def test_everybody_sees_that_it_waits_and_the_taxpayer_is_told(
    reset: Browser, account: Account, officer: Staff, administrator: Staff
) -> None:
    theirs = [
        account.signs_in().get("/representatives/").content.decode(),
        page_of(account.signs_in(), account.thread),
        page_of(officer.signs_in(), account.thread),
    ]

    assert all("Waiting until it is confirmed who they are" in page for page in theirs)
    assert "confirm that it is you" in reset.get("/threads/").content.decode()
    assert "confirm that it is you" in reset.get("/representatives/").content.decode()
    listed = administrator.signs_in().get("/administration/representatives/").content.decode()
    assert "Waits until they are let in again" in listed
    told = Notice.objects.filter(kind="representative_waits").values_list("address", flat=True)
    assert list(told) == [account.email]


def test_the_unit_is_asked_to_let_them_in_again_and_only_the_number_is_left_to_fill_in(
    account: Account, helper: Account, officer: Staff, officer_of_another_unit: Staff, unit: Unit
) -> None:
    desk = officer.signs_in()
    name_helper(desk, account.thread, helper, scope="topic", reference="DR-835")
    assert "reads nothing until they are let in again" not in desk.get("/mailbox/").content.decode()
    begin_anew(helper.person)

    mailbox = desk.get("/mailbox/").content.decode()
    waiting = desk.get(f"/units/{unit.public_id}/locked/").content.decode()
    again = re.search(r'href="(/threads/[^"]*\?again=[^"]*)"', waiting)

    assert "reads nothing until they are let in again" in mailbox
    assert "Form on file: DR-835" in waiting
    assert again
    form = desk.get(again[1]).content.decode()
    assert 'value="Helper Two"' in form
    assert 'value="DR-835"' in form
    assert "never by e-mail" in form
    other = officer_of_another_unit.signs_in()
    assert "reads nothing until they are let in again" not in other.get("/mailbox/").content.decode()
    assert other.get(f"/units/{unit.public_id}/locked/").status_code == 404
    name_helper(desk, account.thread, helper, scope="topic", reference="DR-835")
    assert "reads nothing until they are let in again" not in desk.get("/mailbox/").content.decode()
    assert "Form on file" not in desk.get(f"/units/{unit.public_id}/locked/").content.decode()


def test_what_the_taxpayer_began_is_left_to_them_and_what_is_over_to_nobody(
    reset: Browser, account: Account, officer: Staff, unit: Unit
) -> None:
    desk = officer.signs_in()
    waiting = desk.get(f"/units/{unit.public_id}/locked/").content.decode()
    own = page_of(account.signs_in(), account.thread)

    assert "The taxpayer, whom we told by e-mail" in waiting
    assert "?again=" not in waiting
    assert "?again=" in own
    Representation.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "reads nothing until they are let in again" not in desk.get("/mailbox/").content.decode()
    assert "whom we told by e-mail" not in desk.get(f"/units/{unit.public_id}/locked/").content.decode()


def test_whose_name_does_not_open_is_called_a_representative(
    account: Account, helper: Account, officer: Staff, unit: Unit
) -> None:
    desk = officer.signs_in()
    name_helper(desk, account.thread, helper, scope="topic", reference="DR-835")
    begin_anew(helper.person)
    Representation.objects.update(sealed_name=b"not what was sealed")

    listed = " ".join(desk.get(f"/units/{unit.public_id}/locked/").content.decode().split())
    thread = page_of(desk, account.thread)

    assert "Let a representative in again" in listed
    assert ">: a representative</span>" in thread
    assert "> for a representative</span>" in thread


@pytest.mark.parametrize("again", ["x", "", "00000000-0000-4000-8000-000000000000"])
def test_an_address_that_names_nobody_who_waits_shows_an_empty_form(
    reset: Browser, account: Account, again: str
) -> None:
    page = account.signs_in().get(f"{account.thread.get_absolute_url()}representative/?again={again}")

    assert page.status_code == 200
    assert "Helper Two" not in page.content.decode()


def test_the_taxpayer_lets_them_in_again_by_their_new_number(
    reset: Browser, account: Account, helper: Account, officer: Staff, let_in: Representation
) -> None:
    send_text(officer.signs_in(), account.thread, "Your refund is on its way.")

    response = name_helper(account.signs_in(), account.thread, helper, scope="topic")

    assert response.status_code == 302
    assert "Your refund is on its way." in page_of(reset, account.thread)
    assert send_text(reset, account.thread, "Thank you.").status_code == 302
    assert Representation.objects.get(ended_at=None).pk != let_in.pk
    assert "Waiting until" not in account.signs_in().get("/representatives/").content.decode()


def test_an_officer_with_the_form_lets_them_in_again(
    reset: Browser, account: Account, helper: Account, officer: Staff
) -> None:
    name_helper(officer.signs_in(), account.thread, helper, scope="topic", reference="DR-835")

    assert SUBJECT in reset.get("/threads/").content.decode()
    assert Representation.objects.filter(ended_at=None).count() == 1


def test_the_number_of_before_lets_nobody_in(
    account: Account, helper: Account, let_in: Representation
) -> None:
    old = number_of(helper.person.public_id)
    begin_anew(helper.person)

    response = name_helper(account.signs_in(), account.thread, helper, number=old)

    assert response.status_code == 409
    assert not Representation.objects.filter(ended_at=None, locked_key="").exists()


def test_letting_them_into_one_thread_leaves_the_others_waiting(
    reset: Browser, account: Account, helper: Account, officer: Staff, topic: Topic
) -> None:
    write_as_oneself(account.signs_in(), topic, subject="Second matter")

    name_helper(account.signs_in(), account.thread, helper)
    send_text(officer.signs_in(), account.thread, "Your refund is on its way.")

    listed = reset.get("/threads/").content.decode()
    assert SUBJECT in listed
    assert "Your refund is on its way." in page_of(reset, account.thread)
    assert "Second matter" not in listed
    assert "confirm that it is you" in listed


def test_what_is_sealed_to_new_keys_goes_when_it_ends_and_what_waits_keeps_its_own(
    reset: Browser, account: Account, helper: Account, let_in: Representation
) -> None:
    name_helper(account.signs_in(), account.thread, helper)
    again = Representation.objects.get(locked_key="")

    account.signs_in().post(f"/representatives/{again.public_id}/end/")

    kept = keys_of(Message.objects.get(thread=account.thread))
    assert key_in_use(helper) not in kept
    assert Representation.objects.get(pk=let_in.pk).locked_key in kept


def test_an_earlier_password_opens_it_again_with_what_came_meanwhile(
    reset: Browser, account: Account, officer: Staff, topic: Topic, let_in: Representation
) -> None:
    send_text(officer.signs_in(), account.thread, "Your refund is on its way.")
    write_as_oneself(account.signs_in(), topic, subject="A later matter")

    reset.post("/account/earlier/", {"secret": PASSWORD})

    assert "Your refund is on its way." in page_of(reset, account.thread)
    assert "A later matter" in reset.get("/threads/").content.decode()
    assert send_text(reset, account.thread, "Thank you.").status_code == 302
    assert Representation.objects.get().locked_key == ""
    assert failures() == 0
    assert times_recorded(Action.REPRESENTATIVE_UNLOCKED, subject=account.person.public_id) == [1]


def test_a_second_reset_waits_for_the_keys_of_before_the_first(
    reset: Browser, helper: Account, let_in: Representation
) -> None:
    first = Representation.objects.get().locked_key

    begin_anew(helper.person, "yet another password of theirs")

    assert first
    assert Representation.objects.get().locked_key == first


def test_a_key_of_somebody_else_in_the_row_is_not_sealed_to(
    account: Account, officer: Staff, let_in: Representation
) -> None:
    Representation.objects.update(locked_key=key_in_use(account))

    response = send_text(officer.signs_in(), account.thread, "Your refund is on its way.")

    assert response.status_code == 409
    assert Message.objects.filter(thread=account.thread).count() == 1


def test_a_representative_reads_on_while_the_taxpayer_is_locked_out(
    account: Account, helper: Account, let_in: Representation
) -> None:
    begin_anew(account.person)

    listed = helper.signs_in().get("/threads/").content.decode()

    assert SUBJECT in listed
    assert "You set a new password" not in listed
    assert "confirms that it is you" not in listed
    assert Thread.objects.get(pk=account.thread.pk).locked_key
    assert failures() == 0
