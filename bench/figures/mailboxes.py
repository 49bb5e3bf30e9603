"""A page of a mailbox: 25 subjects opened, however many threads there are."""

from collections.abc import Iterator

from bench.browser import Browser
from bench.figures import Figure
from bench.figures.comparing import cpu_in_turns, time_in_turns
from bench.stand import Stand

MOST_CPU, MOST_TIME, MOST_BYTES = 2.5, 1.2, 60_000


def measure(stand: Stand) -> Iterator[Figure]:
    """Compare CPU with the floor, and the time at very many threads with that at 1,000."""
    mailbox = stand.portal.mailbox
    cpu = cpu_in_turns(mailbox, stand.portal.floor)
    yield Figure("Mailbox page, CPU", cpu.words(), f"at most {MOST_CPU} x", cpu.ratio <= MOST_CPU)

    with Browser(mailbox.server.port, mailbox.cookies) as browser:
        size = len(browser.get(mailbox.path).content)
    yield Figure("Mailbox page, size", f"{size / 1000:.0f} KB", "at most 60 KB", size <= MOST_BYTES)

    time = time_in_turns(stand.large_portal.mailbox, mailbox)
    yield Figure(
        f"Mailbox page of {stand.large_portal.threads:,} threads",
        time.words(baseline="that of 1,000"),
        f"at most {MOST_TIME} x",
        time.ratio <= MOST_TIME,
    )
