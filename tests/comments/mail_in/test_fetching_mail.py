"""Mail by IMAP: removed from the mailbox once it is stored here, and never before."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.mail_in import imap
from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.comments.mail_in.imap_server import PASSWORD, USER, ImapServer
from tests.comments.mail_in.making import ADDRESS, make_mail
from tests.notices.scripted_server import self_signed

pytestmark = pytest.mark.django_db(transaction=True)


def points_to(settings: Any, server: ImapServer) -> None:
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", server.port, False
    settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_ADDRESS = USER, PASSWORD, ADDRESS


@pytest.fixture
def mailbox(settings: Any) -> Iterator[ImapServer]:
    """A mailbox that the portal fetches from."""
    with ImapServer() as server:
        points_to(settings, server)
        yield server


def test_what_lies_in_the_mailbox_becomes_threads_and_is_gone_there(
    mailbox: ImapServer, mail_topic: Topic, worker: Callable[[], None]
):
    mailbox.keep(make_mail(subject="First"))
    mailbox.keep(make_mail(subject="Second"))

    fetched = imap.fetch()

    worker()
    assert (fetched.taken, fetched.seen_before, fetched.left) == (2, 0, 0)
    assert mailbox.inbox == {}
    assert Thread.objects.count() == 2


def test_what_was_fetched_may_be_moved_instead(mailbox: ImapServer, mail_topic: Topic, settings: Any):
    settings.IMAP_DONE_FOLDER = "Taken in"
    raw = make_mail()
    mailbox.keep(raw)

    imap.fetch()

    assert mailbox.moved == {"Taken in": [raw]}


@pytest.mark.parametrize("step", ["STORE", "EXPUNGE"])
def test_a_mail_is_kept_once_when_the_connection_was_lost_after_it_was_stored(
    mailbox: ImapServer, mail_topic: Topic, step: str
):
    mailbox.keep(make_mail())
    mailbox.hangs_up_before = step
    with pytest.raises(imaplib.IMAP4.abort):
        imap.fetch()
    mailbox.hangs_up_before = ""

    imap.fetch()

    assert IncomingMail.objects.count() == 1
    assert all(r"\Deleted" in mail.flags for mail in mailbox.inbox.values())


def test_a_mail_stays_in_the_mailbox_while_the_database_takes_none(mailbox: ImapServer, mail_topic: Topic):
    mailbox.keep(make_mail())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_incomingmail RENAME TO away")
    try:
        with pytest.raises(Exception, match="incomingmail"):
            imap.fetch()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO comments_incomingmail")

    assert [mail.flags for mail in mailbox.inbox.values()] == [set()]
    assert imap.fetch().taken == 1


def test_what_is_too_large_stays_flagged_and_holds_up_nothing(
    mailbox: ImapServer, mail_topic: Topic, settings: Any
):
    settings.MAIL_IN_LARGEST_BYTES = 2000
    large = mailbox.keep(make_mail("many words\n" * 500))
    mailbox.keep(make_mail())

    first, second = imap.fetch(), imap.fetch()

    assert (first.taken, first.left) == (1, 1)
    assert (second.taken, second.left) == (0, 0)
    assert mailbox.inbox[large].flags == {imap.LEFT, r"\Flagged"}


def test_an_address_that_no_topic_has_removes_nothing(mailbox: ImapServer, topic: Topic):
    mailbox.keep(make_mail())

    with pytest.raises(imap.MailboxError):
        imap.fetch()

    assert len(mailbox.inbox) == 1


def test_a_server_that_cannot_prove_its_name_gets_no_password(
    settings: Any, mail_topic: Topic, tmp_path: Path
):
    certificate = tmp_path / "certificate.pem"
    certificate.write_bytes(self_signed("127.0.0.1"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with ImapServer(tls) as server:
        points_to(settings, server)
        settings.IMAP_TLS = True

        with pytest.raises(ssl.SSLCertVerificationError):
            imap.fetch()

        settings.IMAP_CA_FILE = str(certificate)
        server.keep(make_mail())
        assert imap.fetch().taken == 1


def test_a_wrong_password_is_an_error_that_quotes_nothing_in_the_log(
    mailbox: ImapServer, mail_topic: Topic, settings: Any, capsys: pytest.CaptureFixture[str]
):
    from comments.management.commands.fetch_mail import _visit

    settings.IMAP_PASSWORD = "kestrel-7f3a"

    _visit()

    said = "".join(capsys.readouterr())
    assert "kestrel" not in said


def test_the_command_says_what_it_brought(mailbox: ImapServer, mail_topic: Topic):
    mailbox.keep(make_mail())
    said = StringIO()

    call_command("fetch_mail", once=True, stdout=said)

    assert said.getvalue() == "1 taken, 0 seen before, 0 left there.\n"


def test_the_command_asks_for_its_settings(settings: Any):
    settings.IMAP_HOST = ""

    with pytest.raises(CommandError, match="SEALPOST_IMAP_HOST"):
        call_command("fetch_mail", once=True)
