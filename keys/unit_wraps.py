"""Unit wraps: a message key sealed a second time, so that a unit's lists need no public-key operation a row.

Whoever has opened a unit's key derives the secret under which they are sealed. They are made when a member
first opens a message, stand beside the format and not in it, and may be lost: the wraps open all the same.
"""

from hashlib import sha256
from typing import NoReturn

from encryption import boxes
from encryption.contexts import ctx
from encryption.keypairs import PrivateKey


class UnitWraps:
    """Seals and opens the unit wraps of one unit key, for as long as a request has that key open."""

    __slots__ = ("_key_id", "_secret")

    def __init__(self, unit_key: PrivateKey) -> None:
        self._key_id = unit_key.key_id
        self._secret = boxes.derive_key(unit_key.kem_seed, info=ctx("unit-wrap-key", unit_key.key_id))

    def seal(self, header: bytes, message_key: bytes) -> bytes:
        """Seal a message key for whoever opens this unit key; bound to the header as a wrap is."""
        return boxes.seal(self._secret, message_key, self._context(header))

    def unseal(self, header: bytes, unit_wrap: bytes) -> bytes:
        """Open what `seal` sealed for the same key and header; raises encryption.errors.CannotOpen."""
        return boxes.unseal(self._secret, unit_wrap, self._context(header))

    def _context(self, header: bytes) -> bytes:
        return ctx("unit-wrap", sha256(header).digest(), self._key_id)

    def __repr__(self) -> str:
        return f"<UnitWraps {self._key_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what opens unit wraps is not pickled or copied")
