"""Memory of the web processes after a load, and after the same load again."""

from collections.abc import Iterator

from bench import load
from bench.figures import Figure
from bench.figures.comments import writer
from bench.figures.comparing import CLIENTS
from bench.load import Visit
from bench.stand import Stand

MOST_BYTES, MOST_GROWTH = 350 * 2**20, 0.05
# Enough to fill what a process remembers of public bytes; what still grows then, grows for ever.
ROUNDS = 60


def measure(stand: Stand) -> Iterator[Figure]:
    """Sum the proportional set size of gunicorn's processes."""
    server = stand.portal.server
    sizes = []
    for _ in range(2):
        load.run(_mixed(stand), server, each=ROUNDS)
        sizes.append(server.pss_bytes())
    first, second = sizes
    growth = second / first - 1
    yield Figure(
        "Memory of the web processes", f"{first / 2**20:.0f} MB", "at most 350 MB", max(sizes) <= MOST_BYTES
    )
    yield Figure("Growth in a second equal load", f"{100 * growth:+.1f} %", "under 5 %", growth < MOST_GROWTH)


def _mixed(stand: Stand) -> list[Visit]:
    """Give clients who each read the mailbox and a thread, and write a comment, a visit."""
    port = stand.portal.server.port
    readers = zip(stand.portal.mailbox.visits(CLIENTS), stand.portal.thread.visits(CLIENTS), strict=True)
    return [_one_after_the_other([*reads, writer(port)]) for reads in readers]


def _one_after_the_other(visits: list[Visit]) -> Visit:
    return lambda: max(visit() for visit in visits)
