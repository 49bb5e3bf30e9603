"""Streams: parts that are too large for memory, sealed and opened piece by piece (Cobblestone-256)."""

from hashlib import sha256

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import AlreadyFinalized, InvalidTag
from cryptography.utils import Buffer

from encryption.errors import CannotOpen
from encryption.headers import PartDigest
from encryption.ranges import RangeReader, SupportsReadAt

__all__ = [
    "RangeReader",
    "StreamOpener",
    "StreamSealer",
    "SupportsReadAt",
    "opening_buffer_bytes",
    "sealing_buffer_bytes",
]


def sealing_buffer_bytes(most: int) -> int:
    """Compute how large a buffer `StreamSealer.update_into` needs for pieces of at most `most` bytes."""
    return most + most // 1024 + 16456


def opening_buffer_bytes(most: int) -> int:
    """Compute how large a buffer `StreamOpener.update_into` needs for pieces of at most `most` bytes."""
    return most + 16400


class StreamSealer:
    """Seal one part while it streams, and measure the ciphertext on the way."""

    def __init__(self, key: bytes, context: bytes) -> None:
        self._encryptor = Cobblestone256Encryptor(key, context)
        self._hash = sha256()
        self.length = 0

    def update(self, data: Buffer) -> bytes:
        """Take a piece of plaintext; gives the ciphertext that became ready, perhaps none."""
        return self._measured(self._encryptor.update(data))

    def update_into(self, data: Buffer, buffer: Buffer) -> int:
        """Do as `update`, writing into a buffer that the caller uses again; gives the bytes written."""
        written = self._encryptor.update_into(data, buffer)
        self._hash.update(memoryview(buffer)[:written])
        self.length += written
        return written

    def finalize(self) -> bytes:
        """Seal the last chunk; nothing can be added afterwards."""
        return self._measured(self._encryptor.finalize())

    @property
    def sha256(self) -> str:
        """Give the SHA-256 (hex) of all ciphertext so far."""
        return self._hash.hexdigest()

    @property
    def digest(self) -> PartDigest:
        """Give what the header says of this part; final after `finalize`."""
        return PartDigest(self.length, self.sha256)

    def _measured(self, ciphertext: bytes) -> bytes:
        self._hash.update(ciphertext)
        self.length += len(ciphertext)
        return ciphertext


class StreamOpener:
    """Open one part while it streams.

    Every byte that comes out was sealed for this place, but only `finalize` tells that the part was not cut
    short and, with `expected`, that it is the one that was signed.
    After the first CannotOpen every call raises CannotOpen.
    expected: length and hash of the ciphertext, as the header says.
    """

    def __init__(self, key: bytes, context: bytes, expected: PartDigest | None = None) -> None:
        self._decryptor = Cobblestone256Decryptor(key, context)
        self._expected = expected
        self._hash = sha256()
        self._length = 0

    def update(self, data: Buffer) -> bytes:
        """Take a piece of ciphertext; gives the plaintext of the chunks that are complete, perhaps none."""
        self._measure(data)
        try:
            return self._decryptor.update(data)
        except (InvalidTag, AlreadyFinalized):
            raise CannotOpen from None

    def update_into(self, data: Buffer, buffer: Buffer) -> int:
        """Do as `update`, writing into a buffer; when this raises, the buffer holds nothing to be used."""
        self._measure(data)
        try:
            return self._decryptor.update_into(data, buffer)
        except (InvalidTag, AlreadyFinalized):
            raise CannotOpen from None

    def finalize(self) -> bytes:
        """Open the last chunk; raises CannotOpen unless the part is whole and the expected one."""
        try:
            last = self._decryptor.finalize()
        except (InvalidTag, AlreadyFinalized):
            raise CannotOpen from None
        if self._expected and self._expected != PartDigest(self._length, self._hash.hexdigest()):
            raise CannotOpen
        return last

    def _measure(self, data: Buffer) -> None:
        if self._expected:
            self._hash.update(data)
            self._length += memoryview(data).nbytes
