"""Contexts: the bytes that bind a ciphertext to its place."""

from uuid import UUID

FORMAT = b"tp1"


def ctx(label: str, *parts: bytes | str | int | UUID) -> bytes:
    """Encode a label and its parts so that no two different tuples give the same bytes.

    Every element is a tag, its length as four bytes (big-endian) and its bytes, so that neither moving a
    boundary (`"ab", "c"` and `"a", "bc"`) nor changing a type (`1` and `"1"`) can make two contexts meet.
    Raises TypeError for any other type; a truth value is not a number here.
    """
    return b"".join((FORMAT, _element(b"l", label.encode("ascii")), *map(_part, parts)))


def _part(part: bytes | str | int | UUID) -> bytes:
    if isinstance(part, bytes):
        return _element(b"b", part)
    if isinstance(part, str):
        return _element(b"s", part.encode())
    if isinstance(part, UUID):
        return _element(b"u", part.bytes)
    if isinstance(part, int) and not isinstance(part, bool):
        return _element(b"i", b"%d" % part)
    raise TypeError(f"a context holds bytes, str, int and UUID, not {type(part).__name__}")


def _element(tag: bytes, value: bytes) -> bytes:
    return tag + len(value).to_bytes(4, "big") + value
