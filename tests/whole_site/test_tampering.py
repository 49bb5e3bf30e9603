"""Somebody with the database changes a message: it is not shown, the rest is, and people are told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Membership, Person, Role, Session, Unit
from audit.models import AuditEvent
from keys import envelopes, passwords, reply_codes, vault
from keys.models import PersonKey, Slot, Succession
from keys.successions import Statement
from messaging.errors import CannotSeal
from messaging.models import Draft, Message, Thread, Wrap
from messaging.services.storing import keep_unit_wraps, store
from notices.models import Notice
from tests.people import Account, Browser, Staff, Visitor, send_text, write_comment

CANNOT = "This message cannot be shown"
Change = Callable[[Message, Thread], None]
WORDS = {1: "The first words", 2: "The second words", 3: "The third words"}


@pytest.fixture
def talk(officer: Staff, topic) -> Visitor:
    """Somebody whose thread holds three messages: their comment, an answer, and their reply."""
    visitor = write_comment(topic, subject="The subject", text=WORDS[1])
    assert send_text(officer.signs_in(), visitor.thread, WORDS[2]).status_code == 302
    assert send_text(visitor.opens_with_code(), visitor.thread, WORDS[3]).status_code == 302
    return visitor


@pytest.fixture
def elsewhere(topic) -> Thread:
    """Another thread of the same unit."""
    return write_comment(topic, subject="Something else").thread


def flip(column: str) -> Change:
    """Change one bit in the middle of a column."""

    def change(message: Message, _elsewhere: Thread) -> None:
        stored = bytearray(getattr(message, column))
        stored[len(stored) // 2] ^= 1
        Message.objects.filter(pk=message.pk).update(**{column: bytes(stored)})

    return change


def put(**columns: object) -> Change:
    """Write other values into columns."""

    def change(message: Message, _elsewhere: Thread) -> None:
        Message.objects.filter(pk=message.pk).update(**columns)

    return change


def take_from_another(*columns: str) -> Change:
    """Put columns of a message of another thread in their place."""

    def change(message: Message, elsewhere: Thread) -> None:
        other = elsewhere.messages.get()
        Message.objects.filter(pk=message.pk).update(**{name: getattr(other, name) for name in columns})

    return change


def change_wraps(message: Message, _elsewhere: Thread) -> None:
    for wrap in message.wraps.all():
        wrap.wrapped = bytes([wrap.wrapped[0] ^ 1]) + bytes(wrap.wrapped[1:])
        wrap.save()
    forget_unit_wrap(message)


def take_wraps_from_another(message: Message, elsewhere: Thread) -> None:
    other = Wrap.objects.filter(message__thread=elsewhere, key_id__in=message.wraps.values("key_id")).get()
    message.wraps.update(wrapped=other.wrapped)
    forget_unit_wrap(message)


def remove_wraps(message: Message, _elsewhere: Thread) -> None:
    message.wraps.all().delete()
    forget_unit_wrap(message)


def forget_all_wraps_but_one(message: Message, _elsewhere: Thread) -> None:
    message.wraps.exclude(pk=message.wraps.latest("pk").pk).delete()
    forget_unit_wrap(message)


def unit_wraps_of(thread: Thread) -> set[bytes]:
    return {bytes(message.unit_wrap or b"") for message in thread.messages.all()}


def forget_unit_wrap(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(unit_wrap=None)


def move_time(message: Message, _elsewhere: Thread) -> None:
    Message.objects.filter(pk=message.pk).update(sent_at=message.sent_at + timedelta(seconds=1))


CHANGES = {
    "signature": flip("signature"),
    "no signature": put(signature=b""),
    "header": flip("header"),
    "header that is no header": put(header=b'{"v":1'),
    "body": flip("body"),
    "cut body": put(body=b"tp1"),
    "no body": put(body=b""),
    "wraps": change_wraps,
    "wraps of another": take_wraps_from_another,
    "no wraps": remove_wraps,
    "body of another": take_from_another("body"),
    "all of another": take_from_another("header", "signature", "summary", "body", "sender_id", "sender_key"),
    "public id": put(public_id=uuid4()),
    "unit": put(unit_id=uuid4()),
    "epoch": put(epoch=2),
    "sender": put(sender_id=uuid4()),
    "no sender": put(sender_id=None),
    "sender's key": put(sender_key="0" * 32),
    "time": move_time,
}


TYPED_COLUMNS = (
    "public_id",
    "unit_id",
    "epoch",
    "sender_id",
    "sender_key",
    "sent_at",
    "header",
    "signature",
    "body",
)


@dataclass(frozen=True)
class BothSides:
    """The two who read a thread, each in their own browser."""

    thread: Thread
    browsers: tuple[Browser, Browser]

    def read(self) -> list[str]:
        """Open the thread's page on both sides."""
        answers = [browser.get(self.thread.get_absolute_url()) for browser in self.browsers]
        assert [answer.status_code for answer in answers] == [200, 200]
        return [answer.content.decode() for answer in answers]


