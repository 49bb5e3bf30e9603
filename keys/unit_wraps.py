"""Unit wraps: a message key sealed a second time, so that a unit's lists need no public-key operation a row.

Whoever has opened a unit's key derives the secret under which they are sealed. They are made when a member
first opens a message, stand beside the format and not in it, and may be lost: the wraps open all the same.
"""

from hashlib import sha256

from encryption import boxes
from encryption.contexts import ctx
from encryption.keypairs import PrivateKey


def seal(unit_key: PrivateKey, header: bytes, message_key: bytes) -> bytes:
    """Seal a message key for whoever opens this unit key; bound to the header as a wrap is."""
    return boxes.seal(_secret(unit_key), message_key, _context(unit_key, header))


def unseal(unit_key: PrivateKey, header: bytes, unit_wrap: bytes) -> bytes:
    """Open what `seal` sealed for the same key and header; raises encryption.errors.CannotOpen."""
    return boxes.unseal(_secret(unit_key), unit_wrap, _context(unit_key, header))


def _secret(unit_key: PrivateKey) -> bytes:
    return boxes.derive_key(unit_key.kem_seed, info=ctx("unit-wrap-key", unit_key.key_id))


def _context(unit_key: PrivateKey, header: bytes) -> bytes:
    return ctx("unit-wrap", sha256(header).digest(), unit_key.key_id)
