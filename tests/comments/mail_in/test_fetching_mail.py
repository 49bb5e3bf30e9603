"""Mail by IMAP: removed from the mailbox once it is stored here, and never before. The server is Dovecot."""

from collections.abc import Callable
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.mail_in import imap
from comments.mail_in.connection import MailboxError
from comments.mail_in.sealing import open_arrived
from comments.models import IncomingMail
from messaging.models import Thread, Topic
from notices import bounce_addresses
from notices.models import Notice
from tests.comments.mail_in.conftest import flags, points_to, signed_in
from tests.comments.mail_in.dovecot import Dovecot, Mailbox
from tests.comments.mail_in.making import ADDRESS, make_mail, make_mail_with, make_report
from tests.notices.making import make_notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.imap]

WITHOUT_UIDPLUS_AND_MOVE = "IMAP4rev1 SASL-IR ENABLE IDLE LITERAL+"


@pytest.fixture
def came_from(settings: Any, worker: Callable[[], None], mail_server: Any) -> Notice:
    """A notice that was sent, of a portal to which mail comes back."""
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    notice = make_notice()
    worker()
    return notice


def test_what_lies_in_the_mailbox_becomes_threads_and_is_gone_there(
    mailbox: Mailbox, mail_topic: Topic, worker: Callable[[], None]
):
    mailbox.put(make_mail(subject="First"), make_mail(subject="Second"))

    fetched = imap.fetch()

    worker()
    assert (fetched.taken, fetched.seen_before, fetched.left) == (2, 0, 0)
    assert mailbox.mails() == []
    assert Thread.objects.count() == 2


@pytest.mark.parametrize("header", ["To", "X-Original-To", "Delivered-To", "Envelope-To"])
def test_a_mail_of_ours_that_came_back_to_the_mailbox_is_noted_on_its_notice(
    mailbox: Mailbox, mail_topic: Topic, worker: Callable[[], None], came_from: Notice, header: str
):
    return_address = bounce_addresses.address_of(came_from)
    mailbox.put(
        make_report(**{"Delivered-To": ADDRESS, "To": "somebody@example.org", header: return_address})
    )

    imap.fetch()

    worker()
    came_from.refresh_from_db()
    assert came_from.state == "bounced"
    assert mailbox.mails() == []
    mail = IncomingMail.objects.get()
    assert (mail.state, mail.topic, bytes(mail.sealed), bytes(mail.original)) == ("came_back", None, b"", b"")


def test_reports_about_nothing_of_ours_wait_for_people_and_what_people_write_is_theirs(
    mailbox: Mailbox, mail_topic: Topic, worker: Callable[[], None], came_from: Notice
):
    return_address = bounce_addresses.address_of(came_from)
    tag = return_address.partition("-")[2].partition("@")[0]
    another = make_notice().number.lower()
    mailbox.put(
        make_report(To=return_address.replace(came_from.number.lower(), another)),
        make_report(To=return_address.replace(tag, "0" * len(tag))),
        make_report(To="bounces@mail.example.gov", Cc=return_address),
        make_mail(Delivered_To=return_address),
    )

    imap.fetch()

    worker()
    came_from.refresh_from_db()
    assert came_from.state == "sent"
    assert sorted(IncomingMail.objects.values_list("state", "reason")) == [
        ("in_thread", ""),
        *[("parked", "automatic")] * 3,
    ]


def test_what_was_fetched_may_be_moved_instead(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic, settings: Any
):
    settings.IMAP_DONE_FOLDER = "Taken in"
    make_folder(dovecot, mailbox, '"Taken in"')
    raw = make_mail()
    mailbox.put(raw)

    imap.fetch()

    assert mailbox.mails() == []
    assert mailbox.mails("Taken in") == [raw]


def test_what_cannot_be_moved_is_kept_once_and_nothing_is_removed(
    mailbox: Mailbox, mail_topic: Topic, settings: Any
):
    settings.IMAP_DONE_FOLDER = "Nowhere"
    mailbox.put(make_mail())

    first, second = imap.fetch(), imap.fetch()

    assert (first.taken, first.failed) == (1, 1)
    assert (second.seen_before, second.failed) == (1, 1)
    assert IncomingMail.objects.count() == 1
    assert len(mailbox.mails()) == 1
    assert mailbox.deleted() == []


def test_what_somebody_else_has_marked_as_deleted_is_neither_taken_nor_removed(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic
):
    theirs, ours = make_mail(subject="Theirs"), make_mail(subject="Ours")
    mailbox.put(theirs)
    mark_as_deleted(dovecot, mailbox, "1")
    mailbox.put(ours)

    fetched = imap.fetch()

    assert fetched.taken == 1
    assert mailbox.deleted() == mailbox.mails() == [theirs]


