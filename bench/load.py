"""Bounded load on loopback: what some clients saw, and what it cost the server."""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPException

from bench.processes import Server

MOST_SECONDS = 60

Visit = Callable[[], int]
"""One visit of one client: however many requests, and the HTTP status of the last."""


@dataclass(frozen=True)
class Load:
    """Hold the visits of all clients: seconds of each, statuses, and the CPU of the server.

    A status of 0 is a connection that broke.
    """

    seconds: list[float]
    statuses: Counter[int]
    cpu_seconds: float

    @property
    def visits(self) -> int:
        """Count the visits."""
        return len(self.seconds)

    @property
    def p95(self) -> float:
        """Give the seconds that 95 of 100 visits took at most."""
        return sorted(self.seconds)[int(0.95 * (len(self.seconds) - 1))]

    @property
    def median(self) -> float:
        """Give the seconds that half of the visits took at most."""
        return statistics.median(self.seconds)

    @property
    def cpu_milliseconds(self) -> float:
        """Give what one visit cost the server."""
        return 1000 * self.cpu_seconds / self.visits

    def failures(self, *expected: int) -> int:
        """Count the visits that ended with another status than the expected ones."""
        return self.visits - sum(self.statuses[status] for status in expected)


def run(
    visits: Sequence[Visit],
    server: Server,
    *,
    each: int | None = None,
    seconds: float = MOST_SECONDS,
) -> Load:
    """Let one client make each of `visits` again and again, all at the same time.

    each: visits of one client, else as many as fit. seconds: the longest that this takes, and never more than
    MOST_SECONDS.
    """
    until = time.perf_counter() + min(seconds, MOST_SECONDS)

    def client(visit: Visit) -> list[tuple[float, int]]:
        seen: list[tuple[float, int]] = []
        while len(seen) != each and time.perf_counter() < until:
            began = time.perf_counter()
            try:
                status = visit()
            except (OSError, HTTPException):
                status = 0
            seen.append((time.perf_counter() - began, status))
        return seen

    before = server.cpu_seconds()
    with ThreadPoolExecutor(len(visits)) as pool:
        seen = [sample for samples in pool.map(client, visits) for sample in samples]
    spent = server.cpu_seconds() - before
    return Load([took for took, _ in seen], Counter(status for _, status in seen), spent)
