"""Mail by LMTP: stored before it is acknowledged, once, and only for addresses of ours."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import Unit
from audit.models import AuditEvent
from comments.mail_in.services import settling
from comments.mail_in.services.deciding import original_of
from comments.models import IncomingMail
from keyring import files, keyring
from messaging.models import Thread, Topic
from notices import bounce_addresses
from notices.models import Notice, Outbox
from tests.comments.mail_in.conftest import Postman
from tests.comments.mail_in.making import ADDRESS, make_mail, make_report
from tests.notices.making import make_notice, run_due
from tests.people import Staff, Visitor, visible_ids

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mail_is_stored_unread_and_sealed_before_it_is_acknowledged(postman: Postman, mail_topic: Topic):
    raw = make_mail("My words for nobody else.")

    code, _ = postman.brings(raw)

    mail = IncomingMail.objects.get()
    assert code == 250
    assert mail.state == "received"
    assert b"My words" not in bytes(mail.sealed)
    assert Outbox.objects.get(kind="comments.mail").subject == mail.public_id
    assert AuditEvent.objects.filter(action="comments.mail.taken_in", subject=mail.public_id).exists()


def test_a_mail_becomes_a_thread_of_the_unit_that_the_address_names(
    postman: Postman, mail_topic: Topic, officer: Staff, read_mail: Callable[[], None]
):
    postman.brings(make_mail())

    read_mail()

    browser = officer.signs_in()
    thread = Thread.objects.get()
    assert visible_ids(browser.get("/mailbox/").content.decode()) == {thread.public_id}
    page = browser.get(thread.get_absolute_url()).content.decode()
    assert "When does my refund come?" in page
    assert "My refund" in page
    assert "Wanda One" in page


def test_what_was_read_can_be_opened_by_the_server_no_more(
    postman: Postman, mail_topic: Topic, read_mail: Callable[[], None]
):
    postman.brings(make_mail())

    read_mail()

    mail = IncomingMail.objects.get()
    assert mail.state == "in_thread"
    assert bytes(mail.sealed) == b""
    assert b"refund" not in bytes(mail.original)


def test_the_same_mail_brought_again_is_acknowledged_and_kept_once(
    postman: Postman, mail_topic: Topic, read_mail: Callable[[], None]
):
    raw = make_mail()
    postman.brings(raw)
    read_mail()

    code, _ = postman.brings(raw)

    read_mail()
    assert code == 250
    assert IncomingMail.objects.count() == 1
    assert Thread.objects.count() == 1


def test_the_same_mail_is_known_when_the_keyring_has_a_next_version(
    postman: Postman, mail_topic: Topic, settings: Any, tmp_path: Path
):
    raw = make_mail()
    postman.brings(raw)
    ring = keyring()
    settings.KEYRING_FILE = tmp_path / "next.json"
    files.write(settings.KEYRING_FILE, ring.with_new_version("field"))

    code, _ = postman.brings(raw)

    assert code == 250
    assert IncomingMail.objects.count() == 1


def test_one_mail_for_two_addresses_is_answered_and_kept_for_each(
    postman: Postman, mail_topic: Topic, read_mail: Callable[[], None]
):
    Topic.objects.create(
        name="Bills", description="…", unit=mail_topic.unit, mail_address="bills@mail.example.gov"
    )
    with postman.connects() as client:
        client.ehlo()
        client.mail("wanda@example.org")
        client.rcpt(ADDRESS)
        client.rcpt("bills@mail.example.gov")

        first = client.data(make_mail())
        second = client.getreply()

    read_mail()
    assert (first[0], second[0]) == (250, 250)
    assert {thread.topic.name for thread in Thread.objects.all()} == {"Refunds", "Bills"}


@pytest.mark.parametrize(
    "address", ["nobody@mail.example.gov", "bounces+x@mail.example.gov", "refunds@else.example"]
)
def test_nobodys_address_is_refused_at_once(postman: Postman, mail_topic: Topic, address: str):
    code, _ = postman.brings(make_mail(), to=address)

    assert code == 550
    assert not IncomingMail.objects.exists()


def test_an_address_is_known_however_it_is_written(postman: Postman, mail_topic: Topic):
    code, _ = postman.brings(make_mail(), to=ADDRESS.upper())

    assert code == 250


def test_what_is_too_large_is_refused_for_good_and_for_each_recipient(
    postman: Postman, mail_topic: Topic, settings: Any
):
    settings.MAIL_IN_LARGEST_BYTES = 2000
    with postman.connects() as client:
        client.ehlo()
        client.mail("wanda@example.org")
        client.rcpt(ADDRESS)
        client.rcpt(ADDRESS)

        first = client.data(make_mail("x" * 70 + "\n" + "many words\n" * 500))
        second = client.getreply()

    assert (first[0], second[0]) == (552, 552)
    assert not IncomingMail.objects.exists()


@pytest.mark.parametrize("ending", ["", "\r\nand a line more"], ids=["its last", "with another after it"])
def test_a_line_may_be_as_long_as_a_mail(
    postman: Postman, mail_topic: Topic, read_mail: Callable[[], None], officer: Staff, ending: str
):
    head = b"From: wanda@example.org\r\nSubject: One line\r\nContent-Type: text/plain\r\n\r\n"
    raw = head + b"Where is my refund? " * 20_000 + ending.encode() + b"\r\n"

    code, _ = postman.brings(raw)

    read_mail()
    mail = IncomingMail.objects.get()
    assert (code, mail.state, mail.size_bytes) == (250, "in_thread", len(raw))
    assert original_of(member=officer.unlocked, mail=mail) == raw


def test_a_line_that_alone_is_too_large_is_refused_as_a_mail_that_is(
    postman: Postman, mail_topic: Topic, settings: Any
):
    settings.MAIL_IN_LARGEST_BYTES = 100_000
    with postman.connects() as client:
        client.ehlo()
        client.mail("wanda@example.org")
        client.rcpt(ADDRESS)
        client.rcpt(ADDRESS)

        first = client.data(b"Subject: One line\r\n\r\n" + b"x" * 300_000 + b"\r\n")
        second = client.getreply()
        after = client.noop()

    assert first == second == (552, b"5.3.4 Larger than what is taken here")
    assert after[0] == 250
    assert not IncomingMail.objects.exists()


def test_what_says_that_it_is_too_large_is_not_even_sent(postman: Postman, mail_topic: Topic, settings: Any):
    with postman.connects() as client:
        client.ehlo()

        code, _ = client.mail("wanda@example.org", [f"SIZE={settings.MAIL_IN_LARGEST_BYTES + 1}"])

    assert code == 552


def test_whoever_is_one_too_many_is_asked_to_come_again(postman: Postman, mail_topic: Topic, settings: Any):
    settings.MAIL_IN_CONNECTIONS = 1
    with postman.connects() as client:
        client.ehlo()

        with pytest.raises(Exception, match=r"421|closed") as refused:
            postman.connects().ehlo()

    assert refused
    assert postman.brings(make_mail())[0] == 250


def test_mail_waits_outside_while_the_database_takes_none(postman: Postman, mail_topic: Topic):
    with postman.connects() as client:
        client.ehlo()
        client.mail("wanda@example.org")
        client.rcpt(ADDRESS)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE comments_incomingmail RENAME TO away")
        try:
            code, _ = client.data(make_mail())
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE away RENAME TO comments_incomingmail")

    assert code == 451
    assert postman.brings(make_mail())[0] == 250


def test_a_mail_of_ours_that_comes_back_is_noted_on_its_notice(
    postman: Postman, mail_topic: Topic, settings: Any, read_mail: Callable[[], None], mail_server: Any
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    notice = make_notice()
    read_mail()

    code, _ = postman.brings(make_report(), to=bounce_addresses.address_of(notice), sender="")

    read_mail()
    assert code == 250
    assert Notice.objects.get(pk=notice.pk).state == "bounced"
    assert bytes(IncomingMail.objects.get().sealed) == b""
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("raw", "sender", "is_about_an_answer", "became"),
    [
        (make_mail(), "wanda@example.org", True, ("in_thread", "")),
        (make_mail(), "wanda@example.org", False, ("in_thread", "")),
        (b"\x00" * 300, "wanda@example.org", True, ("parked", "unreadable")),
        (make_mail(Auto_Submitted="auto-replied"), "wanda@example.org", True, ("came_back", "")),
        (make_mail(), "", True, ("came_back", "")),
    ],
    ids=["words", "words about an account", "unreadable", "an absence note", "no sender on the way"],
)
def test_what_a_person_writes_to_a_return_address_is_kept_as_mail_to_a_topic_is(
    postman: Postman,
    mail_topic: Topic,
    taxpayer: Visitor,
    settings: Any,
    read_mail: Callable[[], None],
    raw: bytes,
    sender: str,
    is_about_an_answer: bool,
    became: tuple[str, str],
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    bills = Topic.objects.create(name="Bills", description="…", unit=mail_topic.unit)
    Thread.objects.filter(pk=taxpayer.thread.pk).update(topic=bills)
    notice = make_notice(about=taxpayer.thread.messages.get().public_id if is_about_an_answer else None)

    code, _ = postman.brings(raw, to=bounce_addresses.address_of(notice), sender=sender)

    read_mail()
    mail = IncomingMail.objects.get()
    assert code == 250
    assert (mail.state, mail.reason) == became
    assert Notice.objects.get(pk=notice.pk).state != "bounced"
    assert bytes(mail.sealed) == b""
    if mail.state != "came_back":
        assert mail.topic == (bills if is_about_an_answer else mail_topic)
    if mail.thread:
        assert mail.thread.taxpayer != taxpayer.person


def test_what_is_written_to_a_return_address_before_there_is_a_topic_waits_for_one(
    postman: Postman, officer: Staff, settings: Any
):
    settings.BOUNCE_ADDRESS = "bounces@mail.example.gov"
    postman.brings(make_mail(), to=bounce_addresses.address_of(make_notice()))
    run_due()
    mail = IncomingMail.objects.get()
    waited = (mail.state, bool(mail.sealed))

    Topic.objects.create(name="Refunds", description="…", unit=Unit.objects.get())
    settling.settle(mail.public_id)

    mail.refresh_from_db()
    assert waited == ("received", True)
    assert mail.state == "in_thread"
