"""Passwords: one run, two halves, a floor."""

import copy
import pickle

import pytest
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from encryption.contexts import ctx
from encryption.errors import WeakParameters
from encryption.passwords import DEFAULT, FIPS_DEFAULT, WEAK_FOR_TESTS, KdfParameters, derive

SALT, PEPPER = b"s" * 16, b"p" * 32
PASSWORD = "correct horse"
WEAK_PBKDF2 = KdfParameters("pbkdf2-hmac-sha512", memory_kib=0, iterations=10, lanes=0)


def halves(
    password: str = PASSWORD,
    *,
    salt: bytes = SALT,
    pepper: bytes = PEPPER,
    parameters: KdfParameters = WEAK_FOR_TESTS,
) -> tuple[bytes, bytes]:
    keys = derive(password, salt=salt, pepper=pepper, parameters=parameters)
    return keys.verifier, keys.kek


@pytest.mark.parametrize("parameters", [WEAK_FOR_TESTS, WEAK_PBKDF2])
def test_every_input_changes_both_halves(parameters: KdfParameters) -> None:
    twice = KdfParameters(
        parameters.algorithm, parameters.memory_kib, parameters.iterations + 1, parameters.lanes
    )
    outputs = [
        halves(parameters=parameters),
        halves("Correct horse", parameters=parameters),
        halves(salt=b"t" * 16, parameters=parameters),
        halves(pepper=b"q" * 32, parameters=parameters),
        halves(parameters=twice),
    ]

    assert halves(parameters=parameters) == outputs[0]
    assert len({half for output in outputs for half in output}) == 2 * len(outputs)
    assert {len(half) for output in outputs for half in output} == {32}


def test_the_split_is_the_documented_one() -> None:
    slow = Argon2id(salt=SALT, length=64, iterations=1, lanes=1, memory_cost=64, secret=PEPPER)
    run = slow.derive(b"correct horse")

    verifier, kek = halves()

    assert verifier == HKDF(SHA512(), 32, None, ctx("password", "verifier")).derive(run)
    assert kek == HKDF(SHA512(), 32, None, ctx("password", "kek")).derive(run)


def test_the_same_password_typed_on_another_keyboard_is_the_same() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"

    assert halves(composed) == halves(decomposed)


def test_compatibility_forms_stay_different_passwords() -> None:
    assert len({halves(password) for password in ("x2", "x\u00b2", "\uff582")}) == 3


def test_a_lone_surrogate_raises_nothing_that_carries_the_password() -> None:
    assert halves("\ud800x") != halves("x")


@pytest.mark.parametrize(
    "parameters",
    [
        KdfParameters("argon2id", 64 * 1024 - 1, 3, 1),
        KdfParameters("argon2id", 64 * 1024, 2, 1),
        KdfParameters("argon2id", 64 * 1024, 3, 0),
        KdfParameters("pbkdf2-hmac-sha512", 0, 599_999, 0),
        KdfParameters("scrypt", 1 << 20, 1 << 20, 1),
        WEAK_FOR_TESTS,
    ],
)
def test_the_floor_refuses_what_is_below(parameters: KdfParameters) -> None:
    with pytest.raises(WeakParameters):
        parameters.check_floor()


@pytest.mark.parametrize("parameters", [DEFAULT, FIPS_DEFAULT])
def test_the_defaults_stand_on_the_floor(parameters: KdfParameters) -> None:
    parameters.check_floor()


@pytest.mark.parametrize(("salt", "pepper"), [(b"s" * 15, PEPPER), (SALT, b"p" * 15), (SALT, b"")])
def test_a_short_salt_or_pepper_is_refused(salt: bytes, pepper: bytes) -> None:
    with pytest.raises(WeakParameters):
        halves(salt=salt, pepper=pepper)


@pytest.mark.parametrize("parameters", [DEFAULT, FIPS_DEFAULT, WEAK_FOR_TESTS])
def test_stored_parameters_are_the_same_parameters(parameters: KdfParameters) -> None:
    assert KdfParameters.from_json(parameters.to_json()) == parameters


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 5000,
        DEFAULT.to_json() + " ",
        DEFAULT.to_json().replace("argon2id", "md5"),
        DEFAULT.to_json().replace("3", "3.0"),
        DEFAULT.to_json().replace("3", '"3"'),
        DEFAULT.to_json().replace("3", "true"),
        DEFAULT.to_json().replace("3", "-3"),
        DEFAULT.to_json().replace("}", ',"more":1}'),
        DEFAULT.to_json().replace('"argon2id"', "{}"),
    ],
)
def test_other_text_is_not_parameters(text: str) -> None:
    with pytest.raises(WeakParameters):
        KdfParameters.from_json(text)


@given(text=st.text())
def test_any_text_is_parameters_in_their_one_spelling_or_refused(text: str) -> None:
    try:
        parameters = KdfParameters.from_json(text)
    except WeakParameters:
        return

    assert parameters.to_json() == text


def test_the_halves_are_neither_shown_nor_pickled_nor_copied() -> None:
    keys = derive("correct horse", salt=SALT, pepper=PEPPER, parameters=WEAK_FOR_TESTS)

    assert keys.kek.hex() not in f"{keys!r} {keys}"
    assert repr(keys.kek)[2:-1] not in f"{keys!r} {keys}"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            take(keys)
