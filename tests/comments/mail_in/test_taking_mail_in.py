"""Mail by LMTP: stored before it is acknowledged, once, and only for addresses of ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from audit.models import AuditEvent
from comments.models import IncomingMail
from messaging.models import Thread, Topic
from notices import bounce_addresses
from notices.models import Notice, Outbox
from tests.comments.mail_in.conftest import Postman
from tests.comments.mail_in.making import ADDRESS, make_mail, make_report
from tests.notices.making import make_notice
from tests.people import Staff, visible_ids

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
