"""Inviting members of the public: what is written to them waits sealed, and opens with both halves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from accounts import coming_in
from accounts.errors import WrongInvitation
from accounts.models import Invitation, Person
from accounts.services.outsiders import Way
from audit.models import AuditEvent
from keys.models import PersonKey, Slot
from messaging import services
from messaging.errors import NotPermitted
from messaging.models import Message, Thread, Topic
from messaging.services.inviting import InvitedTo
from notices.models import Notice
from tests.meanwhile import at_once
from tests.messaging.inviting import FORM_SECRET, guess, invite, invite_again, takes_up
from tests.people import Browser, Staff, send_text, write_comment

pytestmark = pytest.mark.django_db


def test_what_was_written_before_they_came_in_opens_to_them(invited: InvitedTo, halves: tuple[str, str]):
    page = takes_up(*halves).get(invited.thread.get_absolute_url()).content.decode()

    assert "Your call" in page
    assert "This is what you asked for." in page


def test_an_answer_that_comes_while_they_are_invited_opens_too(
    officer: Staff, invited: InvitedTo, halves: tuple[str, str]
):
    assert send_text(officer.signs_in(), invited.thread, "One thing more.").status_code == 302

    browser = takes_up(*halves)

    assert "One thing more." in browser.get(invited.thread.get_absolute_url()).content.decode()
    assert send_text(browser, invited.thread, "Thank you.").status_code == 302
    assert "Thank you." in officer.signs_in().get(invited.thread.get_absolute_url()).content.decode()


def test_taking_it_up_makes_new_keys_and_leaves_the_code_as_the_only_way_in(
    invited: InvitedTo, halves: tuple[str, str]
):
    person = invited.thread.taxpayer.public_id

    takes_up(*halves)

    keys = PersonKey.objects.filter(person=person).order_by("generation")
    assert list(keys.values_list("state", "side")) == [("dormant", "public"), ("active", "public")]
    assert list(Slot.objects.filter(person=person).values_list("kind", flat=True)) == ["reply_code"]
    assert Invitation.objects.get().outcome == "accepted"


def test_the_unit_finds_the_thread_in_its_mailbox_under_the_name(officer: Staff, invited: InvitedTo):
    desk = officer.signs_in()

    for path in ("/mailbox/", invited.thread.get_absolute_url()):
        page = desk.get(path).content.decode()
        assert "Your call" in page
        assert "Caller One" in page


def test_a_name_is_screened_with_the_words_that_it_stands_over(officer: Staff, topic: Topic):
    invite(officer, topic, words={"name": "Ana 219-09-9999"})

    [decided] = AuditEvent.objects.filter(action="messaging.channel.decided")
    assert b'"strength":"restricted"' in bytes(decided.leaf)
    assert b"219-09" not in bytes(decided.leaf)


def test_an_officer_invites_for_their_own_units_only(officer_of_another_unit: Staff, topic: Topic):
    with pytest.raises(NotPermitted):
        invite(officer_of_another_unit, topic)

    assert not Thread.objects.exists()
    assert not Invitation.objects.exists()


def test_the_same_page_sent_twice_invites_once(officer: Staff, topic: Topic):
    page = {"words": {"message_id": uuid4()}}

    first, second = invite(officer, topic, **page), invite(officer, topic, **page)

    assert (first.thread, second.invited) == (second.thread, None)
    assert Thread.objects.count() == Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_twice_at_once_invites_once(officer: Staff, topic: Topic):
    page = {"words": {"message_id": uuid4()}}

    done = at_once(*[lambda: invite(officer, topic, **page)] * 2)

    assert [each for each in done if isinstance(each, Exception)] == []
    assert done[0].thread == done[1].thread
    assert sum(each.invited is not None for each in done) == 1
    assert Thread.objects.count() == Invitation.objects.count() == 1


def test_a_page_of_somebody_else_s_is_refused(officer: Staff, colleague: Staff, topic: Topic):
    page = {"words": {"message_id": uuid4()}}
    invite(officer, topic, **page)

    with pytest.raises(NotPermitted):
        invite(colleague, topic, **page)


def test_a_code_goes_by_mail_or_to_the_officer_and_never_both(officer: Staff, topic: Topic):
    letter = invite(officer, topic).invited
    mailed = invite(officer, topic, way=Way.MAIL, address="caller@example.org").invited

    assert letter
    assert mailed
    assert (len(letter.token), mailed.token) == (32, "")
    assert list(Notice.objects.values_list("kind", "address")) == [
        ("invitation_to_read", "caller@example.org")
    ]


def test_who_has_not_come_in_gets_no_notice_that_they_could_not_follow(officer: Staff, topic: Topic):
    thread = invite(officer, topic, way=Way.MAIL, address="caller@example.org").thread

    send_text(officer.signs_in(), thread, "One thing more.")

    assert list(Notice.objects.values_list("kind", flat=True)) == ["invitation_to_read"]


@pytest.mark.parametrize("what", ["used", "expired", "revoked", "replaced", "disabled", "staff page"])
def test_an_invitation_that_is_over_opens_nothing(
    officer: Staff, invited: InvitedTo, halves: tuple[str, str], what: str
):
    if what == "used":
        takes_up(*halves)
    if what == "expired":
        Slot.objects.filter(kind="invitation").update(expires_at=timezone.now() - timedelta(seconds=1))
    if what == "revoked":
        services.revoke_invitation(officer=officer.person, thread=invited.thread)
    if what == "replaced":
        invite_again(officer, invited.thread)
    if what == "disabled":
        Person.objects.filter(pk=invited.thread.taxpayer_id).update(disabled_at=timezone.now())
    if what == "staff page":
        password = "tulip harbor velvet engine"
        form = {"token": halves[0], "pin": halves[1], "password": password, "password_again": password}
        assert Browser().post("/invitation/", form).status_code == 400
        assert not Slot.objects.filter(person=invited.thread.taxpayer.public_id, kind="password").exists()
        return

    assert guess(*halves) == "refused"
    assert AuditEvent.objects.filter(action="accounts.invitation.refused").count() == 1


def test_an_invitation_of_staff_does_not_open_as_one_of_the_public(administrator: Staff):
    from accounts.models import Role
    from accounts.services import invitations

    staff = invitations.invite(
        actor=administrator.person, invitee=invitations.Invitee(Role.OFFICER, "New", "new@example.org")
    )

    assert guess("0" * 26, staff.pin) == "refused"


@pytest.mark.django_db(transaction=True)
def test_of_fifty_guesses_at_once_no_more_than_ten_are_looked_at(halves: tuple[str, str], settings: Any):
    settings.ARGON2_WAITERS = 64
    token, pin = halves
    guesses = [f"0000-0000-{number:02d}" for number in range(49)] + [pin]

    def one(typed: str) -> str:
        try:
            return guess(token, typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as threads:
        outcomes = list(threads.map(one, guesses))

    assert outcomes[:49] == ["refused"] * 49
    assert Invitation.objects.get().outcome == "used_up"
    assert guess(token, pin) == "refused"
    assert AuditEvent.objects.filter(action="accounts.invitation.used_up").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_up_at_once_one_comes_in(invited: InvitedTo, halves: tuple[str, str]):
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.9")

    def take(secret: bytes) -> bool:
        try:
            both = coming_in.with_both_halves(request, token=halves[0], pin=halves[1])
            services.take_up(
                invited=both.unlocked, invitation=both.invitation, form_secret=secret, language="en"
            )
        except WrongInvitation:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        came_in = list(threads.map(take, [FORM_SECRET, FORM_SECRET[::-1]]))

    assert sorted(came_in) == [False, True]
    assert Slot.objects.filter(person=invited.thread.taxpayer.public_id).count() == 1


def test_a_message_that_does_not_open_is_reported_and_the_rest_opens(
    officer: Staff, invited: InvitedTo, halves: tuple[str, str]
):
    send_text(officer.signs_in(), invited.thread, "One thing more.")
    Message.objects.filter(sequence=2).update(signature=b"forged")

    page = takes_up(*halves).get(invited.thread.get_absolute_url()).content.decode()

    assert "This is what you asked for." in page
    assert "This message cannot be shown" in page
    assert AuditEvent.objects.filter(action="messaging.message.failed_to_open").exists()


def test_a_thread_that_was_pointed_at_another_visitor_is_hidden(
    officer: Staff, topic: Topic, invited: InvitedTo
):
    stranger = write_comment(topic, subject="Another matter")
    Thread.objects.filter(pk=invited.thread.pk).update(taxpayer=stranger.person)

    page = stranger.opens_with_code().get(invited.thread.get_absolute_url()).content.decode()

    assert "This is what you asked for." not in page
    assert send_text_is_refused(officer, invited.thread)


def send_text_is_refused(officer: Staff, thread: Thread) -> bool:
    """Tell whether an officer's answer goes nowhere."""
    browser = officer.signs_in()
    form = {"text": "Words", "action": "send", "message_id": str(uuid4()), "seen": "1"}
    return browser.post(thread.get_absolute_url(), form).status_code == 409
