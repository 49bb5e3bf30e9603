"""The fast path: tells Celery's workers of work that was just committed.

The broker holds ids, and only for speed: whatever becomes of it, the work is a row of the outbox, and the
sweep finds what no worker was told of. Nobody who has just committed waits for the broker: a thread speaks
with it, one in each process.

What sends mail has a queue of its own. Workers take from both by turns, so that other work waits for one
conversation with a slow mail server, and not for all mail that came before it.
"""

import os
import threading
import time
from contextlib import suppress
from queue import Empty, Full, Queue

import celery
import structlog
from django.conf import settings
from django.db import transaction

DELIVER = "notices.deliver"
# What more is committed while the broker is slow, waits for the sweep.
MOST_UNTOLD = 1000
# How long a broker that failed is left alone.
PAUSE_SECONDS = 1
# How long a page waits for one that does not answer; nobody else who is served waits for it at all.
LOOK_SECONDS = 1

log = structlog.get_logger(__name__)


def tell_on_commit(outbox_id: int, *, sends_mail: bool) -> None:
    """Tell a worker of a piece of work once the caller's transaction is committed; never waits or fails."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _teller.tell(outbox_id, sends_mail=sends_mail), robust=True)


def publish(outbox_id: int, *, sends_mail: bool) -> None:
    """Tell a worker of a piece of work now; raises what its client does, two seconds later at most."""
    celery.current_app.send_task(DELIVER, args=[outbox_id], queue=_queue_of(sends_mail))


def backlog(*, sends_mail: bool) -> int:
    """Count what workers were told of and have not begun, mail or the rest; raises as `publish` does."""
    with celery.current_app.connection_for_write() as connection:
        queue = connection.default_channel.queue_declare(_queue_of(sends_mail))
        return int(queue.message_count)


def _queue_of(sends_mail: bool) -> str:
    return settings.CELERY_MAIL_QUEUE if sends_mail else settings.CELERY_TASK_DEFAULT_QUEUE


def is_well() -> bool:
    """Tell whether the broker answers and takes what it is given; a second later at most."""
    options = {"socket_timeout": LOOK_SECONDS, "socket_connect_timeout": LOOK_SECONDS}
    try:
        with celery.current_app.connection_for_write(transport_options=options) as connection:
            # Written, not only asked: one that is full, or a replica, still answers questions.
            connection.default_channel.client.set("sealpost.status", "asked", ex=60)
    except Exception:
        # Whatever its client says of it.
        return False
    return True


class _Teller:
    """A thread that passes ids on to the broker, and forgets what it cannot pass on."""

    def __init__(self) -> None:
        self._begin()
        # A forked process has no thread of its parent's, and its locks as they were.
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._untold: Queue[tuple[int, bool]] = Queue(MOST_UNTOLD)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def tell(self, outbox_id: int, *, sends_mail: bool) -> None:
        """Pass an id on later, or forget it when too many wait."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="broker", daemon=True)
                self._thread.start()
        with suppress(Full):
            self._untold.put_nowait((outbox_id, sends_mail))

    def _run(self) -> None:
        while True:
            outbox_id, sends_mail = self._untold.get()
            try:
                publish(outbox_id, sends_mail=sends_mail)
            except Exception as error:
                time.sleep(PAUSE_SECONDS)
                # What waits behind it would only wait for the same time-out.
                log.warning("notices.broker.failed", untold=1 + self._forget(), error=type(error).__name__)

    def _forget(self) -> int:
        forgotten = 0
        while True:
            try:
                self._untold.get_nowait()
            except Empty:
                return forgotten
            forgotten += 1


_teller = _Teller()
