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
        ratio = figure["ratio"]
        words = f"{figure['ours_per_second']:.0f}/s = {ratio:.2f} x bare primitives"
        title = name[0].upper() + name[1:]
        yield Figure(title, words, f"at least {encryption.TARGET}", ratio >= encryption.TARGET)
