"""Whether an answer's time tells who has an account, beside how two who have one differ."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from bench.enumeration.ranks import p_value
from bench.figures import Figure
from bench.processes import ROOT, clean_environment
from bench.stand import Stand

TURNS = int(os.environ.get("BENCH_TURNS", "1000"))
# Beside those of the stand's own portals.
DATABASE_OF_REDIS = 2
MOST_MILLISECONDS, LEAST_P = 5.0, 0.01


def measure(stand: Stand) -> Iterator[Figure]:
    """Ask about those who are there and those who are not, in turns, so often each.

    Shown are the quartiles of both, how far their medians are apart, and how likely one distribution is.
    """
    environment = {**clean_environment(), "VAR": str(stand.folder / "enumeration")}
    if stand.in_production:
        environment |= stand.production.environment("enumeration", DATABASE_OF_REDIS)
    asked = subprocess.run(  # the bench's own program, whose settings lift every limit
        [sys.executable, "-m", "bench.enumeration", str(TURNS)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if asked.returncode:
        raise RuntimeError(asked.stderr.strip().splitlines()[-1])
    for question, seen in json.loads(asked.stdout.strip().splitlines()[-1]).items():
        there = seen.pop("there")
        also_there = seen.pop("also there")
        baseline = p_value(there, also_there)
        for whom, times in seen.items():
            apart = abs(statistics.median(times) - statistics.median(there))
            p = p_value(there, times)
            words = (
                f"{_quartiles(there)} | {_quartiles(times)} ms, {apart:.2f} apart, "
                f"p = {p:.2f} (two who are: {baseline:.2f})"
            )
            yield Figure(
                f"{question}: there or {whom}",
                words,
                f"< {MOST_MILLISECONDS:.0f} ms, p > {LEAST_P}",
                apart < MOST_MILLISECONDS and p > LEAST_P,
            )


def _quartiles(times: list[float]) -> str:
    return " ".join(f"{quartile:.1f}" for quartile in statistics.quantiles(times, n=4))
