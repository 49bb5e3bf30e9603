"""Boxes: small ciphertexts that are sealed and opened whole (Cobblestone-256)."""

import secrets

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from encryption.errors import CannotOpen

KEY_BYTES = 32
OVERHEAD_BYTES = 72


def new_key() -> bytes:
    """Make 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Seal `plaintext`; the same key may seal any number of boxes, for each has its own random salt.

    context: bound to the box, not stored in it.
    """
    encryptor = Cobblestone256Encryptor(key, context)
    return encryptor.update(plaintext) + encryptor.finalize()


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open a box whole or not at all; raises CannotOpen."""
    try:
        decryptor = Cobblestone256Decryptor(key, context)
        return decryptor.update(sealed) + decryptor.finalize()
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def derive_key(secret: bytes, *, salt: bytes = b"", info: bytes) -> bytes:
    """Derive 32 bytes from a secret of full strength by HKDF-SHA-512 (RFC 5869)."""
    return HKDF(SHA512(), KEY_BYTES, salt or None, info).derive(secret)
