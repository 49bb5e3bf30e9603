"""The worker: runs what is due, keeps house, and shows that it lives."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.db.models.functions import Now

from limits.services import purge
from notices import outbox
from notices.models import WorkerHeartbeat

BATCH = 50

log = structlog.get_logger(__name__)

_housekeeping: list[Callable[[], object]] = [purge, outbox.purge_done]


def register_housekeeping(function: Callable[[], object]) -> None:
    """Have every worker call `function` each hour; apps do this once, when they are ready.

    It must be harmless when several workers call it at once, and when it is called again.
    """
    if function not in _housekeeping:
        _housekeeping.append(function)


def note_heartbeat() -> None:
    """Note that a worker is at work now."""
    WorkerHeartbeat.objects.bulk_create(
        [WorkerHeartbeat(seen_at=Now())],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["seen_at"],
    )


def keep_house() -> None:
    """Do the housekeeping of every app; one that fails holds up no other."""
    for function in _housekeeping:
        with _surviving("housekeeping"):
            function()


class Stop:
    """A wish to stop: a signal handler may make it at any moment, and a waiting worker notices at once."""

    def __init__(self) -> None:
        # Of all queues and locks, only this one's put may interrupt its own get.
        self._wishes: SimpleQueue[None] = SimpleQueue()

    def wish(self) -> None:
        """Ask the worker to stop after the piece of work that it is at."""
        self._wishes.put(None)

    def is_wished(self) -> bool:
        """Tell whether somebody asked to stop."""
        return not self._wishes.empty()

    def wait(self, seconds: float) -> None:
        """Wait until somebody wishes to stop, at most `seconds`."""
        try:
            self._wishes.get(timeout=seconds)
        except Empty:
            return
        self._wishes.put(None)


class Worker:
    """Runs outbox and housekeeping until it is asked to stop; asks the database, and needs no broker."""

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self._next_heartbeat = 0.0
        self._next_housekeeping = 0.0

    def work(self) -> None:
        """Work until somebody wishes to stop; the piece of work at hand is finished first."""
        while not self._stop.is_wished():
            self._keep_house_if_due()
            if not self._run_batch():
                self._stop.wait(settings.OUTBOX_POLL_SECONDS)

    def work_once(self) -> int:
        """Run what is due, and what becomes due meanwhile; tell how many pieces of work were run."""
        total = 0
        while not self._stop.is_wished() and (ran := self._run_batch()):
            total += ran
        return total

    def _run_batch(self) -> int:
        """Run what is due, mail after everything else, and mail for a turn only: its server may be slow."""
        return self._run_due(sends_mail=False) + self._run_due(
            sends_mail=True, seconds=settings.MAIL_TURN_SECONDS
        )

    def _run_due(self, *, sends_mail: bool, seconds: float = math.inf) -> int:
        ran, over = 0, time.monotonic() + seconds
        with _surviving("batch"):
            self._beat_if_due()
            for outbox_id in outbox.due(BATCH, sends_mail=sends_mail):
                if self._stop.is_wished():
                    break
                with _surviving("work"):
                    ran += outbox.run(outbox_id)
                self._beat_if_due()
                if time.monotonic() >= over:
                    break
        return ran

    def _beat_if_due(self) -> None:
        if time.monotonic() < self._next_heartbeat:
            return
        note_heartbeat()
        self._next_heartbeat = time.monotonic() + settings.WORKER_HEARTBEAT_SECONDS

    def _keep_house_if_due(self) -> None:
        if time.monotonic() < self._next_housekeeping:
            return
        self._next_housekeeping = time.monotonic() + settings.WORKER_HOUSEKEEPING_SECONDS
        keep_house()


@contextmanager
def _surviving(step: str) -> Iterator[None]:
    """Log what a step raises and go on: one bad row stops nobody, and a database that was away comes back."""
    try:
        yield
    except Exception:
        log.exception("notices.worker.failed", step=step)
    finally:
        close_old_connections()
