"""The limit of the whole machine on slow password derivations, each of which takes a core and some 69 MiB.

Places are files, and whoever holds the lock of a file holds the place. The kernel frees the locks of a
process that dies, so no place is ever lost, and processes that know nothing of each other share one limit.
"""

import fcntl
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from keys.errors import TooBusy

POLL_SECONDS = 0.01
LONGEST_WAIT_SECONDS = 10.0
RETRY_AFTER_SECONDS = 5

# Of two threads that want a core, one with 0 gets nine times the time of one with 10: pages stay quick while
# a crowd signs in, and sign-in waits while a crowd reads.
NICENESS = 10

_COUNTER_BYTES = 8

Result = TypeVar("Result")


def places() -> int:
    """Count the derivations that may run at once: one core stays free for everybody else."""
    return max(1, (os.cpu_count() or 1) - 1)


@contextmanager
def turn(*, longest_wait_seconds: float = LONGEST_WAIT_SECONDS) -> Iterator[None]:
    """Hold one of the machine's places while a derivation runs; waits for one if needed.

    Raises TooBusy at once when enough others wait already, and after the longest wait.
    """
    directory = _directory()
    descriptor = _take_any(directory, "run", places())
    if descriptor is None:
        descriptor = _wait(directory, longest_wait_seconds)
    try:
        _count(descriptor)
        yield
    finally:
        os.close(descriptor)


def giving_way(work: Callable[[], Result]) -> Result:
    """Do slow work in a thread that gives way: whoever only reads a page gets the processor first.

    Where threads have no priority of their own, it is work like any other.
    """
    with ThreadPoolExecutor(max_workers=1, initializer=_lower_priority) as thread:
        return thread.submit(work).result()


def _lower_priority() -> None:
    # Elsewhere than on Linux, a thread's number would name some other process.
    if sys.platform == "linux":
        with suppress(OSError):
            base = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), base + NICENESS)


def check_room() -> None:
    """Raise TooBusy when every place is taken, to run and to wait.

    Takes none: a turn may still be refused.
    """
    directory = _directory()
    descriptor = _take_any(directory, "run", places())
    if descriptor is None:
        descriptor = _take_any(directory, "wait", settings.ARGON2_WAITERS)
    if descriptor is None:
        raise TooBusy(RETRY_AFTER_SECONDS)
    os.close(descriptor)


def runs_so_far() -> int:
    """Count the derivations that began on this machine since the limit's files were made."""
    return sum(_counted(path) for path in _directory().glob("run-*"))


def _wait(directory: Path, longest_wait_seconds: float) -> int:
    waiting = _take_any(directory, "wait", settings.ARGON2_WAITERS)
    if waiting is None:
        raise TooBusy(RETRY_AFTER_SECONDS)
    try:
        give_up_at = time.monotonic() + longest_wait_seconds
        while time.monotonic() < give_up_at:
            time.sleep(POLL_SECONDS)
            descriptor = _take_any(directory, "run", places())
            if descriptor is not None:
                return descriptor
        raise TooBusy(RETRY_AFTER_SECONDS)
    finally:
        os.close(waiting)


def _take_any(directory: Path, kind: str, number: int) -> int | None:
    for place in range(number):
        descriptor = _take(directory / f"{kind}-{place}")
        if descriptor is not None:
            return descriptor
    return None


def _take(path: Path) -> int | None:
    # A lock belongs to an open file, not to a process: each attempt opens the file anew, so threads exclude
    # each other too.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _count(descriptor: int) -> None:
    so_far = int.from_bytes(os.pread(descriptor, _COUNTER_BYTES, 0), "big")
    os.pwrite(descriptor, (so_far + 1).to_bytes(_COUNTER_BYTES, "big"), 0)


def _counted(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[:_COUNTER_BYTES], "big")


def _directory() -> Path:
    directory = Path(settings.ARGON2_LIMIT_DIRECTORY)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory
