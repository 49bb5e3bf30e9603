"""Two pages in turns, so that a busy machine slows both."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench import load
from bench.stand import Target

CLIENTS = 8


@dataclass(frozen=True)
class Comparison:
    """Hold the medians of both, and the median of the turns' ratios."""

    ours: float
    baseline: float
    ratio: float

    @classmethod
    def of(cls, turns: list[tuple[float, float]]) -> "Comparison":
        """Summarise what was measured in turns: (ours, baseline)."""
        return cls(
            statistics.median(ours for ours, _ in turns),
            statistics.median(baseline for _, baseline in turns),
            statistics.median(ours / baseline for ours, baseline in turns),
        )

    def words(self, unit: str = "ms", baseline: str = "floor") -> str:
        """Say it in one line of the table."""
        return f"{self.ours:.1f} {unit} = {self.ratio:.2f} x {baseline} ({self.baseline:.1f} {unit})"


def in_turns(ours: Callable[[], float], baseline: Callable[[], float], *, turns: int) -> Comparison:
    """Measure one after the other, after one turn of each that does not count."""
    ours(), baseline()
    return Comparison.of([(ours(), baseline()) for _ in range(turns)])


def cpu_in_turns(ours: Target, baseline: Target, *, visits: int = 60, turns: int = 5) -> Comparison:
    """Compare the CPU, in milliseconds, that one request costs the web processes."""
    return in_turns(lambda: _cpu(ours, visits), lambda: _cpu(baseline, visits), turns=turns)


def p95_in_turns(ours: Target, baseline: Target, *, seconds: float = 3, turns: int = 3) -> Comparison:
    """Compare the milliseconds that 95 of 100 requests take at most when 8 clients ask without pause."""
    return in_turns(lambda: _p95(ours, seconds), lambda: _p95(baseline, seconds), turns=turns)


def time_in_turns(ours: Target, baseline: Target, *, visits: int = 60, turns: int = 5) -> Comparison:
    """Compare the milliseconds that one client waits, in the median."""
    return in_turns(lambda: _median(ours, visits), lambda: _median(baseline, visits), turns=turns)


def _cpu(target: Target, visits: int) -> float:
    return _shown(load.run(target.visits(1), target.server, each=visits)).cpu_milliseconds


def _median(target: Target, visits: int) -> float:
    return 1000 * _shown(load.run(target.visits(1), target.server, each=visits)).median


def _p95(target: Target, seconds: float) -> float:
    return 1000 * _shown(load.run(target.visits(CLIENTS), target.server, seconds=seconds)).p95


def _shown(seen: load.Load) -> load.Load:
    """Refuse to measure errors, which are quick."""
    if seen.failures(200):
        raise RuntimeError(f"a page was answered with {dict(seen.statuses)}")
    return seen
