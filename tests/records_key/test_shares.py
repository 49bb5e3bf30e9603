"""Custodians' pages as characters: typed, scanned, mistyped, mixed up."""

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from encryption.codes import ALPHABET
from records_key import shares
from records_key.errors import BadShare
from records_key.shares import LINES
from tests.records_key.conftest import pages_of

SEED = bytes(range(32))


@given(seed=st.binary(min_size=32, max_size=32), custodian=st.integers(1, 5))
@settings(max_examples=20)
def test_a_page_reads_back_typed_and_scanned(seed: bytes, custodian: int) -> None:
    share = pages_of(seed)[custodian]

    for text in (share.typed, share.scanned, share.scanned.lower() + "\n"):
        assert shares.read(text) == share


def test_a_page_may_be_typed_in_any_way() -> None:
    share = pages_of(SEED)[2]
    careless = []
    for line in share.typed.splitlines():
        label, _, code = line.partition(" ")
        look_alikes = code if label == "CUSTODIAN" else code.replace("0", "O").replace("1", "l")
        careless.append(f"  {label.lower().zfill(2)}: {look_alikes.lower().replace('-', '  ')} ")

    assert shares.read("\r\n\r\n".join(careless)) == share


@pytest.mark.parametrize("number", range(1, LINES + 1))
def test_a_wrong_character_is_told_with_its_line(number: int) -> None:
    share = pages_of(SEED)[3]
    lines = share.typed.splitlines()
    line = lines[number + 1]
    place = len(line) - 9
    other = next(letter for letter in ALPHABET if letter != line[place])
    lines[number + 1] = line[:place] + other + line[place + 1 :]

    with pytest.raises(BadShare, match=rf"custodian 3, line {number} has a wrong character"):
        shares.read("\n".join(lines))


@given(data=st.data())
@settings(max_examples=40)
def test_no_damage_of_a_page_gives_another_share(data: st.DataObject) -> None:
    share = pages_of(SEED)[1]
    text = list(share.scanned)
    start = len(shares.SCANNED_PREFIX) + 12
    for _ in range(data.draw(st.integers(1, 4))):
        text[data.draw(st.integers(start, len(text) - 1))] = data.draw(st.sampled_from(ALPHABET))

    try:
        read = shares.read("".join(text))
    except BadShare:
        return

    assert read == share


def test_lines_that_changed_places_are_told() -> None:
    lines = pages_of(SEED)[4].typed.splitlines()
    first, second = lines[2].partition(" ")[2], lines[3].partition(" ")[2]
    lines[2], lines[3] = f"1 {second}", f"2 {first}"

    with pytest.raises(BadShare, match=r"(another line|CHECK line)"):
        shares.read("\n".join(lines))


def test_a_line_of_another_page_is_told() -> None:
    pages = pages_of(SEED)
    for number in range(1, LINES + 1):
        lines = pages[1].typed.splitlines()
        lines[number + 1] = pages[2].typed.splitlines()[number + 1]

        with pytest.raises(BadShare, match=r"(another page|CHECK line)"):
            shares.read("\n".join(lines))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda text: "", "is missing"),
        (lambda text: text.partition("\n7 ")[0], "what begins with 7, 8, 9, 10, 11, 12, CHECK is missing"),
        (lambda text: text + text, "stands there twice"),
        (lambda text: text.replace("CUSTODIAN 3", "CUSTODIAN 6"), "one of 1 to 5"),
        (lambda text: text.replace("SET ", "SET U"), "no U"),
        (lambda text: text.replace("SET ", "SET 0"), "eight characters"),
        (lambda text: text.replace("\n5 ", "\n5 0"), "line 5 has 29 characters instead of 28"),
        (lambda text: text.replace("\n5 ", "\n5 é"), "line 5: there is a character"),
        (lambda text: text.replace("CHECK ", "CHECK 0"), "do not fit"),
        (lambda text: "SEALPOST-SHARE:1:AAAA", "not read whole"),
        (lambda text: "SEALPOST-SHARE:1", "not read whole"),
    ],
)
def test_what_is_no_page_is_told_in_a_sentence(changed, words: str) -> None:
    with pytest.raises(BadShare, match=words):
        shares.read(changed(pages_of(SEED)[3].typed))


def test_a_page_that_says_another_custodian_or_set_is_refused() -> None:
    share = pages_of(SEED)[3]
    other_set = pages_of(bytes(32))[3].set_code

    for changed in (
        share.typed.replace("CUSTODIAN 3", "CUSTODIAN 4"),
        share.scanned.replace(share.set_code, other_set),
    ):
        with pytest.raises(BadShare):
            shares.read(changed)


def test_a_share_shows_and_pickles_nothing() -> None:
    share = pages_of(SEED)[5]

    assert repr(share) == "<Share of custodian 5>"
    with pytest.raises(TypeError):
        pickle.dumps(share)
