"""Sealing and opening, against the bare primitives."""

from collections.abc import Iterator

from bench import encryption
from bench.figures import Figure
from bench.stand import Stand

SECONDS = 5.0


def measure(stand: Stand) -> Iterator[Figure]:
    """Compare a message of 4 KB for two recipients."""
    for name, (ours, bare) in encryption.measured_pairs().items():
        figure = encryption.compare(ours, bare, seconds=SECONDS)
        words = f"{figure['ours_per_second']:.0f}/s = {figure['ratio']:.2f} x bare primitives"
        is_met = figure["ratio"] >= encryption.TARGET
        yield Figure(name[0].upper() + name[1:], words, f"at least {encryption.TARGET}", is_met)
