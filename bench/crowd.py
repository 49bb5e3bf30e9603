"""People who sign in again and again: `python -m bench.crowd PORT SECONDS CLIENTS` prints the statuses."""

import json
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from bench.agency import OFFICERS, officer_email
from bench.browser import Browser
from bench.stand import sign_in_fields

MOST_SECONDS = 60.0


def main() -> None:
    """Sign in without pause, whatever the answers ask for, and count them."""
    port, seconds, clients = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    until = time.monotonic() + min(seconds, MOST_SECONDS)
    with ThreadPoolExecutor(clients) as pool:
        seen = pool.map(lambda number: _sign_in_until(until, port, number), range(clients))
    print(json.dumps(sum(seen, Counter())))


def _sign_in_until(until: float, port: int, number: int) -> Counter[int]:
    statuses: Counter[int] = Counter()
    with Browser(port) as browser:
        while time.monotonic() < until:
            browser.cookies.clear()
            fields = sign_in_fields(browser, officer_email(1 + number % OFFICERS))
            statuses[browser.post("/sign-in/", fields).status] += 1
    return statuses


if __name__ == "__main__":
    main()
