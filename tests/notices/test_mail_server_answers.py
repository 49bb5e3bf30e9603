"""What mail servers answer, or do not, and what becomes of the notice."""

import smtplib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.models import AuditEvent
from notices import mail, queries
from notices.models import Notice, Outbox
from notices.refusals import is_about_us
from notices.states import BOUNCED_WORK
from tests.notices.mail_words import part
from tests.notices.making import let_pass, make_notice, run_due, work_of
from tests.notices.scripted_server import ScriptedServer, serving

pytestmark = pytest.mark.usefixtures("agency")


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


@pytest.mark.parametrize("command", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"])
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


@pytest.mark.parametrize(
    ("answer", "error", "alerts"),
    [("454 4.7.0 not now", "MailDeferred", 0), ("535 5.7.8 no such password", "SMTPAuthenticationError", 1)],
)
def test_a_password_that_cannot_be_looked_at_now_is_not_a_wrong_one(
    notice: Notice, settings: Any, answer: str, error: str, alerts: int
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "secret"
    with serving(settings, auth_require_tls=False) as server:
        # For each way in which it may be said.
        server.answers["AUTH"] = [answer] * 2

        run_due()

        assert (server.mails, server.answers["AUTH"]) == ([], [])
    assert work_of(notice).last_error == error
    assert AuditEvent.objects.filter(action="notices.mail.not_accepted").count() == alerts


@pytest.mark.parametrize("command", ["RCPT", "DATA", "DOT"])
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


@pytest.mark.parametrize("command", ["RCPT", "DATA", "DOT"])
def test_what_is_put_off_first_and_refused_for_good_then_has_come_back_too(
    smtp: ScriptedServer, notice: Notice, command: str
) -> None:
    smtp.answers[command] = ["450 greylisted", "550 no such user"]

    run_due()
    let_pass(301)
    run_due()
    let_pass(10**6)
    run_due()

    notice.refresh_from_db()
    assert (notice.state, work_of(notice).state) == (Notice.State.BOUNCED, Outbox.State.DEAD)
    assert (work_of(notice).attempts, smtp.answers[command]) == (2, [])
    assert Outbox.objects.filter(kind=BOUNCED_WORK, subject=notice.public_id).count() == 1


REFUSALS_OF_US = [
    ("GREETING", "554 5.7.1 Client host [198.51.100.7] blocked using zen.spamhaus.org"),
    ("MAIL", "550 you may not send here"),
    ("RCPT", "554 5.7.1 <visitor@example.org>: Relay access denied"),
    ("RCPT", "554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org"),
    ("RCPT", "550 relay not permitted"),
    ("RCPT", "550 5.1.8 Sender address rejected: Domain not found"),
    ("RCPT", "530 5.7.0 Authentication required"),
    ("RCPT", "550 High probability of spam: your host is blacklisted"),
    ("DATA", "550 5.7.1 Client host rejected: Access denied"),
    ("DOT", "550 5.7.26 This mail has been blocked because the sender is unauthenticated (DMARC)"),
]


@pytest.mark.parametrize(("command", "answer"), REFUSALS_OF_US)
def test_a_refusal_of_ourselves_is_ours_to_repair(
    smtp: ScriptedServer, notice: Notice, command: str, answer: str
) -> None:
    smtp.answers[command] = [answer, answer]

    run_due()
    let_pass(301)
    run_due()

    notice.refresh_from_db()
    assert (notice.state, smtp.answers[command]) == (Notice.State.DEFERRED, [])
    assert AuditEvent.objects.filter(action="notices.mail.not_accepted").count() == 1
    assert not AuditEvent.objects.filter(action="notices.notice.bounced").exists()
    let_pass(4000)
    run_due()
    notice.refresh_from_db()
    assert (notice.state, len(smtp.mails)) == (Notice.State.SENT, 1)


@pytest.mark.parametrize(
    ("other", "state", "recorded"),
    [
        ("reader@example.net", Notice.State.BOUNCED, "notices.notice.bounced"),
        # No other mail was taken: nobody knows who is meant.
        ("", Notice.State.FAILED, "notices.notice.failed"),
        # To one of the agency's own, whom a server serves that sends nothing on.
        ("colleague@agency.example", Notice.State.FAILED, "notices.notice.failed"),
        # To the same reader, whose server changes its mind.
        ("visitor@example.org", Notice.State.FAILED, "notices.notice.failed"),
    ],
)
def test_whom_alone_a_server_refuses_to_the_end_has_got_no_mail(
    smtp: ScriptedServer, notice: Notice, settings: Any, other: str, state: str, recorded: str
) -> None:
    settings.OUTBOX_MAX_ATTEMPTS, settings.DEFAULT_FROM_EMAIL = 2, "Agency <no-reply@agency.example>"
    smtp.answers["RCPT"] = ["550 5.7.1 Not allowed to write here"]
    run_due()
    if other:
        make_notice(other)
        run_due()
    smtp.answers["RCPT"] = ["550 5.7.1 Not allowed to write here"]
    let_pass(10**6)

    run_due()

    notice.refresh_from_db()
    assert (notice.state, len(smtp.mails)) == (state, bool(other))
    assert [row.last_error for row in queries.dead_letters()] == ["NotAccepted"]
    assert AuditEvent.objects.filter(action=recorded, subject=notice.about).count() == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            550,
            "5.1.1 <visitor@example.org>: Recipient address rejected: User unknown in relay recipient table",
        ),
        (550, "no such user"),
        (550, "5.5.0 Requested action not taken: mailbox unavailable"),
        (552, "5.2.2 Mailbox full"),
        (554, "5.2.1 This account is blocked"),
        (550, "5.7.1 User unknown"),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound; not listed"),
        (551, ""),
    ],
)
def test_what_a_server_says_of_the_reader_is_no_refusal_of_ours(code: int, words: str) -> None:
    assert not is_about_us(code, words.encode())


@pytest.mark.parametrize(
    "words",
    ["5.7.1 Message refused", "5.7.26 Not accepted for policy reasons", "5.1.8 Bad address", "5.1.7 No"],
)
def test_a_status_alone_says_that_a_refusal_is_of_us(words: str) -> None:
    assert is_about_us(554, words.encode())


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


def test_a_slow_server_is_left_before_the_lease_is_over(
    dripping_server: None, notice: Notice, settings: Any
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 4
    began = time.monotonic()

    run_due()

    assert time.monotonic() - began < settings.OUTBOX_LEASE_SECONDS
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
