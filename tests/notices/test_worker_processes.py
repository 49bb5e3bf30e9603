"""Promises of workers that are processes: beside each other, and when they are stopped or killed."""

import functools
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connections

from notices import queries
from notices.models import Notice, Outbox
from tests.notices.making import make_notice, make_work
from tests.notices.scripted_server import ScriptedServer

# A worker is never inside a transaction: nor are these tests.
pytestmark = pytest.mark.django_db(transaction=True)

# A child sees what the parent registered, and starts in no time.
processes = multiprocessing.get_context("fork")


class Log:
    """A file to which processes add lines; short lines are never mixed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, line: str) -> None:
        """Add a line."""
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(descriptor, f"{line}\n".encode())
        os.close(descriptor)

    def lines(self) -> list[str]:
        """Read all lines."""
        return self.path.read_text().splitlines() if self.path.exists() else []


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log")


@pytest.fixture
def start() -> Iterator[Callable[..., BaseProcess]]:
    """Start `manage.py work --polling` in processes of its own, and leave none behind."""
    started: list[BaseProcess] = []

    def start_one(**options: Any) -> BaseProcess:
        # A connection must not be in two processes.
        connections.close_all()
        process = processes.Process(target=call_command, args=["work"], kwargs={"polling": True, **options})
        process.start()
        started.append(process)
        return process

    yield start_one
    for process in started:
        if process.is_alive():
            process.kill()
        process.join()


def wait_until(condition: Callable[[], object], *, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(autouse=True)
def short_pauses(settings: Any) -> None:
    settings.OUTBOX_POLL_SECONDS = 0.05


def test_two_workers_share_the_work_and_never_a_piece_of_it(
    log: Log, start: Callable[..., BaseProcess]
) -> None:
    def note(subject: UUID) -> None:
        log.add(f"begin {subject} {os.getpid()}")
        # Whoever is up first leaves something to the other.
        wait_until(lambda: len({line.split()[2] for line in log.lines()}) == 2)
        log.add(f"end {subject} {os.getpid()}")

    rows = [make_work(note) for _ in range(30)]

    workers = [start(), start()]
    wait_until(lambda: not Outbox.objects.filter(state="waiting").exists())
    for process in workers:
        assert process.pid
        os.kill(process.pid, signal.SIGTERM)
        process.join(60)

    lines = [line.split() for line in log.lines()]
    assert sorted(subject for word, subject, _ in lines if word == "begin") == sorted(
        str(row.subject) for row in rows
    )
    assert {int(pid) for _, _, pid in lines} == {process.pid for process in workers}
    assert [process.exitcode for process in workers] == [0, 0]
    assert set(Outbox.objects.values_list("attempts", flat=True)) == {1}


def test_a_worker_that_is_told_to_stop_finishes_its_work_first(
    log: Log, start: Callable[..., BaseProcess]
) -> None:
    def take_a_while(subject: UUID) -> None:
        log.add("begin")
        wait_until(lambda: "told" in log.lines())
        log.add("end")

    make_work(take_a_while)
    make_work(take_a_while)
    process = start()
    wait_until(log.lines)

    assert process.pid
    os.kill(process.pid, signal.SIGTERM)
    log.add("told")
    process.join(60)

    assert process.exitcode == 0
    assert log.lines() == ["begin", "told", "end"]
    assert sorted(Outbox.objects.values_list("state", "lease_owner")) == [("done", None), ("waiting", None)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_worker_stops_at_once(
    start: Callable[..., BaseProcess], settings: Any, number: signal.Signals
) -> None:
    settings.OUTBOX_POLL_SECONDS = 600
    process = start()
    wait_until(queries.worker_seen_at)

    assert process.pid
    os.kill(process.pid, number)
    process.join(60)

    assert process.exitcode == 0


def test_the_work_of_a_killed_worker_is_done_by_another(
    log: Log, start: Callable[..., BaseProcess], settings: Any
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 2

    def hang_the_first_time(subject: UUID) -> None:
        log.add("begin")
        if len(log.lines()) == 1:
            time.sleep(60)
        log.add("end")

    row = make_work(hang_the_first_time)
    killed = start()
    wait_until(log.lines)
    killed.kill()
    killed.join()

    start()
    wait_until(lambda: Outbox.objects.get().state == Outbox.State.DONE)

    row.refresh_from_db()
    assert row.attempts == 2
    assert log.lines() == ["begin", "begin", "end"]


def has_more_than(server: ScriptedServer, count: int) -> bool:
    return len(server.mails) > count


def test_no_notice_is_lost_when_workers_are_killed_again_and_again(
    smtp: ScriptedServer, start: Callable[..., BaseProcess], settings: Any
) -> None:
    settings.OUTBOX_LEASE_SECONDS = 1
    settings.OUTBOX_BACKOFF_SECONDS = [0]
    settings.MAIL_DEFERRED_SECONDS = 0
    settings.OUTBOX_MAX_ATTEMPTS = 50
    smtp.answers["RCPT"] = ["451 later"] * 5
    numbers = {make_notice().number for _ in range(30)}

    for _ in range(8):
        process = start()
        taken = len(smtp.mails)
        wait_until(functools.partial(has_more_than, smtp, taken + 1))
        process.kill()
        process.join()
    start()
    wait_until(lambda: not Outbox.objects.exclude(state=Outbox.State.DONE).exists())

    mailed = [mail["Message-ID"].strip("<>").partition("@")[0].upper() for mail in smtp.mails]
    assert set(mailed) == numbers
    assert len(mailed) <= 30 + 8
    assert not Notice.objects.exclude(state=Notice.State.SENT).exists()
