"""Twenty people sign in at once, with passwords as slow as everywhere: memory stays bounded, pages quick."""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from django.db import connection

from encryption.passwords import DEFAULT
from keys import argon2_limit
from tests.people import PASSWORD, Browser, Staff

CROWD, WAITERS = 20, 4


def resident_bytes() -> int:
    """Read how much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def watched_memory() -> Iterator[list[int]]:
    """Look at this process's memory again and again; the list holds the least and the most of it."""
    seen, is_over = [resident_bytes()] * 2, threading.Event()

    def watch() -> None:
        while not is_over.wait(0.002):
            seen[1] = max(seen[1], resident_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield seen
    is_over.set()
    watcher.join()


@pytest.fixture
def slow_officer(settings: Any, tmp_path: Path, officer: Staff) -> Staff:
    """An officer whose slot is sealed as those of a real agency are, and a limit of the test's own."""
    settings.ARGON2_LIMIT_DIRECTORY, settings.ARGON2_WAITERS = tmp_path / "argon2", WAITERS
    plenty = dict.fromkeys(("sign_in", "sign_in_wary", "sign_in_account"), (10 * CROWD, 900))
    settings.LIMITS = {**settings.LIMITS, **plenty}
    settings.PASSWORD_KDF = {name: getattr(DEFAULT, name) for name in DEFAULT.__dataclass_fields__}
    # The first sign-in seals it anew, under these numbers.
    officer.signs_in()
    return officer


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
@pytest.mark.django_db(transaction=True)
def test_a_crowd_never_takes_more_memory_than_the_places_and_others_read_meanwhile(slow_officer: Staff):
    start = threading.Barrier(CROWD)
    before = argon2_limit.runs_so_far()

    def sign_in(_: int) -> tuple[int, str]:
        start.wait()
        form = {"login": slow_officer.person.email, "password": PASSWORD}
        response = Browser().post("/sign-in/", form)
        connection.close()
        return int(response.status_code), response.headers.get("Retry-After", "")

    def read(_: int) -> float:
        began = time.monotonic()
        assert Browser().get("/").status_code == 200
        connection.close()
        return time.monotonic() - began

    with watched_memory() as memory, ThreadPoolExecutor(CROWD) as crowd, ThreadPoolExecutor(1) as reader:
        reading = reader.map(read, range(10))
        answers = list(crowd.map(sign_in, range(CROWD)))
        waited = list(reading)
    statuses = Counter(status for status, _ in answers)

    assert set(statuses) == {302, 503}
    assert statuses[302] >= argon2_limit.places()
    assert argon2_limit.runs_so_far() == before + statuses[302]
    assert all(bool(retry_after) == (status == 503) for status, retry_after in answers)
    # Every run takes as much as its parameters say; one more than the places would show.
    assert memory[1] - memory[0] < (argon2_limit.places() + 0.75) * DEFAULT.memory_kib * 1024
    assert median(waited) < 1
