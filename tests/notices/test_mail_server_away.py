"""A mail server that is away costs time and nothing else: no mail is lost, doubled or given up for it."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from notices import smtp
from notices.models import Notice, Outbox
from tests.notices.making import let_pass, make_notice, make_work, run_due, work_of
from tests.notices.scripted_server import ScriptedServer, serving

pytestmark = pytest.mark.django_db


class ClosingServer:
    """Takes connections, counts them, and hangs up before it says a word."""

    def __init__(self) -> None:
        self.connections = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def stop(self) -> None:
        """Take none any more."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()


@pytest.fixture
def patience(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has not met its mail server before, and leaves it alone for a minute."""
    monkeypatch.setattr(smtp, "_patience", smtp._Patience())
    settings.MAIL_PAUSE_SECONDS = 60


@pytest.fixture
def away(settings: Any, patience: None) -> Iterator[ClosingServer]:
    """A mail server that hangs up."""
    server = ClosingServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.listener.getsockname()
    yield server
    server.stop()


@pytest.fixture
def server(settings: Any, patience: None) -> Iterator[ScriptedServer]:
    """A mail server that says what a test tells it to."""
    with serving(settings) as started:
        yield started


def states() -> set[str]:
    return set(Notice.objects.values_list("state", flat=True))


def test_one_mail_finds_out_and_the_others_do_not_even_try(away: ClosingServer) -> None:
    notices = [make_notice() for _ in range(20)]

    run_due()

    assert away.connections == 1
    assert sorted(work_of(notice).attempts for notice in notices) == [0] * 19 + [1]
    assert states() == {"deferred"}


@pytest.mark.parametrize("command", ["GREETING", "EHLO"])
def test_one_mail_finds_out_too_that_a_server_has_no_time_for_anybody(
    server: ScriptedServer, command: str
) -> None:
    server.answers[command] = ["421 busy"] * 20
    notices = [make_notice() for _ in range(20)]

    run_due()

    assert len(server.answers[command]) == 19
    assert sorted(work_of(notice).attempts for notice in notices) == [0] * 19 + [1]
    assert states() == {"deferred"}


def test_other_work_is_done_meanwhile(away: ClosingServer) -> None:
    for _ in range(5):
        make_notice()
    done: list[object] = []
    row = make_work(done.append)

    run_due()

    row.refresh_from_db()
    assert (len(done), row.state) == (1, Outbox.State.DONE)


def test_what_was_not_tried_is_never_given_up(away: ClosingServer, settings: Any) -> None:
    settings.OUTBOX_MAX_ATTEMPTS = 1
    make_notice()
    run_due()
    waiting = make_notice()

    for _ in range(30):
        run_due()
        let_pass(10**6)

    assert work_of(waiting).state == Outbox.State.WAITING
    assert away.connections == 1


def test_what_waited_does_not_come_due_all_at_once(away: ClosingServer) -> None:
    for _ in range(40):
        make_notice()

    run_due()

    due = sorted(Outbox.objects.values_list("due_at", flat=True))
    assert (due[-1] - due[1]).total_seconds() > 20


def test_after_a_day_without_a_server_each_mail_goes_out_once(settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    sent = {make_notice().message_id_header for _ in range(10)}
    for _ in range(24 * 6):
        run_due()
        let_pass(600)
    while_away = states()

    with serving(settings) as server:
        for _ in range(40):
            run_due()
            let_pass(600)

        assert while_away == {"deferred"}
        assert sorted(str(mail["Message-ID"]) for mail in server.mails) == sorted(sent)
    assert states() == {"sent"}


def test_a_server_that_answers_the_last_dot_too_late_gets_the_same_mail_again(
    smtp: ScriptedServer, notice: Notice, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    smtp.seconds_before_answer = 0.5
    run_due()
    smtp.seconds_before_answer = 0

    let_pass(10**6)
    run_due()

    notice.refresh_from_db()
    assert notice.state == "sent"
    assert {str(mail["Message-ID"]) for mail in smtp.mails} == {notice.message_id_header}