@pytest.fixture
def both_sides(officer: Staff, talk: Visitor) -> BothSides:
    """Sign both readers of the thread in."""
    return BothSides(talk.thread, (officer.signs_in(), talk.opens_with_code()))


@contextmanager
def changed(message: Message, elsewhere: Thread, change: Change) -> Iterator[None]:
    """Change what is stored of a message, and put it back."""
    stored = Message.objects.filter(pk=message.pk).values().get()
    wraps = list(message.wraps.all())
    change(message, elsewhere)
    yield
    Message.objects.filter(pk=message.pk).update(**stored)
    message.wraps.all().delete()
    Wrap.objects.bulk_create(wraps)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_message_is_not_shown_and_the_others_are(both_sides, elsewhere, change):
    for message in Message.objects.filter(thread=both_sides.thread):
        with changed(message, elsewhere, change):
            pages = both_sides.read()

        for page in pages:
            assert page.count(CANNOT) == 1
            assert str(settings.AGENCY_CONTACT) in page.split(CANNOT)[1][:400]
            assert WORDS[message.sequence] not in page
            assert all(words in page for place, words in WORDS.items() if place != message.sequence)
    assert all(CANNOT not in page for page in both_sides.read())


@pytest.mark.parametrize("change", [flip("unit_wrap"), put(unit_wrap=b"tp1"), take_from_another("unit_wrap")])
def test_a_changed_unit_wrap_hides_nothing_and_is_made_anew(officer, both_sides, elsewhere, change):
    both_sides.read()
    officer.signs_in().get("/mailbox/")
    for message in Message.objects.filter(thread=both_sides.thread):
        change(message, elsewhere)
    broken = unit_wraps_of(both_sides.thread)

    pages = both_sides.read()

    assert all(words in page for page in pages for words in WORDS.values())
    assert not broken & unit_wraps_of(both_sides.thread)
    assert all(words in page for page in both_sides.read() for words in WORDS.values())


def test_a_unit_wrap_alone_opens_for_the_unit_and_for_nobody_else(both_sides):
    both_sides.read()
    Wrap.objects.filter(message__thread=both_sides.thread).delete()

    of_officer, of_taxpayer = both_sides.read()

    assert all(words in of_officer for words in WORDS.values())
    assert of_taxpayer.count(CANNOT) == len(WORDS)


def test_a_key_that_was_destroyed_after_a_message_was_opened_does_not_come_back(both_sides):
    messages = Message.objects.filter(thread=both_sides.thread)
    unit_wraps = {message.public_id: b"made before" for message in messages}
    forgotten = messages.get(sequence=2)
    remove_wraps(forgotten, both_sides.thread)

    with transaction.atomic():
        keep_unit_wraps(unit_wraps)

    kept = {message.sequence: bytes(message.unit_wrap or b"") for message in messages.all()}
    assert kept == {1: b"made before", 2: b"", 3: b"made before"}


# As SQL, since no value of Python becomes text that is not UTF-8.
NOT_OF_THE_TYPE = {
    "text": "'no such thing'",
    "bytes": "x'ff00'",
    "a fraction": "-1.5",
    "no day": "'2026-13-45T00:00:00Z'",
    "the first day": "'0001-01-01 00:00:00'",
    "the last day": "'9999-12-31 23:59:59'",
    "text that is not UTF-8": "CAST(x'ff' AS TEXT)",
    "text that is not UTF-8 any more": "CAST(x'3000ff' AS TEXT)",
}
stores_anything = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite stores what is not of a column's type"
)


