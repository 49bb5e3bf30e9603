"""The key out of pages: every quorum, no smaller set, and a clear word on what does not fit."""

from dataclasses import replace
from itertools import combinations

import pytest

from encryption.keypairs import PrivateKey
from records_key.errors import CannotRecover
from records_key.recovering import key_of, recover
from records_key.shares import Share
from records_key.splitting import CUSTODIANS
from tests.records_key.conftest import pages_of

SEED = bytes(range(32))
SETS = [chosen for size in range(6) for chosen in combinations(CUSTODIANS, size)]


@pytest.mark.parametrize("chosen", SETS)
def test_every_quorum_opens_and_every_smaller_set_does_not(chosen: tuple[int, ...]) -> None:
    pages = pages_of(SEED)
    given = [pages[custodian] for custodian in chosen]

    if len(chosen) >= 3:
        assert recover(given).to_bytes() == key_of(SEED).to_bytes()
    else:
        with pytest.raises(CannotRecover, match=f"takes the pages of 3 custodians; {len(chosen)} were given"):
            recover(given)


def test_a_page_that_is_given_twice_does_not_count_twice() -> None:
    pages = pages_of(SEED)

    with pytest.raises(CannotRecover, match="page of custodian 2 was given twice"):
        recover([pages[1], pages[2], pages[2]])


def test_pages_of_two_ceremonies_are_told_apart() -> None:
    pages, others = pages_of(SEED), pages_of(bytes(32))

    with pytest.raises(CannotRecover, match="different records keys"):
        recover([pages[1], pages[2], others[3]])


def forged(share: Share) -> Share:
    """Give a page whose characters are all well formed, and whose values are not those of the ceremony."""
    return replace(share, values=tuple(bytes(32) for _ in share.values))


def test_three_pages_of_which_one_is_wrong_open_nothing() -> None:
    pages = pages_of(SEED)

    with pytest.raises(CannotRecover, match="do not give the records key that they name"):
        recover([pages[1], pages[2], forged(pages[3])])


@pytest.mark.parametrize("wrong", CUSTODIANS)
def test_with_five_pages_the_wrong_one_is_named(wrong: int) -> None:
    pages = {**pages_of(SEED)}
    pages[wrong] = forged(pages[wrong])

    with pytest.raises(CannotRecover, match=f"page of custodian {wrong} does not fit the others"):
        recover(list(pages.values()))


def test_the_seed_opens_and_a_secret_derived_from_it_signs() -> None:
    key = key_of(SEED)

    key.public.verify(b"words", key.sign(b"words"))
    assert key.kem_seed == SEED
    assert key.signing_seed not in (None, SEED)
    assert PrivateKey.from_bytes(key.to_bytes()).public == key.public
