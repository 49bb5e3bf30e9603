"""Recovery codes: 160 bits that are read as people type them, and replaced by others."""

import copy
import pickle
from typing import Any

import pytest

from encryption.codes import ALPHABET
from encryption.errors import BadCode
from encryption.recovery_codes import RecoveryCode

CODE = RecoveryCode("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_a_code_has_eight_groups_of_four() -> None:
    assert CODE.text == "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
    assert set(RecoveryCode.new().characters) <= set(ALPHABET)
    assert len({RecoveryCode.new().characters for _ in range(100)}) == 100


@pytest.mark.parametrize("typed", [CODE.text.lower(), CODE.text.replace("-", " "), f" {CODE.characters}\n"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert RecoveryCode.parse(typed).characters == CODE.characters


@pytest.mark.parametrize("typed", ["", CODE.text[:-1], CODE.text + "0", "U" * 32, "\u0660" * 32])
def test_anything_else_is_no_code(typed: str) -> None:
    with pytest.raises(BadCode):
        RecoveryCode.parse(typed)


def test_one_form_replaces_a_code_by_one_code() -> None:
    forms = [bytes([number]) * 16 for number in range(20)]

    replacements = [CODE.replacement(form).characters for form in forms]

    assert replacements == [CODE.replacement(form).characters for form in forms]
    assert len({*replacements, CODE.characters}) == 21
    assert {len(each) for each in replacements} == {32}
    with pytest.raises(ValueError, match="16 bytes"):
        CODE.replacement(b"short")


def test_the_slot_tells_nothing_of_the_code_and_each_code_has_its_own() -> None:
    other = CODE.replacement(bytes(16))

    assert CODE.slot_id() != other.slot_id()
    assert CODE.key(b"salt" * 4, b"context") != other.key(b"salt" * 4, b"context")
    assert CODE.key(b"salt" * 4, b"context")[:16] != CODE.slot_id().bytes


@pytest.mark.parametrize("do", [repr, str])
def test_a_code_does_not_show_itself(do: Any) -> None:
    assert "0123" not in do(CODE)


@pytest.mark.parametrize("do", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_code_is_not_copied(do: Any) -> None:
    with pytest.raises(TypeError):
        do(CODE)
