"""Three of five: each three give the seed, and fewer give nothing."""

from itertools import combinations, product

import pytest

from records_key.splitting import CUSTODIANS, THREES, VALUES_EACH, combine, split

SEED = bytes(range(32))


@pytest.mark.parametrize("three", THREES)
def test_every_three_custodians_have_the_seed(three: tuple[int, ...]) -> None:
    held = split(SEED)

    assert combine({custodian: held[custodian] for custodian in three}) == SEED


@pytest.mark.parametrize("few", [few for size in (0, 1, 2) for few in combinations(CUSTODIANS, size)])
def test_no_two_custodians_hold_all_values_of_any_three(few: tuple[int, ...]) -> None:
    held = split(SEED)

    with pytest.raises(ValueError, match="three"):
        combine({custodian: held[custodian] for custodian in few})
    # Whatever they add up of what they have: a value of whoever is missing is always missing.
    theirs = {custodian: held[custodian] for custodian in few}
    assert all(not set(three) <= set(theirs) for three in THREES)


@pytest.mark.parametrize("two", list(combinations(CUSTODIANS, 2)))
def test_no_sum_of_what_two_custodians_hold_is_the_seed(two: tuple[int, ...]) -> None:
    held = split(SEED)
    values = [int.from_bytes(value, "big") for custodian in two for value in held[custodian]]

    sums = set()
    for chosen in product((0, 1), repeat=len(values)):
        total = 0
        for value, is_chosen in zip(values, chosen, strict=True):
            total ^= value if is_chosen else 0
        sums.add(total)

    assert len(values) == 2 * VALUES_EACH
    # All 4096 sums differ, so the values are independent, and the seed is none of them.
    assert len(sums) == 2 ** len(values)
    assert int.from_bytes(SEED, "big") not in sums


def test_two_custodians_hold_as_much_for_one_seed_as_for_any_other() -> None:
    held = split(SEED)
    other = bytes(reversed(SEED))
    difference = int.from_bytes(SEED, "big") ^ int.from_bytes(other, "big")

    # For every two there are values of the three others with which theirs would give the other seed.
    for two in combinations(CUSTODIANS, 2):
        moved = {custodian: list(values) for custodian, values in held.items()}
        for three in THREES:
            absent = next(custodian for custodian in three if custodian not in two)
            at = [each for each in THREES if absent in each].index(three)
            value = int.from_bytes(moved[absent][at], "big") ^ difference
            moved[absent][at] = value.to_bytes(32, "big")
        would_be = {custodian: tuple(values) for custodian, values in moved.items()}
        assert all(would_be[custodian] == held[custodian] for custodian in two)
        assert {combine({each: would_be[each] for each in three}) for three in THREES} == {other}


def test_a_seed_is_split_anew_each_time() -> None:
    first, second = split(SEED), split(SEED)

    assert not {value for values in first.values() for value in values} & {
        value for values in second.values() for value in values
    }
