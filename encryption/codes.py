"""Codes that people type: Crockford's base 32, without his check symbols, which are hard to read out."""

import secrets
import unicodedata
from dataclasses import dataclass
from typing import NoReturn

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from encryption.boxes import derive_key
from encryption.contexts import ctx
from encryption.errors import BadCode

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_CHARACTERS = 4
LONGEST_TYPED = 200

LOCATOR_CHARACTERS = 3
SECRET_CHARACTERS = 16
REPLY_CODE_CHARACTERS = LOCATOR_CHARACTERS + SECRET_CHARACTERS + 1
LEAST_FORM_SECRET_BYTES = 16

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans("OIL", "011")
# Dashes, spaces and invisible marks (soft hyphen, zero-width space) come with pasted text.
_DROPPED_CATEGORIES = frozenset({"Pd", "Zs", "Zl", "Zp", "Cf"})
_DROPPED_CHARACTERS = frozenset("\t\r\n\u2212")


def normalise(typed: str) -> str:
    """Turn what was typed into characters of the alphabet.

    Any case; dashes and spaces are dropped; O reads as 0, I and L as 1; full-width forms as plain ones.
    Raises BadCode for U, for anything else and for more than 200 characters.
    """
    if len(typed) > LONGEST_TYPED:
        raise BadCode("too long")
    folded = unicodedata.normalize("NFKC", typed)
    kept = "".join(filter(_is_kept, folded))
    if not kept.isascii():
        raise BadCode("not in the alphabet")
    code = kept.upper().translate(_LOOK_ALIKES)
    if any(character not in _VALUES for character in code):
        raise BadCode("not in the alphabet")
    return code


def group(code: str) -> str:
    """Write a code in groups of four: K7QX-…"""
    starts = range(0, len(code), GROUP_CHARACTERS)
    return "-".join(code[start : start + GROUP_CHARACTERS] for start in starts)


def encode(value: int, characters: int) -> str:
    """Write a number of so many times five bits as a code."""
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(characters)))


def decode(code: str) -> int:
    """Read the number that `encode` wrote; code: as `normalise` gives it."""
    value = 0
    for character in code:
        value = value << 5 | _VALUES[character]
    return value


def random_code(characters: int) -> str:
    """Make a code of random characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(characters))


@dataclass(frozen=True, repr=False, eq=False)
class ReplyCode:
    """Hold a reply code's parts: 3 characters that find its row, and 16 (80 bits) that open the account key.

    The twentieth character is a check of the typing and is computed.
    """

    locator: str
    secret: str

    @classmethod
    def from_form_secret(cls, secret: bytes) -> "ReplyCode":
        """Derive the code of a comment form, so that the same form always gives the same code.

        secret: at least 16 random bytes that only this form holds.
        Locator and secret are separate bits of the derivation: the first tells nothing of the second.
        """
        if len(secret) < LEAST_FORM_SECRET_BYTES:
            raise ValueError("a form secret has at least 16 bytes")
        derived = HKDF(SHA512(), 12, None, ctx("reply-code")).derive(secret)
        characters = encode(int.from_bytes(derived, "big"), LOCATOR_CHARACTERS + SECRET_CHARACTERS)
        return cls(characters[:LOCATOR_CHARACTERS], characters[LOCATOR_CHARACTERS:])

    @classmethod
    def parse(cls, typed: str) -> "ReplyCode":
        """Read a typed code; raises BadCode for wrong characters, length or check character."""
        code = normalise(typed)
        if len(code) != REPLY_CODE_CHARACTERS:
            raise BadCode("wrong length")
        if check_character(code[:-1]) != code[-1]:
            raise BadCode("wrong check character")
        return cls(code[:LOCATOR_CHARACTERS], code[LOCATOR_CHARACTERS:-1])

    @property
    def text(self) -> str:
        """Write the code as it is shown and printed: five groups of four."""
        characters = self.locator + self.secret
        return group(characters + check_character(characters))

    def key(self, salt: bytes, context: bytes) -> bytes:
        """Derive the 32 bytes that open this code's slot.

        salt: random bytes of the slot's row, at least 16. context: the slot's.
        """
        secret = decode(self.secret).to_bytes(SECRET_CHARACTERS * 5 // 8, "big")
        return derive_key(secret, salt=salt, info=context)

    def __repr__(self) -> str:
        return "<ReplyCode>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a reply code is not pickled or copied")


def check_character(code: str) -> str:
    """Compute the character that catches any one wrong character and any two that changed places.

    code: at most 30 characters of the alphabet.
    The characters are coefficients of a polynomial over GF(32) (x^5 + x^2 + 1), evaluated at the element 2,
    whose first 31 powers differ: so two places never weigh the same.
    """
    total = 0
    for character in code:
        total = _double(total ^ _VALUES[character])
    return ALPHABET[total]


def _double(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled > 31 else doubled


def _is_kept(character: str) -> bool:
    return character not in _DROPPED_CHARACTERS and unicodedata.category(character) not in _DROPPED_CATEGORIES