def store_anyway(column: str, value: str, table: str = "messaging_message", key: str = "id") -> Change:
    """Write what is not of the column's type, as SQL, into the table itself."""

    def change(message: Message, _elsewhere: Thread) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints=ON")
            fill = f"UPDATE {table} SET {column} = {value} WHERE {key} = %s"  # noqa: S608
            cursor.execute(fill, [message.pk])
            cursor.execute("PRAGMA ignore_check_constraints=OFF")

    return change


@stores_anything
@pytest.mark.parametrize("value", NOT_OF_THE_TYPE.values(), ids=NOT_OF_THE_TYPE.keys())
def test_columns_that_hold_anything_at_all_hide_their_message_only(both_sides, elsewhere, value):
    message = Message.objects.get(thread=both_sides.thread, sequence=2)
    for column in TYPED_COLUMNS:
        with changed(message, elsewhere, store_anyway(column, value)):
            pages = both_sides.read()

        for page in pages:
            assert page.count(CANNOT) == 1
            assert WORDS[2] not in page
            assert WORDS[1] in page
            assert WORDS[3] in page


@stores_anything
@pytest.mark.parametrize("value", NOT_OF_THE_TYPE.values(), ids=NOT_OF_THE_TYPE.keys())
def test_columns_that_hold_anything_at_all_leave_the_mailbox_readable(officer, talk, elsewhere, value):
    message = Message.objects.get(thread=talk.thread, sequence=1)
    browser = officer.signs_in()
    for column in (*TYPED_COLUMNS, "summary", "unit_wrap"):
        with changed(message, elsewhere, store_anyway(column, value)):
            response = browser.get("/mailbox/")

        assert response.status_code == 200
        assert "Something else" in response.content.decode()


@stores_anything
@pytest.mark.parametrize("value", NOT_OF_THE_TYPE.values(), ids=NOT_OF_THE_TYPE.keys())
def test_wraps_that_hold_anything_at_all_hide_their_message_only(both_sides, elsewhere, value):
    message = Message.objects.get(thread=both_sides.thread, sequence=2)
    for column in ("wrapped", "key_id"):
        with changed(message, elsewhere, forget_all_wraps_but_one):
            store_anyway(column, value, table="messaging_wrap", key="message_id")(message, elsewhere)
            pages = both_sides.read()

        for page in pages:
            assert page.count(CANNOT) == 1
            assert WORDS[2] not in page
            assert WORDS[1] in page
            assert WORDS[3] in page


def test_a_message_moved_to_another_thread_is_shown_in_neither(officer, both_sides, elsewhere):
    Message.objects.filter(thread=both_sides.thread, sequence=3).update(thread=elsewhere, sequence=2)

    moved_to = officer.signs_in().get(elsewhere.get_absolute_url()).content.decode()

    assert moved_to.count(CANNOT) == 1
    assert WORDS[3] not in moved_to
    assert "When does it come?" in moved_to
    for page in both_sides.read():
        assert WORDS[3] not in page
        assert WORDS[1] in page
        assert WORDS[2] in page


def test_two_messages_that_changed_places_are_not_shown(both_sides):
    second, third = Message.objects.filter(thread=both_sides.thread, sequence__gt=1).order_by("sequence")
    for message, place in ((second, 9), (third, 2), (second, 3)):
        Message.objects.filter(pk=message.pk).update(sequence=place)

    for page in both_sides.read():
        assert page.count(CANNOT) == 2
        assert WORDS[1] in page


IN_THE_MAILBOX = {
    **{name: CHANGES[name] for name in ("signature", "header", "wraps", "sender's key", "public id")},
    "summary": flip("summary"),
    "no summary": put(summary=b""),
    "summary of another": take_from_another("summary"),
}


@pytest.mark.parametrize("change", IN_THE_MAILBOX.values(), ids=IN_THE_MAILBOX.keys())
def test_the_mailbox_shows_the_row_without_its_subject(officer, talk, elsewhere, change):
    change(Message.objects.get(thread=talk.thread, sequence=1), elsewhere)

    mailbox = officer.signs_in().get("/mailbox/").content.decode()

    assert "This subject cannot be shown" in mailbox
    assert "The subject" not in mailbox
    assert mailbox.count("Something else") == 1
    assert talk.thread.get_absolute_url() in mailbox
    assert elsewhere.get_absolute_url() in mailbox


