"""Promises of the mail that a notice is: what it says, and what happens when it is not taken."""

import ast
import re
import smtplib
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from audit.models import AuditEvent
from notices import mail, queries
from notices.models import Notice, Outbox
from notices.services import deliver, enqueue_notice
from tests.notices.making import let_pass, make_notice, run_due, work_of
from tests.notices.scripted_server import ScriptedServer

FIXED_WORDS = """\
A message from Example Department of Revenue waits for you on our secure site.

To read it, type this address into your browser:
  mail.example.gov/reply/
or follow this link: https://mail.example.gov/reply/

You will need the reply code that you were shown when you wrote to us, or the way to sign in that you chose.

Is this notice real? Its number is {number}. Go to https://mail.example.gov/notice/ and type the number: \
we tell you if it came from us.

This e-mail holds no private information. We will never ask you for your reply code or your password, \
by e-mail or by telephone.

Please do not answer this e-mail. Nobody reads what is sent to this address.

Example Department of Revenue
"""


@pytest.fixture(autouse=True)
def agency(settings: Any) -> None:
    settings.SITE_URL = "https://mail.example.gov"
    settings.AGENCY_NAME = "Example Department of Revenue"
    settings.DEFAULT_FROM_EMAIL = "no-reply@example.gov"


def grouped(number: str) -> str:
    return f"{number[:4]}-{number[4:8]}-{number[8:]}"


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body([kind])
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def words_of(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def test_a_notice_says_fixed_words_and_its_number(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    [sent] = smtp.mails
    assert part(sent, "plain") == FIXED_WORDS.format(number=grouped(notice.number))
    assert sent["Subject"] == "You have a message from Example Department of Revenue"


def test_both_bodies_say_the_same(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    [sent] = smtp.mails
    body = part(sent, "html").partition("<body>")[2]
    assert words_of(body).replace(" .", ".") == " ".join(part(sent, "plain").split())
    assert [part_.get_content_type() for part_ in sent.iter_parts()] == ["text/plain", "text/html"]


def test_a_notice_loads_nothing_and_tracks_nobody(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    page = part(smtp.mails[0], "html")
    assert re.findall(r'(?:src|href|action|background|style)="?([^"> ]*)', page) == [
        "https://mail.example.gov/reply/"
    ]
    assert "?" not in "".join(re.findall(r"https?://[^\s<]*", page))


def test_a_notice_tells_nothing_of_the_person_or_the_message(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    raw = smtp.mails[0].as_bytes()
    for fact in (notice.person, notice.about, notice.public_id):
        assert str(fact).encode() not in raw
        assert fact.hex.encode() not in raw
    assert raw.count(b"visitor@example.org") == 1


def test_the_headers_say_that_answers_are_not_read(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    [sent] = smtp.mails
    assert sent["From"] == '"Example Department of Revenue (do not reply)" <no-reply@example.gov>'
    assert sent["Reply-To"] == "Answers to this e-mail are not read <no-reply@example.gov>"
    assert sent["To"] == "visitor@example.org"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"] == notice.message_id_header == f"<{notice.number.lower()}@example.gov>"


@pytest.mark.parametrize("name", ['Smith & "Sons" <Revenue>', "Økonomi, Ænes", "Ministère de l'Économie"])
def test_the_agencys_name_arrives_as_it_is_written(
    smtp: ScriptedServer, notice: Notice, settings: Any, name: str
) -> None:
    settings.AGENCY_NAME = name

    run_due()

    [sent] = smtp.mails
    assert sent["Subject"].strip() == f"You have a message from {name}"
    assert sent["From"].addresses[0].display_name == f"{name} (do not reply)"
    assert name in part(sent, "plain")
    assert "<Revenue>" not in part(sent, "html")


def test_a_sent_notice_is_sent_and_recorded(smtp: ScriptedServer, notice: Notice) -> None:
    run_due()

    notice.refresh_from_db()
    assert (notice.state, work_of(notice).state) == (Notice.State.SENT, Outbox.State.DONE)
    assert notice.sent_at
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "subject")) == [
        ("notices.notice.queued", notice.about),
        ("notices.notice.sent", notice.about),
    ]


def test_a_notice_that_was_sent_is_not_sent_again(smtp: ScriptedServer, notice: Notice) -> None:
    deliver(notice.public_id)

    deliver(notice.public_id)

    assert len(smtp.mails) == 1


def test_one_message_is_one_notice_to_one_person(smtp: ScriptedServer, notice: Notice) -> None:
    with transaction.atomic():
        again = enqueue_notice(
            Notice.Kind.MESSAGE_WAITING,
            person=notice.person,
            address=notice.address,
            language=notice.language,
            about=notice.about,
        )

    run_due()

    assert again.number == notice.number
    assert len(smtp.mails) == 1
    assert AuditEvent.objects.filter(action="notices.notice.queued").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_notice_stands_and_falls_with_the_message() -> None:
    def send_and_fail() -> None:
        with transaction.atomic():
            make_notice()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        send_and_fail()

    assert not Notice.objects.exists()
    assert not Outbox.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["421 busy", "450 greylisted", "451 error", "452 full"])
def test_what_a_server_cannot_take_now_is_sent_later(
    smtp: ScriptedServer, notice: Notice, command: str, answer: str
) -> None:
    smtp.answers[command] = [answer]

    run_due()

    notice.refresh_from_db()
    assert (notice.state, smtp.mails) == (Notice.State.DEFERRED, [])
    let_pass(299)
    run_due()
    assert smtp.mails == []
    let_pass(2)
    run_due()
    notice.refresh_from_db()
    assert (notice.state, len(smtp.mails)) == (Notice.State.SENT, 1)


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["550 no such user", "552 full for good", "554 refused"])
def test_what_a_server_refuses_for_good_is_not_tried_again(
    smtp: ScriptedServer, notice: Notice, command: str, answer: str
) -> None:
    smtp.answers[command] = [answer] * 2

    run_due()
    let_pass(10**6)
    run_due()

    notice.refresh_from_db()
    assert (notice.state, work_of(notice).state) == (Notice.State.BOUNCED, Outbox.State.DEAD)
    assert (work_of(notice).attempts, work_of(notice).last_error) == (1, "MailRefused")
    assert AuditEvent.objects.filter(action="notices.notice.bounced", subject=notice.about).count() == 1
    assert queries.mails_about([notice.about]) == {notice.about: [notice]}


def test_a_refusal_of_ourselves_is_ours_to_repair(smtp: ScriptedServer, notice: Notice) -> None:
    smtp.answers["MAIL"] = ["550 you may not send here"]

    run_due()

    notice.refresh_from_db()
    assert notice.state == Notice.State.DEFERRED


def test_a_notice_whose_mail_server_stays_away_fails_where_people_see_it(
    notice: Notice, settings: Any
) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.OUTBOX_MAX_ATTEMPTS = 3

    for _ in range(5):
        run_due()
        let_pass(10**6)

    notice.refresh_from_db()
    assert notice.state == Notice.State.FAILED
    assert [row.last_error for row in queries.dead_letters()] == ["ConnectionRefusedError"]
    assert AuditEvent.objects.filter(action="notices.notice.failed").count() == 1


def test_a_mail_that_goes_out_twice_is_the_same_mail(smtp: ScriptedServer, notice: Notice) -> None:
    smtp.hangs_up_after_data = True
    run_due()
    smtp.hangs_up_after_data = False
    let_pass(31)

    run_due()

    one, other = smtp.mails
    assert one["Message-ID"] == other["Message-ID"]
    assert part(one, "plain") == part(other, "plain")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "visitor@example.org\nBcc: other@example.org",
        "visitor@example.org\r\n\r\nText",
        "",
        "nobody",
        "a b@c d",
    ],
)
def test_an_address_that_is_none_gets_no_mail(smtp: ScriptedServer, address: str) -> None:
    notice = make_notice(address)

    run_due()

    notice.refresh_from_db()
    assert (notice.state, smtp.mails) == (Notice.State.BOUNCED, [])


