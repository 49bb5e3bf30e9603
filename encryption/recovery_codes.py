"""Recovery codes: 160 bits on paper, which open an account once and are replaced by another."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from encryption.boxes import derive_key
from encryption.codes import ALPHABET, group, normalise, random_code
from encryption.contexts import ctx
from encryption.errors import BadCode

RECOVERY_CODE_CHARACTERS = 32
FORM_SECRET_BYTES = 16


@dataclass(frozen=True, repr=False, eq=False)
class RecoveryCode:
    """Hold the 32 characters of a recovery code, 160 bits that nobody can guess."""

    characters: str

    @classmethod
    def new(cls) -> "RecoveryCode":
        """Make a code."""
        return cls(random_code(RECOVERY_CODE_CHARACTERS))

    @classmethod
    def parse(cls, typed: str) -> "RecoveryCode":
        """Read a typed code; raises BadCode for wrong characters or length."""
        characters = normalise(typed)
        if len(characters) != RECOVERY_CODE_CHARACTERS:
            raise BadCode("wrong length")
        return cls(characters)

    def replacement(self, form_secret: bytes) -> "RecoveryCode":
        """Derive the code that comes in the place of this one when it is used in one form.

        form_secret: 16 random bytes of that form. The same form that is posted again, as after a double
        click or a lost answer, gives the same code; whoever finds the used code later cannot compute it.
        """
        if len(form_secret) != FORM_SECRET_BYTES:
            raise ValueError("a form secret has 16 bytes")
        info = ctx("recovery-replacement", form_secret)
        derived = derive_key(self.characters.encode(), info=info)
        # A byte has eight bits and a character five: the lowest five of each are as even as all of them.
        return RecoveryCode("".join(ALPHABET[byte & 31] for byte in derived))

    @property
    def text(self) -> str:
        """Write the code as it is shown and printed: eight groups of four."""
        return group(self.characters)

    def slot_id(self) -> UUID:
        """Compute the id of the slot that the code finds; it tells nothing of the code."""
        return UUID(bytes=derive_key(self.characters.encode(), info=ctx("recovery-slot"))[:16])

    def key(self, salt: bytes, context: bytes) -> bytes:
        """Derive the 32 bytes that open this code's slot.

        salt, context: the slot's.
        """
        return derive_key(self.characters.encode(), salt=salt, info=context)

    def __repr__(self) -> str:
        return "<RecoveryCode>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a recovery code is not pickled or copied")
