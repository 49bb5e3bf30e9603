"""The machine's limit on slow derivations: never exceeded, never lost, never waited for without end."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from keys import argon2_limit
from keys.errors import TooBusy
from tests.portal.serving import wait_until

Interval = tuple[float, float]


@pytest.fixture(autouse=True)
def own_places(settings: Any, tmp_path: Path) -> Path:
    """Give this test a limit of its own."""
    settings.ARGON2_LIMIT_DIRECTORY = tmp_path / "argon2"
    settings.ARGON2_WAITERS = 4
    return tmp_path / "argon2"


def hold(seconds: float) -> Interval:
    """Hold a place for a while, and tell from when to when."""
    with argon2_limit.turn():
        began = time.monotonic()
        time.sleep(seconds)
        return began, time.monotonic()


def hold_often(times: int) -> list[Interval]:
    """Hold places again and again, waiting out refusals."""
    intervals: list[Interval] = []
    while len(intervals) < times:
        try:
            intervals.append(hold(0.01))
        except TooBusy:
            time.sleep(0.01)
    return intervals


def most_at_once(intervals: list[Interval]) -> int:
    """Count how many intervals overlap at most."""
    changes = sorted([(began, 1) for began, _ in intervals] + [(ended, -1) for _, ended in intervals])
    running = most = 0
    for _, change in changes:
        running += change
        most = max(most, running)
    return most


def no_room() -> bool:
    """Tell whether every place to run and to wait is taken."""
    try:
        argon2_limit.check_room()
    except TooBusy:
        return True
    return False


@contextmanager
def all_places_held() -> Iterator[None]:
    """Hold every place of the machine."""
    with ExitStack() as stack:
        for _ in range(argon2_limit.places()):
            stack.enter_context(argon2_limit.turn())
        yield


def test_one_core_stays_free() -> None:
    assert argon2_limit.places() == max(1, (os.cpu_count() or 1) - 1)


def test_threads_never_run_more_than_the_places() -> None:
    with ThreadPoolExecutor(8) as threads:
        intervals = [held for batch in threads.map(hold_often, [4] * 8) for held in batch]

    assert most_at_once(intervals) <= argon2_limit.places()
    assert argon2_limit.runs_so_far() == len(intervals) == 32


def test_processes_never_run_more_than_the_places() -> None:
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("fork")) as processes:
        intervals = [held for batch in processes.map(hold_often, [4] * 4) for held in batch]

    assert most_at_once(intervals) <= argon2_limit.places()
    assert argon2_limit.runs_so_far() == len(intervals) == 16


def test_past_the_waiters_one_is_told_at_once(settings: Any) -> None:
    settings.ARGON2_WAITERS = 2
    enough = threading.Event()

    def wait() -> None:
        while not enough.is_set():
            # Whoever looks for room takes a place for a moment, and may be in the way.
            with suppress(TooBusy), argon2_limit.turn():
                enough.wait()

    waiters = [threading.Thread(target=wait) for _ in range(2)]
    with all_places_held():
        for waiter in waiters:
            waiter.start()
        assert wait_until(no_room)
        asked_at = time.monotonic()

        with pytest.raises(TooBusy) as refused, argon2_limit.turn():
            pass

        told_after = time.monotonic() - asked_at
    enough.set()
    for waiter in waiters:
        waiter.join()
    assert told_after < argon2_limit.LONGEST_WAIT_SECONDS / 2
    assert refused.value.retry_after_seconds > 0


def test_nobody_waits_without_end() -> None:
    with all_places_held(), pytest.raises(TooBusy), argon2_limit.turn(longest_wait_seconds=0.1):
        pass

    assert hold(0) is not None


def test_a_place_and_a_waiting_place_are_free_again_after_an_error() -> None:
    for _ in range(10):
        with pytest.raises(ZeroDivisionError), argon2_limit.turn():
            raise ZeroDivisionError
        with all_places_held(), pytest.raises(TooBusy), argon2_limit.turn(longest_wait_seconds=0):
            pass

    assert hold(0) is not None


def test_a_killed_process_frees_its_place(own_places: Path) -> None:
    program = (
        "import time; from django.conf import settings\n"
        f"settings.configure(ARGON2_LIMIT_DIRECTORY={str(own_places)!r}, ARGON2_WAITERS=4)\n"
        "from contextlib import ExitStack; from keys import argon2_limit\n"
        "with ExitStack() as stack:\n"
        "    [stack.enter_context(argon2_limit.turn()) for _ in range(argon2_limit.places())]\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(TooBusy), argon2_limit.turn(longest_wait_seconds=0.05):
            pass

        process.send_signal(signal.SIGKILL)
        process.wait()

    assert hold(0) is not None


def test_only_the_portal_s_own_user_may_touch_the_places(own_places: Path) -> None:
    hold(0)

    assert own_places.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in own_places.iterdir()} == {0o600}


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(sys.platform != "linux", reason="threads have priorities of their own on Linux only")
def test_a_derivation_gives_way_to_everybody_else_and_its_caller_does_not() -> None:
    before = priority()

    assert argon2_limit.giving_way(priority) > before
    assert priority() == before


def test_what_a_derivation_raises_comes_back_to_its_caller() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        argon2_limit.giving_way(fail)
