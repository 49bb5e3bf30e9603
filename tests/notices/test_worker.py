"""Promises of the worker, and of the outbox to several of them."""

import threading
import time
import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from limits.models import Counter
from notices import outbox, queries, worker
from notices.models import Outbox, WorkerHeartbeat
from notices.worker import Stop, Worker
from tests.notices.making import make_work

# A worker is never inside a transaction: nor are these tests.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def short_pauses(settings: Any) -> None:
    settings.OUTBOX_POLL_SECONDS = 0.05


def test_a_worker_that_works_is_seen() -> None:
    assert queries.worker_seen_at() is None

    Worker(Stop()).work_once()

    seen_at = queries.worker_seen_at()
    assert seen_at
    assert timezone.now() - seen_at < timedelta(seconds=5)


def test_all_workers_are_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    Worker(Stop()).work_once()
    first = queries.worker_seen_at()
    time.sleep(0.01)

    Worker(Stop()).work_once()

    assert WorkerHeartbeat.objects.count() == 1
    second = queries.worker_seen_at()
    assert first
    assert second
    assert second > first


def test_once_means_until_nothing_is_due() -> None:
    done: list[UUID] = []
    for _ in range(worker.BATCH + 10):
        make_work(done.append)

    ran = Worker(Stop()).work_once()

    assert ran == len(done) == worker.BATCH + 10


def test_a_wish_to_stop_is_kept_after_the_work_at_hand() -> None:
    stop = Stop()
    done: list[UUID] = []

    def finish_and_wish(subject: UUID) -> None:
        stop.wish()
        done.append(subject)

    for _ in range(3):
        make_work(finish_and_wish)

    Worker(stop).work()

    assert len(done) == 1
    assert Outbox.objects.filter(state=Outbox.State.WAITING, lease_owner=None, attempts=0).count() == 2


def test_a_waiting_worker_notices_a_wish_at_once() -> None:
    stop = Stop()
    timer = threading.Timer(0.05, stop.wish)
    timer.start()
    began = time.monotonic()

    stop.wait(30)

    assert time.monotonic() - began < 5
    assert stop.is_wished()
    timer.join()


def test_housekeeping_is_done_at_once_and_then_hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[float] = []
    clock = [1000.0]
    monkeypatch.setattr(worker, "_housekeeping", list(worker._housekeeping))
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    worker.register_housekeeping(lambda: called.append(clock[0]))
    Counter.objects.create(scope="knock", key="old", count=1, window_ends=1)
    patient = Worker(Stop())

    for _ in range(9):
        patient._keep_house_if_due()
        clock[0] += 900

    assert called == [1000, 4600, 8200]
    assert not Counter.objects.exists()


def test_housekeeping_that_fails_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def fail() -> None:
        called.append("failing")
        raise DatabaseError

    monkeypatch.setattr(worker, "_housekeeping", [fail, lambda: called.append("next")])

    Worker(Stop())._keep_house_if_due()

    assert called == ["failing", "next"]


def test_housekeeping_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_housekeeping", [])
    called: list[int] = []

    def sweep() -> None:
        called.append(1)

    worker.register_housekeeping(sweep)
    worker.register_housekeeping(sweep)
    Worker(Stop())._keep_house_if_due()

    assert called == [1]


def test_a_database_that_was_away_comes_back() -> None:
    done: list[UUID] = []
    make_work(done.append)
    patient = Worker(Stop())
    with connection.schema_editor() as schema:
        schema.alter_db_table(Outbox, "notices_outbox", "notices_elsewhere")
    try:
        assert patient._run_batch() == 0
    finally:
        with connection.schema_editor() as schema:
            schema.alter_db_table(Outbox, "notices_elsewhere", "notices_outbox")

    assert patient._run_batch() == 1
    assert len(done) == 1


def test_of_threads_that_take_one_piece_of_work_one_gets_it() -> None:
    done: list[UUID] = []
    rows = [make_work(done.append) for _ in range(10)]
    answers: list[bool] = []

    def take_all() -> None:
        try:
            answers.extend([outbox.run(row.pk) for row in rows])
        finally:
            connection.close()

    threads = [threading.Thread(target=take_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (answers.count(True), answers.count(False)) == (10, 50)
    assert sorted(done) == sorted(row.subject for row in rows)
    assert set(Outbox.objects.values_list("state", "attempts")) == {("done", 1)}


def test_of_transactions_that_promise_the_same_one_makes_the_row() -> None:
    subject = uuid.uuid4()
    found: list[int] = []

    def promise() -> None:
        try:
            with transaction.atomic():
                row = outbox.enqueue("tests.any", subject=subject, idempotency_key="the same")
                time.sleep(0.02)
            found.append(row.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=promise) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert set(found) == {Outbox.objects.get().pk}
