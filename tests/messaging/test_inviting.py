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
from accounts.errors import NotInvited, WrongInvitation
from accounts.models import Invitation, Person
from accounts.services.outsiders import Way
from audit.models import AuditEvent
from keys.models import PersonKey, Slot
from limits.errors import TooMany
from messaging import services
from messaging.errors import NotPermitted, NotVouchedFor
from messaging.models import Message, Thread, Topic, Vouching
from messaging.services.inviting import InvitedTo
from messaging.services.vouching import Vouched
from notices.models import Notice
from tests.people import Browser, Staff, Visitor, send_text, write_comment

pytestmark = pytest.mark.django_db

FORM_SECRET = b"0123456789abcdef0123456789abcdef"
VOUCHED = Vouched(Vouching.Means.CALL, "They lost the paper.")


def invite(officer: Staff, topic: Topic, **other: Any) -> InvitedTo:
    """Begin a thread with somebody who called, and bring them both halves."""
    words = services.FirstWords(
        **{
            "message_id": uuid4(),
            "name": "Caller One",
            "subject": "Your call",
            "text": "This is what you asked for.",
            **other.pop("words", {}),
        }
    )
    given: dict[str, Any] = {"way": Way.LETTER, "address": "", "language": "en", **other}
    return services.invite(officer=officer.unlocked, topic=topic, words=words, **given)


def takes_up(token: str, pin: str) -> Browser:
    """Take an invitation up as the page does, and come in with the code."""
    request = RequestFactory().get("/", REMOTE_ADDR="198.51.100.9")
    both = coming_in.with_both_halves(request, token=token, pin=pin)
    services.take_up(
        invited=both.unlocked, invitation=both.invitation, form_secret=FORM_SECRET, language="en"
    )
    browser = Browser()
    assert browser.post("/reply/", {"code": services.code_of(FORM_SECRET)}).status_code == 302
    return browser


def guess(token: str, pin: str) -> str:
    """Try a PIN from an address that nobody has used; gives what came of it."""
    address = ".".join(["10", *(str(byte) for byte in uuid4().bytes[:3])])
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    try:
        coming_in.with_both_halves(request, token=token, pin=pin)
    except WrongInvitation:
        return "refused"
    except TooMany:
        return "later"
    return "in"


@pytest.fixture
def invited(officer: Staff, topic: Topic) -> InvitedTo:
    """Somebody who called, invited by an officer who reads the PIN out and mails the code in a letter."""
    return invite(officer, topic)


@pytest.fixture
def halves(invited: InvitedTo) -> tuple[str, str]:
    """The code and the PIN."""
    assert invited.invited
    return invited.invited.token, invited.invited.pin


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


def test_a_lost_code_is_replaced_and_everything_stays_readable(
    officer: Staff, taxpayer: Visitor, answered_thread: Thread
):
    again = services.invite_again(
        officer=officer.unlocked,
        thread=answered_thread,
        way=Way.LETTER,
        address="",
        language="en",
        vouched=VOUCHED,
    )

    browser = takes_up(again.token, again.pin)

    page = browser.get(answered_thread.get_absolute_url()).content.decode()
    assert "When does it come?" in page
    assert "We need form 12." in page
    assert Browser().post("/reply/", {"code": taxpayer.reply_code}).status_code == 400


def test_a_lost_code_ends_sessions_and_tells_the_address_on_file(
    officer: Staff, taxpayer: Visitor, thread: Thread
):
    browser = taxpayer.opens_with_code()

    services.invite_again(
        officer=officer.unlocked,
        thread=thread,
        way=Way.MAIL,
        address="new@example.org",
        language="en",
        vouched=VOUCHED,
    )

    assert browser.get(thread.get_absolute_url()).status_code == 302
    told = Notice.objects.filter(kind="way_in_renewed").values_list("address", flat=True)
    assert set(told) == {"visitor@example.org", "new@example.org"}
    event = AuditEvent.objects.get(action="accounts.identity.vouched_for")
    assert b'"means":"call"' in bytes(event.leaf)


def test_who_has_come_in_before_is_let_in_anew_only_when_somebody_vouches(officer: Staff, thread: Thread):
    with pytest.raises(NotVouchedFor):
        services.invite_again(
            officer=officer.unlocked, thread=thread, way=Way.LETTER, address="", language="en", vouched=None
        )

    assert Slot.objects.get(person=thread.taxpayer.public_id).kind == "reply_code"


def test_threads_of_other_units_stay_closed_to_the_new_keys(
    officer: Staff, officer_of_another_unit: Staff, invited: InvitedTo
):
    other = Topic.objects.create(
        name="Support", description="Child support.", unit=officer_of_another_unit.person.units.get()
    )
    theirs = invite(officer_of_another_unit, other).thread
    Thread.objects.filter(pk=theirs.pk).update(taxpayer=invited.thread.taxpayer)

    services.invite_again(
        officer=officer.unlocked,
        thread=invited.thread,
        way=Way.LETTER,
        address="",
        language="en",
        vouched=None,
    )

    wrapped = {message.thread_id: message.wraps.count() for message in Message.objects.all()}
    assert wrapped == {invited.thread.pk: 3, theirs.pk: 2}


@pytest.mark.parametrize("who", ["officer_of_another_unit", "auditor", "administrator"])
def test_nobody_else_invites_again_or_takes_back(request: Any, invited: InvitedTo, who: str):
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        services.invite_again(
            officer=staff.unlocked,
            thread=invited.thread,
            way=Way.LETTER,
            address="",
            language="en",
            vouched=VOUCHED,
        )
    with pytest.raises(NotPermitted):
        services.revoke_invitation(officer=staff.person, thread=invited.thread)


def test_who_has_an_account_is_not_invited(officer: Staff, account: Any):
    with pytest.raises(NotInvited):
        services.invite_again(
            officer=officer.unlocked,
            thread=account.thread,
            way=Way.LETTER,
            address="",
            language="en",
            vouched=VOUCHED,
        )


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
        services.invite_again(
            officer=officer.unlocked,
            thread=invited.thread,
            way=Way.LETTER,
            address="",
            language="en",
            vouched=None,
        )
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


def test_a_new_invitation_opens_by_its_own_halves_only(officer: Staff, invited: InvitedTo, halves):
    again = services.invite_again(
        officer=officer.unlocked,
        thread=invited.thread,
        way=Way.LETTER,
        address="",
        language="en",
        vouched=None,
    )

    assert guess(halves[0], again.pin) == "refused"
    assert guess(again.token, halves[1]) == "refused"
    assert guess(again.token, again.pin) == "in"


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