def test_auditor_and_administrator_are_told(both_sides, elsewhere, auditor, administrator):
    message = Message.objects.get(thread=both_sides.thread, sequence=2)
    watchers = [staff.signs_in() for staff in (auditor, administrator)]
    before = [browser.get("/status/").content.decode() for browser in watchers]
    flip("body")(message, elsewhere)

    both_sides.read()

    event = AuditEvent.objects.filter(action="messaging.message.failed_to_open").first()
    assert event
    assert event.subject == message.public_id
    after = [browser.get("/status/").content.decode() for browser in watchers]
    assert all(str(message.public_id) not in page for page in before)
    assert all(str(message.public_id) in page for page in after)
    assert str(message.public_id) in watchers[0].get("/audit/").content.decode()


def alerts_about(thread: Thread) -> int:
    events = AuditEvent.objects.filter(action="messaging.message.failed_to_open", subject=thread.public_id)
    return events.count()


def test_a_thread_whose_first_message_is_gone_is_reported_by_the_lists(
    officer, account, talk, elsewhere, administrator
):
    Message.objects.filter(thread__in=(talk.thread, account.thread), sequence=1).delete()

    pages = [officer.signs_in().get("/mailbox/"), account.signs_in().get("/threads/")]

    assert all("This subject cannot be shown" in page.content.decode() for page in pages)
    assert (alerts_about(talk.thread), alerts_about(account.thread), alerts_about(elsewhere)) == (1, 2, 0)
    status = administrator.signs_in().get("/status/").content.decode()
    assert status.count(str(talk.thread.public_id)) == status.count(str(account.thread.public_id)) >= 1


@pytest.mark.parametrize("gone", [[1], [2], [3], [1, 2, 3]])
def test_a_thread_of_which_messages_are_gone_is_reported_when_it_is_opened(
    both_sides, elsewhere, administrator, gone
):
    both_sides.read()
    assert alerts_about(both_sides.thread) == 0
    Message.objects.filter(thread=both_sides.thread, sequence__in=gone).delete()

    both_sides.read()

    assert alerts_about(both_sides.thread) == len(both_sides.browsers)
    assert str(both_sides.thread.public_id) in administrator.signs_in().get("/status/").content.decode()


def test_an_answer_into_a_thread_that_was_changed_still_goes_out(both_sides, elsewhere):
    flip("body")(Message.objects.get(thread=both_sides.thread, sequence=3), elsewhere)

    response = send_text(both_sides.browsers[0], both_sides.thread, "The fourth words")

    assert response.status_code == 302
    assert all("The fourth words" in page for page in both_sides.read())


def test_a_kept_draft_that_was_changed_is_left_out(officer, talk):
    browser = officer.signs_in()
    path = talk.thread.get_absolute_url()
    fields = {"text": "Half a sentence", "message_id": str(uuid4()), "seen": "3"}
    Session.objects.update(expire_date=timezone.now())
    browser.post(path, fields)
    draft = Draft.objects.get()
    for sealed in (b"", b"short", bytes(draft.sealed)[:-1], bytes(draft.sealed) + b"x", bytes(700)):
        Draft.objects.update(sealed=sealed)

        response = officer.signs_in().get(path)

        assert response.status_code == 200
        assert "Half a sentence" not in response.content.decode()


FORGED = "Your refund is denied."


def insert_answer(attacker: Visitor, thread: Thread) -> None:
    """Do all that a visitor can do who also writes to the database: sign an answer with their own key, as
    their reply code opens it, seal it to public keys, and insert it in its place.
    """
    _, account_key = reply_codes.find(attacker.reply_code)
    first = thread.messages.get(sequence=1)
    envelope = envelopes.seal(
        envelopes.Content(subject="My refund", text=FORGED),
        position=envelopes.Position(
            message=uuid4(),
            thread=thread.public_id,
            sequence=2,
            previous=envelopes.header_digest(bytes(first.header)),
            unit=first.unit_id,
            epoch=first.epoch,
        ),
        sender=vault.unlock_with(account_key, attacker.person),
        people=[thread.taxpayer.public_id],
        unit=first.unit_id,
    )
    message = store(envelope, thread=thread)
    Thread.objects.filter(pk=thread.pk).update(
        latest_sequence=2, latest_message_at=message.sent_at, waiting_since=None, taxpayer_opened_at=None
    )


