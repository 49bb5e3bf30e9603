"""Measure the figures and print one table: `python -m bench [--production] [NAME ...]`.

With --production the portal and the floor are on PostgreSQL, with Redis and Celery's workers beside them.

Everything stays on this machine and is bounded in time; the exit code says nothing of bars.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator

from bench.figures import (
    Figure,
    comments,
    durability,
    enumeration,
    mailboxes,
    memory,
    sealing,
    sign_in,
    starting,
    threads,
)
from bench.stand import Stand

MEASURES: dict[str, Callable[[Stand], Iterator[Figure]]] = {
    "sealing": sealing.measure,
    "threads": threads.measure,
    "mailboxes": mailboxes.measure,
    "comments": comments.measure,
    "sign-in": sign_in.measure,
    "enumeration": enumeration.measure,
    "memory": memory.measure,
    "starting": starting.measure,
    "durability": durability.measure,
}
# What does not change with the database, and what needs more than one process to kill.
EMBEDDED_ONLY, PRODUCTION_ONLY = {"sealing", "starting"}, {"durability"}


def main() -> None:
    """Run the figures that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.partition(":")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--production", action="store_true", help="on PostgreSQL, with Redis and Celery")
    options = parser.parse_args()
    left_out = EMBEDDED_ONLY if options.production else PRODUCTION_ONLY
    names = options.names or [name for name in MEASURES if name not in left_out]
    if unknown := set(names) - MEASURES.keys():
        parser.error(f"no figure is called {', '.join(sorted(unknown))}; there are: {', '.join(MEASURES)}")
    if wrong := set(names) & left_out:
        parser.error(
            f"{', '.join(sorted(wrong))}: only {'without' if options.production else 'with'} --production"
        )

    # Whoever ends the bench ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    began = time.monotonic()
    print(f"{'figure':<41} {'measured':<82} {'bar':<15} met")
    with Stand(in_production=options.production) as stand:
        for name in names:
            _print_figures(name, stand)
    print(f"measured in {time.monotonic() - began:.0f} s")


def _print_figures(name: str, stand: Stand) -> None:
    try:
        for figure in MEASURES[name](stand):
            met = "yes" if figure.is_met else "NO"
            print(f"{figure.name:<41} {figure.measured:<82} {figure.bar:<15} {met}", flush=True)
    except Exception as error:
        # One figure that cannot be had keeps no other from being measured.
        print(f"{name:<41} not measured: {type(error).__name__}: {error}", flush=True)


if __name__ == "__main__":
    main()
