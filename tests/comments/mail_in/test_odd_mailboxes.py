"""Whatever an IMAP server answers, no mail is lost, none is removed that is not stored, and one that it does
not give holds up no other.
"""

import imaplib
from collections.abc import Iterator
from typing import Any

import pytest

from comments.mail_in import imap
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
}


@pytest.mark.parametrize("name", HELD_BACK)
def test_a_mail_that_the_server_does_not_give_stays_and_holds_up_no_other(
    server: OddServer, name: str
) -> None:
    command, server.odd = HELD_BACK[name][0], dict([HELD_BACK[name]])

    with pytest.raises((imaplib.IMAP4.error, imap.MailboxError), match=r"fetch|BAD"):
        imap.fetch()

    assert server.mails == {7: FIRST}
    del server.odd[command]
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


# The connection cannot go on; what was stored before is not stored twice.
CUT = {
    "says goodbye at sign-in": (b"LOGIN", b"* BYE busy\r\n"),
    "hangs up at sign-in": (b"LOGIN", None),
    "hangs up at the capabilities": (b"CAPABILITY", None),
    "hangs up at the folder": (b"SELECT", None),
    "has the folder for reading only": (b"SELECT", b"* 2 EXISTS\r\nTAG OK [READ-ONLY] done\r\n"),
    "has no such folder": (b"SELECT", b"TAG NO none\r\n"),
    "hangs up at the list": (b"UID SEARCH", None),
    "does not search": (b"UID SEARCH", b"TAG BAD what\r\n"),
    "hangs up at a size": (b"UID FETCH 9 (RFC822.SIZE)", None),
    "hangs up at a mail": (b"UID FETCH 9 (BODY", None),
    "gives half a mail": (b"UID FETCH 9 (BODY", b"* 2 FETCH (UID 9 BODY[] {5000}\r\nhalf\r\n"),
    "gives a mail without end": (b"UID FETCH 9 (BODY", b"* 2 FETCH (UID 9 BODY[] {99999999999}\r\nwords"),
    "says nothing that is IMAP": (b"UID FETCH 9 (BODY", b"HTTP/1.1 200 OK\r\n"),
    "hangs up at the mark": (b"UID STORE 9", None),
    "keeps no marks": (b"UID STORE 9", b"TAG NO read-only\r\n"),
    "hangs up at the end": (b"UID EXPUNGE 9", None),
}


@pytest.mark.parametrize("name", CUT)
def test_whatever_breaks_off_loses_and_doubles_nothing(server: OddServer, name: str) -> None:
    server.odd = dict([CUT[name]])

    with pytest.raises((imaplib.IMAP4.error, imap.MailboxError, OSError)):
        imap.fetch()

    assert 9 in server.mails
    server.odd = {}
    imap.fetch()
    assert server.mails == {}
    assert IncomingMail.objects.count() == 2


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
