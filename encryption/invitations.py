"""Invitations: a token that travels in a link, and a PIN that travels another way. Opening takes both."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from encryption.boxes import derive_key
from encryption.codes import group, normalise, random_code
from encryption.contexts import ctx
from encryption.errors import BadCode

TOKEN_CHARACTERS = 26
PIN_CHARACTERS = 10


@dataclass(frozen=True, repr=False, eq=False)
class InvitationCode:
    """Hold the two halves of an invitation: 130 random bits in the token, 50 in the PIN."""

    token: str
    pin: str

    @classmethod
    def new(cls) -> "InvitationCode":
        """Make both halves."""
        return cls(random_code(TOKEN_CHARACTERS), random_code(PIN_CHARACTERS))

    @classmethod
    def parse(cls, token: str, pin: str) -> "InvitationCode":
        """Read both halves as they were typed; raises BadCode for wrong characters or lengths."""
        code = cls(normalise(token), normalise(pin))
        if (len(code.token), len(code.pin)) != (TOKEN_CHARACTERS, PIN_CHARACTERS):
            raise BadCode("wrong length")
        return code

    @property
    def token_text(self) -> str:
        """Write the token as it is mailed, in groups of four."""
        return group(self.token)

    @property
    def pin_text(self) -> str:
        """Write the PIN as it is read out, in groups of four."""
        return group(self.pin)

    def slot_id(self) -> UUID:
        """Compute the id of the slot that the token finds; it tells nothing of the token."""
        return UUID(bytes=derive_key(self.token.encode(), info=ctx("invitation-slot"))[:16])

    def key(self, stretched_pin: bytes, *, salt: bytes, context: bytes) -> bytes:
        """Derive the 32 bytes that open the slot.

        stretched_pin: 32 bytes that a slow derivation made of the PIN. salt, context: the slot's.
        """
        return derive_key(self.token.encode() + stretched_pin, salt=salt, info=context)

    def __repr__(self) -> str:
        return "<InvitationCode>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an invitation's code is not pickled or copied")
