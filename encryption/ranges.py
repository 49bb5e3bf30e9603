"""Range reads: any piece of a sealed part, without reading what stands before it.

Source: C2SP chunked-encryption, version 1 (https://c2sp.org/chunked-encryption), in the instantiation
Cobblestone-256 (HKDF-Expand with SHA-512, AES-256-GCM). Reading only: sealing stays with the library.
"""

import hmac
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from encryption.boxes import KEY_BYTES
from encryption.errors import CannotOpen

CHUNK_BYTES = 16 * 1024
TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES
SALT_BYTES = 24
COMMITMENT_BYTES = 32
PREFIX_BYTES = SALT_BYTES + COMMITMENT_BYTES
NONCE_BYTES = 12
MOST_CHUNKS = 2**38

_INFO = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"


class SupportsReadAt(Protocol):
    """Name what a store of ciphertext must offer."""

    def read_at(self, offset: int, size: int) -> bytes:
        """Give `size` bytes from `offset`; fewer only where the ciphertext ends."""


class RangeReader:
    """Read ranges of one sealed part.

    The commitment and the last chunk are authenticated first, so that `size` is known to be true and a part
    that was cut or extended opens nowhere. Nothing is returned that was not authenticated.
    length: bytes of the ciphertext, as the header says.
    Raises CannotOpen.
    """

    def __init__(self, key: bytes, context: bytes, source: SupportsReadAt, length: int) -> None:
        self._source = source
        last, last_bytes = divmod(length - PREFIX_BYTES, SEALED_CHUNK_BYTES)
        if length < PREFIX_BYTES or last_bytes < TAG_BYTES or last >= MOST_CHUNKS:
            raise CannotOpen
        self.size = last * CHUNK_BYTES + last_bytes - TAG_BYTES
        self._length = length
        self._aead, self._base_nonce = self._open_prefix(key, context)
        self._chunks(last, last)

    def read(self, start: int, size: int) -> bytes:
        """Give `size` plaintext bytes from `start`; fewer at the end of the part, none behind it.

        Raises CannotOpen, and ValueError for a negative start or size.
        """
        if start < 0 or size < 0:
            raise ValueError("a range has no negative start or size")
        end = min(start + size, self.size)
        if start >= end:
            return b""
        first, last = start // CHUNK_BYTES, (end - 1) // CHUNK_BYTES
        skipped = first * CHUNK_BYTES
        return self._chunks(first, last)[start - skipped : end - skipped]

    def _open_prefix(self, key: bytes, context: bytes) -> tuple[AESGCM, int]:
        if len(key) != KEY_BYTES:
            raise CannotOpen
        prefix = self._read_at(0, PREFIX_BYTES)
        salt, commitment = prefix[:SALT_BYTES], prefix[SALT_BYTES:]
        derived = HKDFExpand(SHA512(), KEY_BYTES + NONCE_BYTES + COMMITMENT_BYTES, _INFO + salt + context)
        secret = derived.derive(key)
        if not hmac.compare_digest(secret[KEY_BYTES + NONCE_BYTES :], commitment):
            raise CannotOpen
        base_nonce = int.from_bytes(secret[KEY_BYTES : KEY_BYTES + NONCE_BYTES], "big")
        return AESGCM(secret[:KEY_BYTES]), base_nonce

    def _chunks(self, first: int, last: int) -> bytes:
        start = PREFIX_BYTES + first * SEALED_CHUNK_BYTES
        end = min(PREFIX_BYTES + (last + 1) * SEALED_CHUNK_BYTES, self._length)
        sealed = self._read_at(start, end - start)
        return b"".join(
            self._open_chunk(number, sealed[offset : offset + SEALED_CHUNK_BYTES])
            for number, offset in enumerate(range(0, len(sealed), SEALED_CHUNK_BYTES), first)
        )

    def _open_chunk(self, number: int, sealed: bytes) -> bytes:
        nonce = (self._base_nonce ^ number).to_bytes(NONCE_BYTES, "big")
        try:
            return self._aead.decrypt(nonce, sealed, None)
        except InvalidTag:
            raise CannotOpen from None

    def _read_at(self, offset: int, size: int) -> bytes:
        data = self._source.read_at(offset, size)
        if len(data) != size:
            raise CannotOpen
        return data
