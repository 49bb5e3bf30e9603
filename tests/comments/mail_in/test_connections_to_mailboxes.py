"""Connections to a mailbox that are lost, or that could be somebody else's: nothing is lost, nothing said."""

import imaplib
import signal
import ssl
from collections.abc import Callable
from typing import Any

import pytest

from comments.mail_in import imap
from comments.mail_in.connection import MailboxError
from comments.management.commands.fetch_mail import _visit
from comments.models import IncomingMail
from messaging.models import Thread, Topic
from tests.comments.mail_in.conftest import flags, points_to
from tests.comments.mail_in.cutting import Cut, CuttingWire
from tests.comments.mail_in.dovecot import HOST, PASSWORD, Dovecot, Mailbox
from tests.comments.mail_in.intakes import fetching
from tests.comments.mail_in.making import make_mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.imap]


@pytest.mark.parametrize(
    "cut",
    [
        Cut(b"UID STORE", heard=False),
        Cut(b"UID STORE", heard=True),
        Cut(b"UID EXPUNGE", heard=False),
        Cut(b"UID EXPUNGE", heard=True),
    ],
    ids=["before it is marked", "after it is marked", "before it is removed", "after it is removed"],
)
def test_a_mail_is_kept_once_when_the_connection_was_lost_after_it_was_stored(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic, settings: Any, cut: Cut
):
    mailbox.put(make_mail())
    with CuttingWire((HOST, dovecot.port)) as wire:
        settings.IMAP_HOST, settings.IMAP_PORT = "127.0.0.1", wire.port
        wire.cut = cut
        failed = imap.fetch().failed
        wire.cut = None

        imap.fetch()

    assert failed == 1
    assert IncomingMail.objects.count() == 1
    assert mailbox.mails() == mailbox.deleted()


@pytest.mark.parametrize("passes", [0, 10, 2000])
def test_half_a_mail_is_not_taken(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic, settings: Any, passes: int
):
    raw = make_mail("many words\n" * 500)
    mailbox.put(raw)
    with CuttingWire((HOST, dovecot.port)) as wire:
        settings.IMAP_HOST, settings.IMAP_PORT = "127.0.0.1", wire.port
        wire.cut = Cut(b"BODY.PEEK", heard=True, passes=passes)
        failed = imap.fetch().failed

    assert failed == 1
    assert not IncomingMail.objects.exists()
    assert mailbox.mails() == [raw]


def test_a_mail_is_kept_once_when_the_server_counts_anew(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic, settings: Any
):
    mailbox.put(make_mail(subject="First"), make_mail(subject="Second"))
    with CuttingWire((HOST, dovecot.port)) as wire:
        settings.IMAP_HOST, settings.IMAP_PORT = "127.0.0.1", wire.port
        wire.cut = Cut(b"UID STORE", heard=False)
        imap.fetch()
    before = uid_validity(dovecot, mailbox)
    mailbox.lose_numbers()
    points_to(settings, dovecot.port, mailbox)

    fetched = imap.fetch()

    assert uid_validity(dovecot, mailbox) != before
    assert (fetched.taken, fetched.seen_before) == (0, 2)
    assert IncomingMail.objects.count() == 2
    assert mailbox.mails() == []


def test_a_mail_at_which_the_server_hangs_up_stays_and_holds_up_no_other(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic
):
    shrunk, good = make_mail(subject="Shrunk"), make_mail(subject="Good")
    mailbox.put(shrunk, good)
    # What Dovecot notes in a name is the length that the file must have.
    [first, _second] = mailbox.files()
    first.rename(first.with_name(f"{first.name},S=5000,W=5100"))

    fetched, again = imap.fetch(), imap.fetch()

    assert (fetched.taken, fetched.failed) == (1, 1)
    assert (again.taken, again.failed) == (0, 1)
    assert mailbox.mails() == [shrunk]
    assert flags(dovecot, mailbox, "1") == {imap.LAST}


