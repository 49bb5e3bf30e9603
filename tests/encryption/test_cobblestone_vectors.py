"""Cobblestone-256 against the Wycheproof vectors: whole, streamed, and by ranges.

Source: C2SP Wycheproof, `c2sp_chunked_encryption_aes_256_gcm_test.json`, Apache-2.0; see the file itself.
How to apply them: doc/c2sp_chunked_encryption.md of that project.
"""

import json
import zlib
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest

from encryption import boxes
from encryption.errors import CannotOpen
from encryption.ranges import CHUNK_BYTES, RangeReader
from encryption.streams import StreamOpener

Vector = dict[str, Any]

VECTORS: list[Vector] = json.loads(
    (Path(__file__).parent / "vectors" / "wycheproof_cobblestone256.json").read_text()
)["tests"]
VALID = [vector for vector in VECTORS if vector["result"] == "valid"]
INVALID = [vector for vector in VECTORS if vector["result"] == "invalid"]


class Memory:
    """Ciphertext that can be read at any place."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read_at(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


def name_of(vector: Vector) -> str:
    return f"{vector['tcId']}-{vector['comment'].replace(' ', '-')}"


def inputs(vector: Vector) -> tuple[bytes, bytes, bytes]:
    ciphertext = zlib.decompress(bytes.fromhex(vector["ct"]))
    return bytes.fromhex(vector["key"]), bytes.fromhex(vector["ctx"]), ciphertext


def is_message(vector: Vector, plaintext: bytes) -> bool:
    return (len(plaintext), sha512(plaintext).hexdigest()) == (vector["msgLength"], vector["msgSha512"])


def read_all(key: bytes, context: bytes, ciphertext: bytes) -> bytes:
    reader = RangeReader(key, context, Memory(ciphertext), len(ciphertext))
    return reader.read(0, reader.size)


@pytest.mark.parametrize("vector", VALID, ids=name_of)
def test_a_valid_vector_opens_in_every_way(vector: Vector) -> None:
    key, context, ciphertext = inputs(vector)
    opener = StreamOpener(key, context)

    streamed = b"".join(opener.update(ciphertext[at : at + 1000]) for at in range(0, len(ciphertext), 1000))

    assert is_message(vector, boxes.unseal(key, ciphertext, context))
    assert is_message(vector, streamed + opener.finalize())
    assert is_message(vector, read_all(key, context, ciphertext))


@pytest.mark.parametrize("vector", INVALID, ids=name_of)
def test_an_invalid_vector_opens_in_no_way(vector: Vector) -> None:
    key, context, ciphertext = inputs(vector)

    with pytest.raises(CannotOpen):
        boxes.unseal(key, ciphertext, context)
    with pytest.raises(CannotOpen):
        read_all(key, context, ciphertext)
    if "ValidFinalChunk" not in vector["flags"]:
        with pytest.raises(CannotOpen):
            RangeReader(key, context, Memory(ciphertext), len(ciphertext))


@pytest.mark.parametrize("vector", [vector for vector in INVALID if len(vector["key"]) == 64], ids=name_of)
def test_a_stream_gives_nothing_behind_the_first_false_chunk_and_keeps_failing(vector: Vector) -> None:
    key, context, ciphertext = inputs(vector)
    opener = StreamOpener(key, context)
    released = b""

    try:
        for at in range(0, len(ciphertext), CHUNK_BYTES):
            released += opener.update(ciphertext[at : at + CHUNK_BYTES])
        opener.finalize()
    except CannotOpen:
        failed = True
    else:
        failed = False

    assert failed
    if "PartialPlaintext" in vector["flags"]:
        assert released == b"" or is_message(vector, released)
    else:
        assert released == b""
    with pytest.raises(CannotOpen):
        opener.update(b"more")
    with pytest.raises(CannotOpen):
        opener.finalize()
