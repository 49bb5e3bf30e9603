"""Codes: forgiving of how they are typed, unforgiving of what."""

import copy
import pickle

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from encryption.boxes import derive_key
from encryption.codes import ALPHABET, ReplyCode, check_character, group, normalise, random_code
from encryption.errors import BadCode

CODE = st.text(alphabet=ALPHABET, min_size=19, max_size=19)
FORM_SECRET = b"one form's secret, sixteen or more"
KNOWN = ReplyCode.from_form_secret(FORM_SECRET)


def test_the_alphabet_has_no_letter_that_reads_as_another() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("k7qx-12ab", "K7QX12AB"),
        ("  K7QX 12AB ", "K7QX12AB"),
        ("K7QX\u201312AB", "K7QX12AB"),
        ("K7QX\u221212AB\r\n", "K7QX12AB"),
        ("oOiIlL", "001111"),
        ("\uff2b\uff17\uff31\uff38\uff0d\uff11\uff12", "K7QX12"),
        ("K7\u200bQX\u00ad\ufeff\u00a0", "K7QX"),
        ("", ""),
    ],
)
def test_how_a_code_is_typed_does_not_matter(typed: str, code: str) -> None:
    assert normalise(typed) == code


@pytest.mark.parametrize(
    "typed", ["U", "u", "\uff35", "K7QX!", "K_7", "\u00df", "\u0131", "\u041a", "\u0667", "\0", "1" * 201]
)
def test_other_characters_are_refused(typed: str) -> None:
    with pytest.raises(BadCode):
        normalise(typed)


@given(st.text(max_size=250))
def test_any_text_is_a_code_or_refused(typed: str) -> None:
    try:
        code = normalise(typed)
    except BadCode:
        return

    assert set(code) <= set(ALPHABET)
    assert normalise(group(code).lower()) == code


@given(CODE, st.integers(0, 2**20))
def test_a_code_survives_any_way_of_writing_it(characters: str, ways: int) -> None:
    code = ReplyCode(characters[:3], characters[3:])
    look_alikes = {"0": "oO0", "1": "iIlL1"}
    typed = "".join(
        look_alikes.get(character, character.lower() + character)[(ways >> place) % 2] + " -"[ways % 2]
        for place, character in enumerate(code.text.replace("-", ""))
    )

    parsed = ReplyCode.parse(typed)

    assert (parsed.locator, parsed.secret, parsed.text) == (code.locator, code.secret, code.text)


@given(CODE, st.integers(0, 19), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(characters: str, place: int, wrong: str) -> None:
    text = characters + check_character(characters)
    assume(text[place] != wrong)

    with pytest.raises(BadCode):
        ReplyCode.parse(text[:place] + wrong + text[place + 1 :])


@given(CODE, st.integers(0, 19), st.integers(0, 19))
def test_two_characters_that_changed_places_are_always_noticed(characters: str, one: int, other: int) -> None:
    text = list(characters + check_character(characters))
    assume(text[one] != text[other])
    text[one], text[other] = text[other], text[one]

    with pytest.raises(BadCode):
        ReplyCode.parse("".join(text))


def test_every_wrong_check_character_is_refused() -> None:
    characters = KNOWN.locator + KNOWN.secret

    accepted = [character for character in ALPHABET if parses(characters + character)]

    assert accepted == [KNOWN.text[-1]]


def parses(typed: str) -> bool:
    try:
        ReplyCode.parse(typed)
    except BadCode:
        return False
    return True


@pytest.mark.parametrize("typed", ["", KNOWN.text[:-1], KNOWN.text + "0", KNOWN.text * 2])
def test_a_code_of_another_length_is_refused(typed: str) -> None:
    with pytest.raises(BadCode):
        ReplyCode.parse(typed)


def test_the_same_form_always_gives_the_same_code() -> None:
    again, other = ReplyCode.from_form_secret(FORM_SECRET), ReplyCode.from_form_secret(FORM_SECRET[::-1])

    assert again.text == KNOWN.text == "VM0J-JTRK-PAM7-06EV-9ATP"
    assert other.text != KNOWN.text
    assert other.secret != KNOWN.secret


def test_a_short_form_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        ReplyCode.from_form_secret(bytes(15))


def test_a_code_is_shown_in_five_groups_of_four() -> None:
    assert [len(part) for part in KNOWN.text.split("-")] == [4, 4, 4, 4, 4]


def test_the_key_is_of_the_eighty_secret_bits_salt_and_context() -> None:
    code = ReplyCode("000", "ZZZZZZZZZZZZZZZ0")
    secret = ((1 << 80) - 32).to_bytes(10, "big")

    assert code.key(b"s" * 16, b"slot") == derive_key(secret, salt=b"s" * 16, info=b"slot")
    assert code.key(b"s" * 16, b"slot") == ReplyCode("111", code.secret).key(b"s" * 16, b"slot")
    assert code.key(b"s" * 16, b"slot") != code.key(b"t" * 16, b"slot")
    assert code.key(b"s" * 16, b"slot") != code.key(b"s" * 16, b"other slot")


def test_random_codes_have_the_length_and_differ() -> None:
    codes = {random_code(12) for _ in range(200)}

    assert len(codes) == 200
    assert all(len(code) == 12 and set(code) <= set(ALPHABET) for code in codes)


def test_a_reply_code_is_neither_shown_nor_pickled_nor_copied() -> None:
    shown = f"{KNOWN!r} {KNOWN}"

    assert KNOWN.secret not in shown
    assert KNOWN.text not in shown
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(KNOWN)