def test_with_a_certificate_that_is_vouched_for_the_notice_goes_out(
    smtp_of_somebody_else: ScriptedServer,
    notice: Notice,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.EMAIL_USE_TLS = True
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))

    run_due()

    assert len(smtp_of_somebody_else.mails) == 1


@pytest.fixture
def dripping_server(settings: Any) -> Iterator[None]:
    """A server that never stops greeting, one byte at a time, so that no single step takes too long."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def drip() -> None:
        connection, _address = listener.accept()
        with connection:
            while not is_over.wait(0.05):
                try:
                    connection.sendall(b"2")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
    yield
    is_over.set()
    thread.join()
    listener.close()


def test_a_slow_server_is_left_before_the_lease_is_over(
    dripping_server: None, notice: Notice, settings: Any
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 1
    began = time.monotonic()

    run_due()

    assert time.monotonic() - began < 1
    assert work_of(notice).state == Outbox.State.WAITING
    assert work_of(notice).last_error in ("SMTPConnectError", "SMTPServerDisconnected")


def test_time_that_was_up_before_there_was_a_connection_counts(
    smtp: ScriptedServer, notice: Notice, settings: Any
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 0

    with pytest.raises(smtplib.SMTPServerDisconnected):
        mail.send_notice(notice)

    assert smtp.mails == []


@pytest.mark.parametrize("has_tls", [False, True])
def test_no_timer_outlives_its_mail(
    smtp: ScriptedServer, notice: Notice, settings: Any, has_tls: bool
) -> None:
    settings.EMAIL_USE_TLS = has_tls

    run_due()

    timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    assert all(timer.finished.is_set() for timer in timers)


def test_only_what_mails_speaks_smtp() -> None:
    root = Path(mail.__file__).parent.parent
    folders = [folder for folder in root.iterdir() if (folder / "__init__.py").exists()]

    speakers = {
        str(path.relative_to(root))
        for folder in folders
        for path in folder.rglob("*.py")
        if any(
            name.split(".")[0] == "smtplib" or name.startswith("django.core.mail")
            for name in imports_of(path)
        )
    }

    assert speakers == {"notices/mail.py", "notices/smtp.py"}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.django_db
def test_notices_of_a_page_of_messages_cost_one_query(django_assert_num_queries: Any) -> None:
    notices = [make_notice() for _ in range(10)]

    with django_assert_num_queries(1):
        found = queries.mails_about([*(notice.about for notice in notices), uuid.uuid4()])

    assert found == {notice.about: [notice] for notice in notices}


@pytest.mark.django_db
def test_both_bodies_of_an_invitation_say_the_same_and_its_link_has_the_code(smtp: ScriptedServer) -> None:
    with transaction.atomic():
        made = enqueue_notice(
            Notice.Kind.INVITATION,
            person=uuid.uuid4(),
            address="new@example.org",
            language="en",
            about=uuid.uuid4(),
            token="K7QX-0000",
        )
    run_due()

    [sent] = smtp.mails
    body = words_of(part(sent, "html").partition("<body>")[2])
    assert body.replace(" .", ".") == " ".join(part(sent, "plain").split())
    assert part(sent, "plain").count("https://mail.example.gov/invitation/#K7QX-0000") == 1
    made.refresh_from_db()
    assert (made.state, bytes(made.sealed_token)) == ("sent", b"")
