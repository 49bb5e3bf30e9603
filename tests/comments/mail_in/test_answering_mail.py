"""The automatic answer: fixed words, once a day, to nobody who did not write."""

from collections.abc import Callable
from typing import Any

import pytest

from comments.mail_in.reading import LOOP_HEADER
from comments.mail_in.services.answering import ANSWER_WORK, EVERYBODY
from comments.models import IncomingMail
from limits import services as limits
from messaging.models import Topic
from notices.mail import ANSWER_HEADER
from notices.models import Notice, Outbox
from tests.comments.mail_in.making import make_mail, settled_mail
from tests.notices.scripted_server import ScriptedServer

pytestmark = pytest.mark.django_db

CANARY = "kestrel-7f3a"


def test_who_wrote_is_told_where_to_write_safely_and_nothing_of_what_they_wrote(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None]
):
    settled_mail(
        topic, make_mail(f"My words {CANARY}", subject=CANARY, sender=f"{CANARY} <wanda@example.org>")
    )

    worker()

    [sent] = smtp.mails
    plain, html = (sent.get_body([kind]) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "localhost:8000/comment/" in plain.get_content()
    assert "recibió su correo electrónico" in plain.get_content()
    assert CANARY not in smtp.raw[0].decode() + plain.get_content() + html.get_content()
    assert Notice.objects.get().state == "sent"


def test_an_answer_says_that_a_program_wrote_it_and_can_come_back_to_nobody(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None]
):
    settled_mail(topic, make_mail())

    worker()

    [sent] = smtp.mails
    assert smtp.senders in ([""], ["<>"])
    assert sent["Auto-Submitted"] == "auto-replied"
    assert sent["Precedence"] == "bulk"
    assert sent[LOOP_HEADER] == "1"
    assert ANSWER_HEADER == LOOP_HEADER


def test_a_mail_that_came_from_nobody_on_its_way_gets_no_answer(topic: Topic, smtp: ScriptedServer):
    mail = settled_mail(topic, make_mail(), sender="")

    assert mail.state == IncomingMail.State.IN_THREAD
    assert not Outbox.objects.filter(kind=ANSWER_WORK).exists()
    assert smtp.mails == []


def test_one_address_gets_one_answer_a_day(topic: Topic, smtp: ScriptedServer, worker: Callable[[], None]):
    for number in range(3):
        settled_mail(topic, make_mail(f"Mail {number}"))

    worker()

    assert len(smtp.mails) == 1
    assert IncomingMail.objects.filter(state="in_thread").count() == 3


def test_whoever_writes_in_many_names_has_few_of_them_written_to(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None], settings: Any
):
    settings.LIMITS = {**settings.LIMITS, "mail_answers": (2, 3600)}
    for number in range(4):
        settled_mail(topic, make_mail(f"Mail {number}", sender=f"somebody{number}@example.org"))

    worker()

    assert len(smtp.mails) == 2
    assert IncomingMail.objects.filter(state="in_thread").count() == 4


def test_who_was_held_back_by_the_mails_of_others_is_answered_when_they_write_again(
    topic: Topic,
    smtp: ScriptedServer,
    worker: Callable[[], None],
    settings: Any,
    capsys: pytest.CaptureFixture[str],
):
    settings.LIMITS = {**settings.LIMITS, "mail_answers": (1, 3600)}
    for number in range(3):
        settled_mail(topic, make_mail(f"Mail {number}", sender=f"somebody{number}@example.org"))
    worker()
    said = "".join(capsys.readouterr())
    limits.forget("mail_answers", EVERYBODY)

    settled_mail(topic, make_mail("Once more", sender="somebody2@example.org"))
    worker()

    assert [mail["To"] for mail in smtp.mails] == ["somebody0@example.org", "somebody2@example.org"]
    assert said.count("comments.mail_in.answers_held_back") == 1
    assert "@example.org" not in said


def test_our_own_answer_that_is_sent_back_is_not_answered(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None]
):
    settled_mail(topic, make_mail())
    worker()

    settled_mail(topic, smtp.raw[0])

    worker()
    assert len(smtp.mails) == 1
    assert IncomingMail.objects.latest("pk").state == "parked"


@pytest.mark.parametrize(
    "sender",
    [
        "refunds@mail.example.gov",
        "no-reply@localhost",
        "MAILER-DAEMON@example.org",
        "noreply@shop.example",
        "owner-news@example.org",
        "news-request@example.org",
    ],
)
def test_addresses_of_ours_and_of_programs_get_no_answer(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None], sender: str
):
    settled_mail(topic, make_mail(sender=sender))

    worker()

    assert smtp.mails == []


def test_whom_our_own_mail_comes_from_gets_no_answer_whatever_that_address_is_called(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None], settings: Any
):
    settings.DEFAULT_FROM_EMAIL = "Example Department <agency@mail.example.gov>"

    settled_mail(topic, make_mail(sender="Agency@mail.example.gov"))
    settled_mail(topic, make_mail(sender="somebody@mail.example.gov"))

    worker()
    assert [mail["To"] for mail in smtp.mails] == ["somebody@mail.example.gov"]


def test_who_signed_a_mail_that_others_sent_on_gets_an_answer(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None], settings: Any
):
    settings.MAIL_IN_AUTHSERV_ID = "mx.example.gov"
    said = b"Authentication-Results: mx.example.gov; spf=fail; dkim=pass header.d=example.org\r\n"

    settled_mail(topic, said + make_mail())

    worker()
    assert len(smtp.mails) == 1


@pytest.mark.parametrize(
    "results", ["dmarc=fail header.from=example.org", "spf=fail smtp.mailfrom=example.org"]
)
def test_nobody_gets_an_answer_to_what_somebody_else_wrote_in_their_name(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None], settings: Any, results: str
):
    settings.MAIL_IN_AUTHSERV_ID = "mx.example.gov"

    settled_mail(topic, make_mail(Authentication_Results=f"mx.example.gov; {results}"))

    worker()
    assert IncomingMail.objects.get().state == "in_thread"
    assert smtp.mails == []


def test_a_sender_who_is_refused_for_good_is_not_tried_again(
    topic: Topic, smtp: ScriptedServer, worker: Callable[[], None]
):
    smtp.answers["RCPT"] = ["550 no such user"]
    settled_mail(topic, make_mail())

    worker()

    assert Notice.objects.get().state == "bounced"
