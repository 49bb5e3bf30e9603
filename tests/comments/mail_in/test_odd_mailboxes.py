"""Whatever an IMAP server answers, no mail is lost, none is removed that is not stored, and one that it does
not give holds up no other.
"""

import imaplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comments.mail_in import fetched, imap
from comments.mail_in.connection import MailboxError
from comments.management.commands.fetch_mail import _visit
from comments.models import IncomingMail
from messaging.models import Topic
from tests.comments.mail_in.making import ADDRESS, make_mail
from tests.comments.mail_in.odd_imap import OddServer

pytestmark = pytest.mark.django_db

FIRST, SECOND = make_mail(subject="First"), make_mail(subject="Second")


@pytest.fixture
def server(settings: Any, mail_topic: Topic) -> Iterator[OddServer]:
    """A server with two mails, into which the portal looks."""
    with OddServer({7: FIRST, 9: SECOND}) as server:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = (
            "127.0.0.1",
            server.server_address[1],
            False,
        )
        settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_ADDRESS = "wanda", "secret", ADDRESS
        yield server


def test_a_plain_server_is_emptied(server: OddServer) -> None:
    assert imap.fetch().taken == 2
    assert server.mails == {}


# The first mail cannot be had; the other one is.
HELD_BACK = {
    "no size": (b"UID FETCH 7 (RFC822.SIZE)", b"TAG NO [SERVERBUG] internal\r\n"),
    "no mail": (b"UID FETCH 7 (BODY", b"TAG NO [SERVERBUG] internal\r\n"),
    "bad": (b"UID FETCH 7 (BODY", b"TAG BAD what\r\n"),
    "nothing in it": (b"UID FETCH 7 (BODY", b"* 1 FETCH (UID 7 BODY[] {0}\r\n)\r\nTAG OK done\r\n"),
    "nil": (b"UID FETCH 7 (BODY", b"* 1 FETCH (UID 7 BODY[] NIL)\r\nTAG OK done\r\n"),
    "gone": (b"UID FETCH 7 (BODY", b"TAG OK done\r\n"),
    "a hang-up at its size": (b"UID FETCH 7 (RFC822.SIZE)", None),
    "a hang-up": (b"UID FETCH 7 (BODY", None),
    "a goodbye": (b"UID FETCH 7 (BODY", b"* BYE internal error\r\n"),
    "half a mail": (b"UID FETCH 7 (BODY", b"* 1 FETCH (UID 7 BODY[] {5000}\r\nhalf\r\n"),
    "nothing that is IMAP": (b"UID FETCH 7 (BODY", b"HTTP/1.1 200 OK\r\n"),
}


@pytest.mark.parametrize("name", HELD_BACK)
def test_a_mail_that_the_server_does_not_give_stays_and_holds_up_no_other(
    server: OddServer, name: str
) -> None:
    server.odd = dict([HELD_BACK[name]])

    fetched = imap.fetch()

    assert (fetched.taken, fetched.failed) == (1, 1)
    assert server.mails == {7: FIRST}
    assert server.flags[7] == {imap.LAST.encode()}
    server.odd = {}
    assert imap.fetch().taken == 1
    assert IncomingMail.objects.count() == 2


# What comes is not it.
OF_ANOTHER = {
    "flags of another": b"* 4 FETCH (FLAGS (\\Seen))\r\nTAG OK done\r\n",
    "another mail": b"* 2 FETCH (UID 8 BODY[] {5}\r\nwords)\r\nTAG OK done\r\n",
    "another mail that is named behind": b"* 2 FETCH (BODY[] {5}\r\nwords UID 8)\r\nTAG OK done\r\n",
}


@pytest.mark.parametrize("name", OF_ANOTHER)
def test_what_is_of_another_mail_is_not_taken_for_this_one(server: OddServer, name: str) -> None:
    server.odd = {b"UID FETCH 7 (BODY": OF_ANOTHER[name]}

    assert imap.fetch().taken == 1

    assert server.mails == {7: FIRST}
    assert IncomingMail.objects.count() == 1


