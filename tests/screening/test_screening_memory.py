"""What screening holds in memory grows as the text does, and a text that is too long costs nothing."""

import tracemalloc

import pytest

from screening import screen

# Words and numbers that begin everywhere, and what is read in several ways.
PIECES = ["a ", "1 ", "1\u200b", "A b1 ", "&#49;", "$1,111.11 ", "o1l-"]


def peak_bytes(text: str) -> int:
    """Screen a text; gives how many bytes were held at once beside it."""
    # What rules keep about themselves is made at the first text.
    screen("SSN 219-09-9999")
    tracemalloc.start()
    screen(text, seconds=60)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_ten_megabytes_are_refused_without_a_copy() -> None:
    assert peak_bytes("219-09-9999 " * 900_000) < 1_000_000


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_screening_holds_at_most_four_hundred_bytes_for_each_character(piece: str) -> None:
    text = piece * (20_000 // len(piece))

    assert peak_bytes(text) < 400 * len(text)
