"""What the objects of a PDF say, which PDFium does not tell; read by the process of `pdf_process`.

Of objects that programs may read in different ways all count. Source: ISO 32000-1, sections 7.2 to 7.5.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

MOST_UNPACKED_BYTES = 50 * 1024 * 1024
# A string, with brackets in it as deep as they are where nobody means harm.
IN_BRACKETS = rb"\((?:[^()\\]|\\.)*+\)"
for _depth in range(4):
    IN_BRACKETS = rb"\((?:[^()\\]|\\.|" + IN_BRACKETS + rb")*+\)"
# A letter of a name that is written as a number. Source: ISO 32000-1, section 7.3.5.
NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT = re.compile(
    rb"(?<!\d)(\d{1,10})(?:[\0\s]|%[^\r\n]*+[\r\n])++\d{1,10}(?:[\0\s]|%[^\r\n]*+[\r\n])++obj(?![a-z])"
)
TOKEN = re.compile(
    rb"%[^\r\n]*+|(?P<bracket><<|>>|[\[\]])|/(?P<name>[^\0\s()<>\[\]{}/%]*+)|(?P<string>"
    + IN_BRACKETS
    + rb")|<(?P<digits>[^<>]*+)>|(?P<word>[^\0\s()<>\[\]{}/%]++)",
    re.DOTALL,
)
# What fonts have that say what their letters mean, and those whose letters are drawings of their own.
FONT_KEYS = frozenset({"ToUnicode", "CharProcs"})
FONT = re.compile("|".join(sorted(FONT_KEYS)).encode())
UNPACKED_BY = (["FlateDecode"], ["Fl"])


def with_letters(objects: bytes) -> bytes:
    """Give objects with the letters of their names that are written as numbers; others stay as they are."""
    return NUMBERED.sub(
        lambda found: letter if (letter := bytes.fromhex(found[1].decode())).isalnum() else found[0], objects
    )


class Reference(NamedTuple):
    """Name an object by its number."""

    number: int


class Word(NamedTuple):
    """Hold a word of a PDF that is neither a name nor a number."""

    letters: bytes


def value_in(data: bytes, begins_at: int, ends_at: int) -> tuple[Any, int | None]:
    """Read the value that an object is, and tell where its stream begins. Raises ValueError for none."""
    values, body_at = values_in(data, begins_at, ends_at)
    if len(values) != 1:
        raise ValueError
    return values[0], body_at


def values_in(data: bytes, begins_at: int, ends_at: int) -> tuple[list[Any], int | None]:
    """Read values up to the end of an object, and tell where its stream begins.

    Names are str, strings are bytes. Raises ValueError for what programs read in different ways.
    """
    within: list[list[Any]] = [[]]
    for token in TOKEN.finditer(data, begins_at, ends_at):
        kind, values = token.lastgroup, within[-1]
        text = token[kind] if kind else b""
        if text in (b"<<", b"[") and kind == "bracket":
            within.append([])
        elif kind == "bracket":
            inner = within.pop()
            if not within:
                raise ValueError
            within[-1].append(dictionary(inner) if text == b">>" else inner)
        elif kind == "name":
            values.append(
                NUMBERED.sub(lambda found: bytes.fromhex(found[1].decode()), text).decode("latin-1")
            )
        elif kind == "digits":
            values.append(bytes.fromhex(text.decode("ascii")))
        elif kind == "string":
            values.append(text)
        elif text == b"R":
            _generation, number = values.pop(), values.pop()
            values.append(Reference(number))
        elif text in (b"endobj", b"stream") and len(within) == 1:
            return values, token.end() if text == b"stream" else None
        elif kind == "word":
            values.append(int(text) if text.isdigit() else Word(text))
    if len(within) != 1:
        raise ValueError
    return within[0], None


def dictionary(values: list[Any]) -> dict[str, Any]:
    """Make a dictionary of names, each before its value. Raises ValueError for a name that it has twice."""
    keys = values[::2]
    if len(values) % 2 or len({*keys}) < len(keys) or not all(isinstance(key, str) for key in keys):
        raise ValueError
    return dict(zip(keys, values[1::2], strict=True))


class Objects:
    """Hold where each object of a file stands; of several of one number a program takes any."""

    def __init__(self, data: bytes, packed: list[tuple[bytes, int]]) -> None:
        """Note the places of all objects, packed ones too. Raises ValueError."""
        self._places: dict[int, list[tuple[bytes, int, int]]] = {}
        self._read: dict[int, list[tuple[Any, bytes]]] = {}
        found = [(int(each[1]), each.start(), each.end()) for each in OBJECT.finditer(data)]
        ends = [starts_at for _number, starts_at, _begins_at in found[1:]] + [len(data)]
        for (number, _starts_at, begins_at), ends_at in zip(found, ends, strict=True):
            self._places.setdefault(number, []).append((data, begins_at, ends_at))
        for body, first in packed:
            head = [int(each) for each in body[:first].split()]
            places = sorted(
                (first + offset, number) for number, offset in zip(head[::2], head[1::2], strict=True)
            )
            ends = [begins_at for begins_at, _number in places[1:]] + [len(body)]
            for (begins_at, number), ends_at in zip(places, ends, strict=True):
                self._places.setdefault(number, []).append((body, begins_at, ends_at))

    def fonts(self) -> Iterator[dict[str, Any]]:
        """Yield each font that says what its letters mean, or draws them itself. Raises ValueError."""
        for data, begins_at, ends_at in chain.from_iterable(self._places.values()):
            if not FONT.search(with_letters(data[begins_at:ends_at])):
                continue
            waiting = [value_in(data, begins_at, ends_at)[0]]
            while waiting:
                value = waiting.pop()
                if isinstance(value, dict):
                    if value.keys() & FONT_KEYS:
                        yield value
                    waiting += value.values()
                elif isinstance(value, list):
                    waiting += value

    def all_of(self, value: Any) -> list[tuple[Any, bytes]]:
        """Give each value that something may be, and what stands behind where its stream begins, or nothing.

        Raises ValueError for an object that is not there.
        """
        if not isinstance(value, Reference):
            return [] if value is None else [(value, b"")]
        if value.number not in self._read:
            found = []
            for data, begins_at, ends_at in self._places.get(value.number, ()):
                read, body_at = value_in(data, begins_at, ends_at)
                body_ends_at = data.find(b"endstream", body_at) if body_at else 0
                found.append((read, data[body_at:body_ends_at] if body_at else b""))
            self._read[value.number] = found
        if not self._read[value.number] or any(
            isinstance(each, Reference) for each, _body in self._read[value.number]
        ):
            raise ValueError
        return self._read[value.number]


def unpacked_stream(properties: dict[str, Any], body: bytes) -> bytes | None:
    """Unpack the stream of an object by its properties; None where it is packed in a way that is seldom."""
    body = body.removeprefix(b"\r").removeprefix(b"\n")
    packed_by = properties.get("Filter", [])
    if properties.keys() & {"DecodeParms", "DP", "F"}:
        return None
    if packed_by == []:
        # What is longer goes on behind a word that ends it for us.
        return body if properties.get("Length", 0) <= len(body) else None
    return unpacked(body) if packed_by in UNPACKED_BY or [packed_by] in UNPACKED_BY else None


def unpacked(body: bytes) -> bytes | None:
    """Unpack a stream; None where it is not packed in the way of nearly all, was cut, or packs too well."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(body, MOST_UNPACKED_BYTES)
    except zlib.error:
        return None
    return found if unpacker.eof else None