@pytest.mark.parametrize("folder", ["", "Done"])
def test_a_server_that_cannot_remove_one_mail_alone_keeps_what_was_taken_and_what_others_marked(
    mail_topic: Topic, settings: Any, dovecot: Dovecot, folder: str
):
    with Dovecot(dovecot.program, WITHOUT_UIDPLUS_AND_MOVE) as plain:
        mailbox = plain.mailbox()
        points_to(settings, plain.port, mailbox)
        settings.IMAP_DONE_FOLDER = folder
        theirs, ours = make_mail(subject="Theirs"), make_mail(subject="Ours")
        mailbox.put(theirs)
        mark_as_deleted(plain, mailbox, "1")
        mailbox.put(ours)
        if folder:
            make_folder(plain, mailbox, folder)

        first, second = imap.fetch(), imap.fetch()

        assert (first.taken, second.taken, second.seen_before) == (1, 0, 0)
        assert mailbox.deleted() == mailbox.mails() == [theirs, ours]
        assert not folder or mailbox.mails(folder) == [ours]


def test_a_full_mailbox_is_emptied_in_slices_the_oldest_first(mailbox: Mailbox, mail_topic: Topic):
    mails = [make_mail(subject=f"Number {number}") for number in range(300)]
    mailbox.put(*mails)

    first = imap.fetch()

    left = mailbox.mails()
    second = imap.fetch()
    assert (first.taken, left) == (imap.MOST_AT_ONCE, mails[imap.MOST_AT_ONCE :])
    assert second.taken == len(left)
    assert mailbox.mails() == []
    assert IncomingMail.objects.count() == 300


def test_a_large_mail_comes_whole(mailbox: Mailbox, mail_topic: Topic):
    # Bytes of every kind, and lines longer than IMAP's own may be.
    file = Random(7).randbytes(8_000_000)  # noqa: S311
    raw = make_mail_with({"scan.tif": file}) + b"x" * 2_000_000 + b"\r\n"
    mailbox.put(raw)

    imap.fetch()

    assert open_arrived(IncomingMail.objects.get()).raw == raw
    assert mailbox.mails() == []


def test_a_mail_stays_in_the_mailbox_while_the_database_takes_none(mailbox: Mailbox, mail_topic: Topic):
    mailbox.put(make_mail())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE comments_incomingmail RENAME TO away")
    try:
        with pytest.raises(Exception, match="incomingmail"):
            imap.fetch()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO comments_incomingmail")

    assert len(mailbox.mails()) == 1
    assert mailbox.deleted() == []
    assert imap.fetch().taken == 1


def test_what_is_too_large_stays_flagged_and_holds_up_nothing(
    mailbox: Mailbox, dovecot: Dovecot, mail_topic: Topic, settings: Any
):
    settings.MAIL_IN_LARGEST_BYTES = 2000
    large = make_mail("many words\n" * 500)
    mailbox.put(large, make_mail())

    first, second = imap.fetch(), imap.fetch()

    assert (first.taken, first.left) == (1, 1)
    assert (second.taken, second.left) == (0, 0)
    assert mailbox.mails() == [large]
    assert flags(dovecot, mailbox, "1") == {imap.LEFT, r"\Flagged"}


def test_an_address_that_no_topic_has_removes_nothing(mailbox: Mailbox, topic: Topic):
    mailbox.put(make_mail())

    with pytest.raises(MailboxError):
        imap.fetch()

    assert len(mailbox.mails()) == 1


def test_the_command_says_what_it_brought(mailbox: Mailbox, mail_topic: Topic):
    mailbox.put(make_mail())
    said = StringIO()

    call_command("fetch_mail", once=True, stdout=said)

    assert said.getvalue() == "1 taken, 0 seen before, 0 left there, 0 failed.\n"


def test_the_command_asks_for_its_settings(settings: Any):
    settings.IMAP_HOST = ""

    with pytest.raises(CommandError, match="SEALPOST_IMAP_HOST"):
        call_command("fetch_mail", once=True)


def make_folder(server: Dovecot, mailbox: Mailbox, name: str) -> None:
    with signed_in(server, mailbox) as client:
        client.create(name)


def mark_as_deleted(server: Dovecot, mailbox: Mailbox, uid: str) -> None:
    with signed_in(server, mailbox) as client:
        client.uid("STORE", uid, "+FLAGS", r"(\Deleted)")
