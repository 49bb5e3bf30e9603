"""Streams and range reads: what was cut, extended, reordered or repeated opens nowhere."""

import secrets
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encryption import boxes
from encryption.errors import CannotOpen
from encryption.ranges import CHUNK_BYTES, PREFIX_BYTES, SEALED_CHUNK_BYTES, RangeReader
from encryption.streams import StreamOpener, StreamSealer, opening_buffer_bytes, sealing_buffer_bytes

KEY = bytes(range(32))
CONTEXT = b"attachment"
LENGTHS = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 100]
FOUR_CHUNKS = secrets.token_bytes(3 * CHUNK_BYTES + 100)


class Memory:
    """Ciphertext that can be read at any place, and remembers what was asked."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.asked: list[tuple[int, int]] = []

    def read_at(self, offset: int, size: int) -> bytes:
        self.asked.append((offset, size))
        return self.data[offset : offset + size]


def seal(plaintext: bytes) -> bytes:
    return boxes.seal(KEY, plaintext, CONTEXT)


def reader_of(ciphertext: bytes) -> RangeReader:
    return RangeReader(KEY, CONTEXT, Memory(ciphertext), len(ciphertext))


def chunks_of(ciphertext: bytes) -> tuple[bytes, list[bytes]]:
    starts = range(PREFIX_BYTES, len(ciphertext), SEALED_CHUNK_BYTES)
    return ciphertext[:PREFIX_BYTES], [ciphertext[at : at + SEALED_CHUNK_BYTES] for at in starts]


def read_all(ciphertext: bytes) -> bytes:
    reader = reader_of(ciphertext)
    return reader.read(0, reader.size)


def stream_all(ciphertext: bytes) -> bytes:
    opener = StreamOpener(KEY, CONTEXT)
    begun = opener.update(ciphertext)
    assert FOUR_CHUNKS.startswith(begun)
    return begun + opener.finalize()


def refuse_everywhere(ciphertext: bytes) -> None:
    """Check that no way of opening gives the whole, and that a stream gives only its true beginning."""
    with pytest.raises(CannotOpen):
        boxes.unseal(KEY, ciphertext, CONTEXT)
    with pytest.raises(CannotOpen):
        stream_all(ciphertext)
    with pytest.raises(CannotOpen):
        read_all(ciphertext)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("piece", [1000, CHUNK_BYTES, 100_000])
def test_a_streamed_part_is_the_same_as_a_whole_one(length: int, piece: int) -> None:
    plaintext = secrets.token_bytes(length)
    sealer, opener = StreamSealer(KEY, CONTEXT), StreamOpener(KEY, CONTEXT)

    sealed = b"".join(sealer.update(plaintext[at : at + piece]) for at in range(0, length, piece))
    sealed += sealer.finalize()
    opened = b"".join(opener.update(sealed[at : at + piece]) for at in range(0, len(sealed), piece))
    opened += opener.finalize()

    assert opened == plaintext == boxes.unseal(KEY, sealed, CONTEXT)
    assert sealer.digest.length == sealer.length == len(sealed)
    assert sealer.digest.sha256 == sealer.sha256 == sha256(sealed).hexdigest()


def test_one_buffer_serves_a_whole_stream() -> None:
    sealer, opener = StreamSealer(KEY, CONTEXT), StreamOpener(KEY, CONTEXT)
    sealing, opening = bytearray(sealing_buffer_bytes(5000)), bytearray(opening_buffer_bytes(5000))

    sealed = b"".join(
        bytes(sealing[: sealer.update_into(FOUR_CHUNKS[at : at + 5000], sealing)])
        for at in range(0, len(FOUR_CHUNKS), 5000)
    )
    sealed += sealer.finalize()
    opened = b"".join(
        bytes(opening[: opener.update_into(sealed[at : at + 5000], opening)])
        for at in range(0, len(sealed), 5000)
    )
    opened += opener.finalize()

    assert opened == FOUR_CHUNKS
    assert sealer.sha256 == sha256(sealed).hexdigest()


@pytest.mark.parametrize("length", LENGTHS)
def test_every_range_is_the_slice_of_the_whole(length: int) -> None:
    plaintext = secrets.token_bytes(length)
    reader = reader_of(seal(plaintext))
    places = sorted({0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, length - 1, length, length + 1})

    for start in (place for place in places if place >= 0):
        for size in (0, 1, 2, CHUNK_BYTES, 2 * CHUNK_BYTES + 1, length + 10):
            assert reader.read(start, size) == plaintext[start : start + size]

    assert reader.size == length


@given(start=st.integers(0, len(FOUR_CHUNKS)), size=st.integers(0, len(FOUR_CHUNKS)))
def test_any_range_is_the_slice_of_the_whole(start: int, size: int) -> None:
    reader = reader_of(seal(FOUR_CHUNKS))

    assert reader.read(start, size) == FOUR_CHUNKS[start : start + size]


def test_a_range_reads_its_own_chunks_only_after_prefix_and_last() -> None:
    source = Memory(seal(FOUR_CHUNKS))
    reader = RangeReader(KEY, CONTEXT, source, len(source.data))

    reader.read(CHUNK_BYTES + 5, 10)

    assert source.asked == [
        (0, PREFIX_BYTES),
        (PREFIX_BYTES + 3 * SEALED_CHUNK_BYTES, 116),
        (PREFIX_BYTES + SEALED_CHUNK_BYTES, SEALED_CHUNK_BYTES),
    ]


@pytest.mark.parametrize(("start", "size"), [(-1, 5), (0, -5)])
def test_a_negative_range_is_refused(start: int, size: int) -> None:
    with pytest.raises(ValueError, match="negative"):
        reader_of(seal(b"text")).read(start, size)


def test_a_cut_stream_never_opens() -> None:
    ciphertext = seal(FOUR_CHUNKS)
    boundaries = [0, 24, PREFIX_BYTES, *range(PREFIX_BYTES, len(ciphertext), SEALED_CHUNK_BYTES)]
    cuts = {near for at in boundaries for near in (at - 1, at, at + 1, at + 15, at + 16, at + 17)}

    for cut in sorted(cuts | {len(ciphertext) - 1}):
        if 0 <= cut < len(ciphertext):
            refuse_everywhere(ciphertext[:cut])


def test_a_stream_cut_on_a_chunk_boundary_gives_no_range_at_all() -> None:
    ciphertext = seal(FOUR_CHUNKS)

    for kept in (1, 2, 3):
        with pytest.raises(CannotOpen):
            reader_of(ciphertext[: PREFIX_BYTES + kept * SEALED_CHUNK_BYTES])


def test_a_source_that_lost_its_end_gives_no_range_at_all() -> None:
    ciphertext = seal(FOUR_CHUNKS)

    with pytest.raises(CannotOpen):
        RangeReader(KEY, CONTEXT, Memory(ciphertext[:-1]), len(ciphertext))


@pytest.mark.parametrize("length", LENGTHS)
def test_an_extended_stream_never_opens(length: int) -> None:
    ciphertext = seal(secrets.token_bytes(length))
    _, chunks = chunks_of(ciphertext)

    for extra in (b"\0", bytes(16), bytes(SEALED_CHUNK_BYTES), chunks[-1], chunks[0]):
        with pytest.raises(CannotOpen):
            boxes.unseal(KEY, ciphertext + extra, CONTEXT)
        with pytest.raises(CannotOpen):
            read_all(ciphertext + extra)


def test_reordered_repeated_and_dropped_chunks_never_open() -> None:
    prefix, (first, second, third, last) = chunks_of(seal(FOUR_CHUNKS))
    arrangements = [
        [second, first, third, last],
        [first, third, second, last],
        [third, second, first, last],
        [first, first, third, last],
        [first, second, second, last],
        [first, second, third, third, last],
        [first, third, last],
        [second, third, last],
        [first, second, last],
        [last],
        [first, second, third, last, last],
        [last, first, second, third],
    ]

    for arrangement in arrangements:
        refuse_everywhere(prefix + b"".join(arrangement))


def test_chunks_of_another_stream_under_the_same_key_never_open() -> None:
    prefix, (first, second, third, last) = chunks_of(seal(FOUR_CHUNKS))
    other_prefix, others = chunks_of(seal(FOUR_CHUNKS))

    for place, other in enumerate(others):
        chunks = [first, second, third, last]
        chunks[place] = other
        refuse_everywhere(prefix + b"".join(chunks))
    refuse_everywhere(other_prefix + first + second + third + last)
    refuse_everywhere(prefix[:24] + other_prefix[24:] + first + second + third + last)


def test_a_changed_byte_spoils_its_chunk_and_no_other_range() -> None:
    ciphertext = bytearray(seal(FOUR_CHUNKS))
    ciphertext[PREFIX_BYTES + SEALED_CHUNK_BYTES + 7] ^= 1

    reader = reader_of(bytes(ciphertext))

    assert reader.read(0, CHUNK_BYTES) == FOUR_CHUNKS[:CHUNK_BYTES]
    with pytest.raises(CannotOpen):
        reader.read(CHUNK_BYTES, 1)
    with pytest.raises(CannotOpen):
        reader.read(CHUNK_BYTES - 1, 2)


@pytest.mark.parametrize(
    ("key", "context"),
    [(KEY[::-1], CONTEXT), (KEY, b"elsewhere"), (KEY[:31], CONTEXT), (KEY + b"\0", CONTEXT)],
)
def test_another_key_or_context_opens_nothing(key: bytes, context: bytes) -> None:
    ciphertext = seal(FOUR_CHUNKS)

    with pytest.raises(CannotOpen):
        boxes.unseal(key, ciphertext, context)
    with pytest.raises(CannotOpen):
        RangeReader(key, context, Memory(ciphertext), len(ciphertext))
