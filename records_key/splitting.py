"""Three of five: a seed is split by XOR, once for each three of the custodians.

Each three share it as two random values and one that completes them, so that whoever lacks one of the three
has random bytes: nothing about the seed is learned, whatever they can compute. A custodian is in six of the
ten threes, and keeps six values.
"""

import secrets
from collections.abc import Mapping
from itertools import combinations

CUSTODIANS = range(1, 6)
QUORUM = 3
THREES = tuple(combinations(CUSTODIANS, QUORUM))
VALUES_EACH = len(THREES) * QUORUM // len(CUSTODIANS)
SEED_BYTES = 32


def split(seed: bytes) -> dict[int, tuple[bytes, ...]]:
    """Split 32 bytes; gives each custodian's values, in the order of the threes that they are in."""
    held: dict[int, list[bytes]] = {custodian: [] for custodian in CUSTODIANS}
    for three in THREES:
        first, second = secrets.token_bytes(SEED_BYTES), secrets.token_bytes(SEED_BYTES)
        for custodian, value in zip(three, (first, second, _xor(seed, first, second)), strict=True):
            held[custodian].append(value)
    return {custodian: tuple(values) for custodian, values in held.items()}


def combine(held: Mapping[int, tuple[bytes, ...]]) -> bytes:
    """Combine the values of exactly three custodians; wrong ones give 32 wrong bytes, and no error."""
    three = tuple(sorted(held))
    if three not in THREES:
        raise ValueError("a seed is combined of three custodians' values")
    return _xor(*(held[custodian][_place(custodian, three)] for custodian in three))


def _place(custodian: int, three: tuple[int, ...]) -> int:
    return [each for each in THREES if custodian in each].index(three)


def _xor(*values: bytes) -> bytes:
    combined = 0
    for value in values:
        combined ^= int.from_bytes(value, "big")
    return combined.to_bytes(SEED_BYTES, "big")