# The mailbox cannot be looked through.
NO_WAY_IN = {
    "says goodbye at sign-in": (b"LOGIN", b"* BYE busy\r\n"),
    "hangs up at sign-in": (b"LOGIN", None),
    "hangs up at the capabilities": (b"CAPABILITY", None),
    "hangs up at the folder": (b"SELECT", None),
    "has the folder for reading only": (b"SELECT", b"* 2 EXISTS\r\nTAG OK [READ-ONLY] done\r\n"),
    "has no such folder": (b"SELECT", b"TAG NO none\r\n"),
    "hangs up at the list": (b"UID SEARCH", None),
    "does not search": (b"UID SEARCH", b"TAG BAD what\r\n"),
}


@pytest.mark.parametrize("name", NO_WAY_IN)
def test_a_mailbox_that_cannot_be_emptied_is_an_error_and_loses_nothing(server: OddServer, name: str) -> None:
    server.odd = dict([NO_WAY_IN[name]])

    with pytest.raises((imaplib.IMAP4.error, MailboxError, OSError)):
        imap.fetch()

    assert 9 in server.mails
    server.odd = {}
    imap.fetch()
    assert server.mails == {}
    assert IncomingMail.objects.count() == 2


# The mail is stored already, and not stored twice.
HANGS_UP_AFTERWARDS = {"at the mark": b"UID STORE 7", "at the end": b"UID EXPUNGE 7"}


@pytest.mark.parametrize("name", HANGS_UP_AFTERWARDS)
def test_a_mail_at_which_the_server_hangs_up_once_it_is_stored_holds_up_no_other(
    server: OddServer, name: str
) -> None:
    server.odd = {HANGS_UP_AFTERWARDS[name]: None}

    fetched = imap.fetch()

    assert fetched.taken == 2
    assert server.mails == {7: FIRST}
    server.odd = {}
    assert imap.fetch().seen_before == 1
    assert server.mails == {}
    assert IncomingMail.objects.count() == 2


@pytest.mark.parametrize("said", [b"NO [OVERQUOTA] full", b"BAD what"])
@pytest.mark.parametrize("asked", [b"UID STORE 7", b"UID EXPUNGE 7"])
def test_a_mail_that_the_server_does_not_remove_is_stored_once_and_holds_up_no_other(
    server: OddServer, asked: bytes, said: bytes
) -> None:
    server.odd = {asked: b"TAG %s\r\n" % said}

    first, second = imap.fetch(), imap.fetch()

    assert (first.taken, first.failed) == (2, 1)
    assert (second.taken, second.seen_before, second.failed) == (0, 1, 1)
    assert server.mails == {7: FIRST}
    assert IncomingMail.objects.count() == 2


@pytest.mark.parametrize("keeps_flags", [True, False])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (b"UID FETCH %d (BODY", None),
        (b"UID FETCH %d (BODY", b"TAG NO [SERVERBUG] internal\r\n"),
        (b"UID EXPUNGE %d", b"TAG NO none\r\n"),
    ],
)
def test_mails_that_make_trouble_are_tried_last_from_then_on(
    server: OddServer, monkeypatch: pytest.MonkeyPatch, asked: bytes, said: bytes | None, keeps_flags: bool
) -> None:
    monkeypatch.setattr(imap, "MOST_CONNECTIONS", 3)
    monkeypatch.setattr(imap, "MOST_AT_ONCE", 3)
    server.mails = {uid: make_mail(subject=f"Number {uid}") for uid in range(1, 9)}
    server.odd = {asked % uid: said for uid in range(1, 8)}
    if not keeps_flags:
        server.odd[b"UID STORE"] = b"TAG NO no keywords\r\n"
    memory = imap.Memory()

    for _ in range(4):
        # What a process remembers does for what the server does not keep.
        imap.fetch(imap.Memory() if keeps_flags else memory)

    assert b"UID FETCH 8 (BODY.PEEK[])" in server.heard
    assert len(server.mails) == (7 if keeps_flags else 8)


