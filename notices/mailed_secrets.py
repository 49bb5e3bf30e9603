"""Secrets that a mail carries, by which whoever reads it does one thing, such as to confirm an address.

Each is random. Its text waits sealed in the row of its notice and is erased when that was sent; whoever takes
it keeps a hash. So every attempt to mail a notice carries the same, and no table gives it away.
"""

import secrets
from enum import StrEnum
from hashlib import sha256

from encryption.codes import normalise, random_code
from encryption.contexts import ctx
from encryption.errors import BadCode

LINK_CHARACTERS = 43


class Use(StrEnum):
    """Name what a secret is for; the hash is bound to it, so that none serves for anything else."""

    ADDRESS_CONFIRMATION = "address-confirmation"
    ACCOUNT_CODE = "account-code"
    SIGN_IN_LINK = "sign-in-link"
    PASSWORD_RESET = "password-reset"  # noqa: S105


# Of 5 bits each. The shorter one opens nothing; both may be typed.
_CODE_CHARACTERS = {Use.ACCOUNT_CODE: 16, Use.SIGN_IN_LINK: 26, Use.PASSWORD_RESET: 26}


def new_link() -> str:
    """Make a secret of 256 bits that is only ever followed, never typed."""
    return secrets.token_urlsafe(32)


def new_code(use: Use) -> str:
    """Make a secret that people may type: 80 or 130 bits, in the alphabet of our codes."""
    return random_code(_CODE_CHARACTERS[use])


def hashed(use: Use, secret: str) -> bytes:
    """Compute the 32 bytes by which a secret is found again."""
    return sha256(ctx(f"{use}-hash", secret)).digest()


def hashed_as_typed(use: Use, typed: str) -> bytes:
    """Compute what `hashed` gives of a code however it was typed; raises BadCode for what is none."""
    code = normalise(typed)
    if len(code) != _CODE_CHARACTERS[use]:
        raise BadCode("not of this length")
    return hashed(use, code)
