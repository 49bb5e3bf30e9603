"""Whatever an IMAP server answers, no mail is lost, none is removed that is not stored, and one that it does
not give holds up no other.
"""

import imaplib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from comments.mail_in import imap
from comments.mail_in.connection import MailboxError
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
    server.odd = {}
    assert imap.fetch().taken == 1
    assert IncomingMail.objects.count() == 2


# The first is not there any more, or what comes is not it; nothing is an error.
SKIPPED = {
    "gone": b"TAG OK done\r\n",
    "nil": b"* 1 FETCH (UID 7 BODY[] NIL)\r\nTAG OK done\r\n",
    "flags of another": b"* 4 FETCH (FLAGS (\\Seen))\r\nTAG OK done\r\n",
    "another mail": b"* 2 FETCH (UID 8 BODY[] {5}\r\nwords)\r\nTAG OK done\r\n",
    "another mail that is named behind": b"* 2 FETCH (BODY[] {5}\r\nwords UID 8)\r\nTAG OK done\r\n",
}


@pytest.mark.parametrize("name", SKIPPED)
def test_what_is_of_another_mail_is_not_taken_for_this_one(server: OddServer, name: str) -> None:
    server.odd = {b"UID FETCH 7 (BODY": SKIPPED[name]}

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
    "keeps no marks": (b"UID STORE 9", b"TAG NO read-only\r\n"),
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


def test_mails_at_which_the_server_hangs_up_are_tried_last_from_then_on(
    server: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MOST_CONNECTIONS", 3)
    server.mails = {uid: make_mail(subject=f"Number {uid}") for uid in range(1, 9)}
    server.odd = {b"UID FETCH %d (BODY" % uid: None for uid in range(1, 8)}

    for _ in range(3):
        with pytest.raises(imaplib.IMAP4.abort):
            imap.fetch()
    with suppress(imaplib.IMAP4.abort):
        imap.fetch()

    assert IncomingMail.objects.count() == 1
    assert list(server.mails) == [1, 2, 3, 4, 5, 6, 7]


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