def test_what_was_remembered_is_forgotten_where_the_server_numbers_anew(server: OddServer) -> None:
    memory = imap.Memory()
    server.numbering = 1
    server.odd = {b"UID FETCH 7 (BODY": b"TAG NO [SERVERBUG] internal\r\n"}
    imap.fetch(memory)
    before = dict(memory.troubled)
    server.numbering, server.odd = 2, {b"UID FETCH 12 (BODY": None}
    server.mails = {12: FIRST}

    imap.fetch(memory)

    assert list(before) == [b"7"]
    assert list(memory.troubled) == [b"12"]


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_of_which_nothing_can_be_had_is_looked_into_in_vain(
    server: OddServer, tmp_path: Path, settings: Any
) -> None:
    settings.VAR = tmp_path
    server.odd = {b"UID FETCH": b"TAG NO [NOPERM] none\r\n"}
    _visit(imap.Memory())
    late_before = fetched.is_late()
    server.odd = {b"UID FETCH 7": b"TAG NO [SERVERBUG] internal\r\n"}

    _visit(imap.Memory())

    assert late_before
    assert not fetched.is_late()


@pytest.mark.parametrize(
    "odd", [{b"LOGIN": b"* my SSN is 123-45-6789\r\nwhat\r\n"}, {b"LOGIN": b"TAG NO 219-09-9999\r\n"}]
)
def test_who_looks_once_reads_no_word_that_the_server_said(
    server: OddServer, odd: dict[bytes, bytes | None]
) -> None:
    server.odd = odd

    with pytest.raises(CommandError) as failed:
        call_command("fetch_mail", "--once")

    assert "could not be looked through" in str(failed.value)
    assert "-" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_a_mail_that_is_far_longer_than_its_size_says_is_left_as_too_large_and_holds_up_no_other(
    server: OddServer,
) -> None:
    # Lines of it must not pass for answers either.
    rest = b"words\r\n* 2 FETCH (UID 9 BODY[] {5}\r\nwords)\r\n" * 99
    endless = b"* 1 FETCH (UID 7 BODY[] {99999999999}\r\n" + rest
    server.odd = {b"UID FETCH 7 (BODY": endless}

    first, second = imap.fetch(), imap.fetch()

    assert (first.taken, first.left, first.failed) == (1, 1, 0)
    assert (second.taken, second.left, second.failed) == (0, 0, 0)
    assert server.mails == {7: FIRST}
    assert server.flags[7] == {imap.LEFT.encode(), rb"\Flagged"}


def test_what_is_too_large_is_passed_by_where_the_server_keeps_no_marks_of_ours(
    server: OddServer, settings: Any
) -> None:
    settings.MAIL_IN_LARGEST_BYTES = len(SECOND)
    server.mails[7] = FIRST + b"more words\r\n" * 9
    server.odd = {b"UID STORE 7 +FLAGS.SILENT ($": b"TAG NO no keywords\r\n"}

    fetched = imap.fetch()

    assert (fetched.taken, fetched.left) == (1, 1)
    assert list(server.mails) == [7]
    assert rb"UID STORE 7 +FLAGS.SILENT (\Flagged)" in server.heard


@pytest.mark.parametrize("said", [b"NO no keywords", b"BAD what"])
def test_many_that_are_too_large_and_keep_no_marks_hold_up_nothing(
    server: OddServer, settings: Any, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    monkeypatch.setattr(imap, "MOST_AT_ONCE", 2)
    settings.MAIL_IN_LARGEST_BYTES = len(SECOND)
    server.mails = {**dict.fromkeys(range(1, 7), FIRST + b"more words\r\n" * 9), 7: FIRST, 9: SECOND}
    server.odd = {b"UID STORE %d " % uid: b"TAG %s\r\n" % said for uid in range(1, 7)}

    fetched = imap.fetch()

    assert (fetched.taken, fetched.left) == (2, 6)
    assert list(server.mails) == [1, 2, 3, 4, 5, 6]


def test_a_server_without_starttls_is_told_no_password_where_tls_is_asked_for(
    server: OddServer, settings: Any
) -> None:
    settings.IMAP_TLS = settings.IMAP_STARTTLS = True

    with pytest.raises(imaplib.IMAP4.error):
        imap.fetch()

    assert not any(b"LOGIN" in said for said in server.heard)
