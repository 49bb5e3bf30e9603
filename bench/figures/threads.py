"""The page of a thread with ten messages: verified, opened and recorded at each request."""

from collections.abc import Iterator

from bench.figures import Figure
from bench.figures.comparing import cpu_in_turns, p95_in_turns
from bench.stand import Stand

MOST_CPU, MOST_P95 = 2.5, 3.0


def measure(stand: Stand) -> Iterator[Figure]:
    """Compare with the floor: CPU of a request, and p95 at 8 clients."""
    thread, floor = stand.portal.thread, stand.portal.floor
    cpu = cpu_in_turns(thread, floor)
    yield Figure("Thread of 10 messages, CPU", cpu.words(), f"at most {MOST_CPU} x", cpu.ratio <= MOST_CPU)
    p95 = p95_in_turns(thread, floor)
    yield Figure(
        "Thread of 10 messages, p95 at 8 clients", p95.words(), f"at most {MOST_P95} x", p95.ratio <= MOST_P95
    )