@pytest.mark.parametrize("dies", ["before it is stored", "before it acknowledges"])
def test_a_mail_is_there_once_whenever_the_fetching_was_killed(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic, worker: Callable[[], None], dies: str
):
    mailbox.put(make_mail(subject="First"), make_mail(subject="Second"))

    with fetching(dies, dovecot, mailbox) as process:
        ended = process.wait(60)
    left = len(mailbox.mails())
    fetched = imap.fetch()

    worker()
    assert (ended, left) == (-signal.SIGKILL, 2)
    assert fetched.seen_before == (dies == "before it acknowledges")
    assert mailbox.mails() == []
    assert IncomingMail.objects.count() == Thread.objects.count() == 2


def test_a_server_that_is_away_is_asked_again_and_mail_waits_there(
    mail_topic: Topic, settings: Any, dovecot: Dovecot, capsys: pytest.CaptureFixture[str]
):
    with Dovecot(dovecot.program) as server:
        mailbox = server.mailbox()
        points_to(settings, server.port, mailbox)
        mailbox.put(make_mail())
        server.stop()
        _visit(imap.Memory())
        said, taken = "".join(capsys.readouterr()), IncomingMail.objects.count()
        server.start()

        _visit(imap.Memory())

        assert "comments.mail_in.mailbox_failed" in said
        assert (taken, IncomingMail.objects.count()) == (0, 1)
        assert mailbox.mails() == []


def test_tls_begins_before_anything_is_said_where_the_server_begins_in_clear(
    mail_topic: Topic, settings: Any, dovecot: Dovecot
):
    with Dovecot(dovecot.program, needs_tls=True) as strict:
        mailbox = strict.mailbox()
        points_to(settings, strict.port, mailbox)
        settings.IMAP_TLS = settings.IMAP_STARTTLS = True
        mailbox.put(make_mail())
        with pytest.raises(ssl.SSLCertVerificationError):
            imap.fetch()

        settings.IMAP_CA_FILE = str(strict.certificate)

        assert imap.fetch().taken == 1


def test_a_server_that_cannot_prove_its_name_gets_no_password(
    mailbox: Mailbox, dovecot: Dovecot, settings: Any, mail_topic: Topic
):
    settings.IMAP_PORT, settings.IMAP_TLS = dovecot.tls_port, True
    mailbox.put(make_mail())

    with pytest.raises(ssl.SSLCertVerificationError):
        imap.fetch()

    settings.IMAP_CA_FILE = str(dovecot.certificate)
    assert imap.fetch().taken == 1


def test_a_server_that_wants_tls_is_told_no_password_without_it(
    mail_topic: Topic, settings: Any, dovecot: Dovecot
):
    with Dovecot(dovecot.program, needs_tls=True) as strict:
        mailbox = strict.mailbox()
        points_to(settings, strict.port, mailbox)
        mailbox.put(make_mail())

        with pytest.raises(MailboxError, match="sign in without TLS"):
            imap.fetch()

        settings.IMAP_PORT, settings.IMAP_TLS = strict.tls_port, True
        settings.IMAP_CA_FILE = str(strict.certificate)
        assert imap.fetch().taken == 1


def test_a_wrong_password_is_an_error_that_quotes_nothing_in_the_log(
    mailbox: Mailbox, mail_topic: Topic, settings: Any, capsys: pytest.CaptureFixture[str]
):
    settings.IMAP_PASSWORD = "kestrel-7f3a"
    mailbox.put(make_mail())

    _visit(imap.Memory())

    said = "".join(capsys.readouterr())
    assert "kestrel" not in said
    assert "comments.mail_in.mailbox_failed" in said
    assert len(mailbox.mails()) == 1


def uid_validity(server: Dovecot, mailbox: Mailbox) -> Any:
    with imaplib.IMAP4(HOST, server.port) as client:
        client.login(mailbox.user, PASSWORD)
        client.select()
        return client.response("UIDVALIDITY")
