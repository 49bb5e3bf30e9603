"""A comment from the empty form to the page with its reply code."""

import re
import statistics
from collections.abc import Iterator

from bench import load
from bench.agency import TEXT
from bench.browser import Browser
from bench.figures import Figure
from bench.figures.comparing import CLIENTS
from bench.load import Visit
from bench.stand import Stand

MOST_CPU_MILLISECONDS = 20
FLOWS, TURNS = 40, 5
SECONDS = 6
# In production, where what is acknowledged is on the disk.
LEAST_A_SECOND = 40
_TOPIC = re.compile(r'name="topic"\s+value="([^"]+)"')


def measure(stand: Stand) -> Iterator[Figure]:
    """Measure the CPU of a whole flow, and errors when 8 visitors write without pause."""
    server = stand.portal.server
    turns = [load.run([writer(server.port)], server, each=FLOWS) for _ in range(TURNS)]
    cpu = statistics.median(turn.cpu_milliseconds for turn in turns)
    errors = sum(turn.failures(200) for turn in turns)
    is_met = cpu <= MOST_CPU_MILLISECONDS and not errors
    yield Figure("Comment, whole flow, CPU", f"{cpu:.1f} ms", f"at most {MOST_CPU_MILLISECONDS} ms", is_met)

    if stand.in_production:
        # With what works beside it.
        for command in ("work", "beat"):
            stand.portal.start_program(command)
    crowd = load.run([writer(server.port) for _ in range(CLIENTS)], server, seconds=SECONDS)
    errors = crowd.failures(200)
    words = (
        f"{errors} errors of {crowd.visits}, {crowd.visits / SECONDS:.0f}/s, p95 {1000 * crowd.p95:.0f} ms"
    )
    if stand.in_production:
        is_met = not errors and crowd.visits / SECONDS >= LEAST_A_SECOND
        yield Figure("Comments at 8 clients", words, f"at least {LEAST_A_SECOND}/s", is_met)
    else:
        yield Figure("Comments at 8 clients", words, "no error", not errors)


def writer(port: int) -> Visit:
    """Give a visitor who writes one comment a visit; 0 for a last page without a reply code."""
    browser = Browser(port)

    def write() -> int:
        browser.cookies.clear()
        form = browser.get("/comment/")
        topic = _TOPIC.search(form.text)
        if topic is None:
            return 0
        words = {"topic": topic[1], "subject": "My refund", "text": TEXT, "email": "", "name": ""}
        answer = browser.post("/comment/", {**form.hidden_fields(), **words})
        return answer.status if 'id="reply-code"' in answer.text else 0

    return write