def pass_for_an_officer(attacker: Visitor) -> None:
    """Write into every column that tells an officer from a visitor."""
    person = attacker.person
    Person.objects.filter(pk=person.pk).update(
        role=Role.OFFICER, email="no-officer@example.org", name="No Officer"
    )
    Membership.objects.create(person=person, unit=Unit.objects.get(name="Income Tax"))
    PersonKey.objects.filter(person=person.public_id).update(side="agency")


@pytest.mark.parametrize("is_disguised", [False, True])
def test_an_answer_that_a_visitor_forged_is_shown_to_nobody(officer, taxpayer, other_taxpayer, is_disguised):
    readers = BothSides(taxpayer.thread, (officer.signs_in(), taxpayer.opens_with_code()))
    insert_answer(other_taxpayer, taxpayer.thread)
    if is_disguised:
        pass_for_an_officer(other_taxpayer)

    for page in readers.read():
        assert page.count(CANNOT) == 1
        assert FORGED not in page
        assert "When does it come?" in page
    assert AuditEvent.objects.filter(action="messaging.message.failed_to_open").count() == 2


def nothing_is_sent(browser: Browser, thread: Thread) -> bool:
    """Try to send into a thread; tell whether it is refused and nothing is left of it but the text."""
    before = Message.objects.count(), Wrap.objects.count(), Notice.objects.count()
    response = send_text(browser, thread, "Words for the right person")
    page = response.content.decode()
    return (
        response.status_code == 409
        and str(CannotSeal.explanation) in page
        and "Words for the right person" in page
        and (Message.objects.count(), Wrap.objects.count(), Notice.objects.count()) == before
    )


def test_no_answer_goes_to_whom_a_thread_was_redirected(officer, taxpayer, other_taxpayer):
    thread = taxpayer.thread
    Thread.objects.filter(pk=thread.pk).update(taxpayer=other_taxpayer.person)
    browser = officer.signs_in()

    page = browser.get(thread.get_absolute_url()).content.decode()

    assert page.count(CANNOT) == 1
    assert "When does it come?" not in page
    assert nothing_is_sent(browser, thread)


def test_no_answer_comes_from_a_unit_that_a_thread_was_redirected_to(officer_of_another_unit, taxpayer):
    thread = taxpayer.thread
    Thread.objects.filter(pk=thread.pk).update(unit=Unit.objects.get(name="Child Support"))

    for browser in (officer_of_another_unit.signs_in(), taxpayer.opens_with_code()):
        page = browser.get(thread.get_absolute_url()).content.decode()

        assert page.count(CANNOT) == 1
        assert "When does it come?" not in page
        assert nothing_is_sent(browser, thread)


def test_a_thread_without_its_beginning_says_so_and_takes_nothing(both_sides):
    Message.objects.get(thread=both_sides.thread, sequence=1).delete()

    for page in both_sides.read():
        assert page.count(CANNOT) == 1
        assert WORDS[2] not in page
        assert WORDS[3] in page
    assert all(nothing_is_sent(browser, both_sides.thread) for browser in both_sides.browsers)


def say_it_was_handed_over(thread: Thread, *, to: Person) -> None:
    """Write into the thread's row that its taxpayer gave it to somebody."""
    Thread.objects.filter(pk=thread.pk).update(taxpayer=to, predecessor_id=thread.taxpayer.public_id)


def sign_by_oneself(account: Account, thread: Thread) -> None:
    """Do all that somebody with an account can do who also writes to the database: sign a statement that
    somebody else has given them a thread, with the key that their password opens, and insert it.
    """
    account_key = passwords.check_password(account.person.public_id, account.password)
    own_key = vault.unlock_with(account_key, account.person).signing_key
    first = thread.messages.get(sequence=1)
    assert first.sender_id
    statement = Statement(
        thread=thread.public_id,
        last_sequence=thread.latest_sequence,
        giver=first.sender_id,
        giver_key=first.sender_key,
        taker=account.person.public_id,
        taker_key=own_key.key_id,
        signed_at=timezone.now(),
    )
    signature = own_key.sign(statement.context())
    Succession.objects.create(**statement._asdict(), giver_signature=signature, taker_signature=signature)


@pytest.mark.parametrize("is_signed", [False, True], ids=["no statement", "a statement of the taker alone"])
def test_no_thread_is_taken_away_by_a_row_that_says_it_was_given(officer, account, taxpayer, is_signed):
    thread = taxpayer.thread
    if is_signed:
        sign_by_oneself(account, thread)
    say_it_was_handed_over(thread, to=account.person)
    desk = officer.signs_in()

    page = desk.get(thread.get_absolute_url()).content.decode()

    assert page.count(CANNOT) == 1
    assert "When does it come?" not in page
    assert nothing_is_sent(desk, thread)
    assert nothing_is_sent(account.signs_in(), thread)


TAMPERED_SUCCESSIONS: dict[str, dict[str, object]] = {
    "no giver's signature": {"giver_signature": b""},
    "no taker's signature": {"taker_signature": b""},
    "another place": {"last_sequence": 2},
    "another giver": {"giver": uuid4()},
    "another thread": {"thread": uuid4()},
}


@pytest.mark.parametrize("columns", TAMPERED_SUCCESSIONS.values(), ids=TAMPERED_SUCCESSIONS.keys())
def test_a_thread_whose_statement_was_changed_is_not_shown_and_takes_nothing(officer, account, talk, columns):
    home, desk = account.signs_in(), officer.signs_in()
    home.post("/threads/add/", {"code": talk.reply_code})
    thread = Thread.objects.get(predecessor_id=talk.person.public_id)
    before = home.get(thread.get_absolute_url()).content.decode()
    Succession.objects.update(**columns)

    for browser in (home, desk):
        page = browser.get(thread.get_absolute_url()).content.decode()

        assert all(words not in page for words in WORDS.values())
        assert nothing_is_sent(browser, thread)
    assert all(words in before for words in WORDS.values())
    assert "This subject cannot be shown" in home.get("/threads/").content.decode()


@stores_anything
def test_a_statement_that_holds_anything_at_all_proves_nothing(officer, account, talk):
    account.signs_in().post("/threads/add/", {"code": talk.reply_code})
    thread, desk = Thread.objects.get(predecessor_id=talk.person.public_id), officer.signs_in()
    stored = Succession.objects.values().get()
    for column in ("giver_signature", "taker_signature", "last_sequence", "taker_key"):
        for value in ("'text'", "9223372036854775807", "-1.5", "x'ff'"):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints=ON")
                cursor.execute(f"UPDATE keys_succession SET {column} = {value}")  # noqa: S608
                cursor.execute("PRAGMA ignore_check_constraints=OFF")
            page = desk.get(thread.get_absolute_url())
            Succession.objects.update(**stored)

            assert page.status_code == 200
            assert all(words not in page.content.decode() for words in WORDS.values())


def test_a_thread_that_was_handed_over_is_not_redirected_again(officer, account, talk, other_taxpayer):
    desk = officer.signs_in()
    account.signs_in().post("/threads/add/", {"code": talk.reply_code})
    thread = Thread.objects.get(predecessor_id=talk.person.public_id)

    for columns in (
        {"taxpayer": other_taxpayer.person},
        {"taxpayer": account.person, "predecessor_id": None},
        {"taxpayer": talk.person, "predecessor_id": None},
    ):
        Thread.objects.filter(pk=thread.pk).update(**columns)

        assert nothing_is_sent(desk, thread)


def test_a_dead_code_that_comes_back_from_a_backup_takes_nothing(officer, account, talk):
    """The visitor's slot and key are put back: the code opens them again, and they have no thread."""
    person = talk.person.public_id
    slots, old_keys = list(Slot.objects.filter(person=person)), list(PersonKey.objects.filter(person=person))
    thread = talk.thread
    account.signs_in().post("/threads/add/", {"code": talk.reply_code})
    PersonKey.objects.filter(person=person).delete()
    PersonKey.objects.bulk_create(old_keys)
    Slot.objects.bulk_create(slots)
    Person.objects.filter(public_id=person).update(disabled_at=None)

    by_code = talk.opens_with_code()

    assert by_code.get(thread.get_absolute_url()).status_code == 404
    send_text(officer.signs_in(), thread, "The fourth words")
    message = Message.objects.get(thread=thread, sequence=4)
    assert not message.wraps.filter(key_id=old_keys[0].key_id).exists()
