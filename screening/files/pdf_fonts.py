"""Fonts of a PDF whose words are not those that they draw; found by the process of `pdf_process`.

Source: ISO 32000-1, sections 9.6.6, 9.7.5 and 9.10.3.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

# The process may import nothing that lies around it but what stands beside it.
if TYPE_CHECKING:
    from screening.files.pdf_objects import Objects, Word, unpacked_stream, values_in
else:
    from pdf_objects import Objects, Word, unpacked_stream, values_in

TABLES = {"WinAnsiEncoding": "cp1252", "MacRomanEncoding": "mac-roman", "StandardEncoding": "ascii"}
PROGRAMS = ("FontFile", "FontFile2", "FontFile3")
# Of Type 1, as it is and in segments, of TrueType, OpenType and CFF.
BEGINNINGS = (b"%!", b"\x80\x01", b"\0\1\0\0", b"true", b"ttcf", b"OTTO", b"\1\0")
LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
UNICODE_NAME = re.compile(r"uni([0-9A-F]{4})|u([0-9A-F]{4,6})")
MOST_CODES = 300_000


def has_lying_font(data: bytes, packed: list[tuple[bytes, int]]) -> bool:
    """Tell whether a font says of a letter or digit that it is another: its words are not those drawn then.

    packed: objects that were packed, and where the first of them begins. What a font that is in the file
    draws for numbers of its own, only drawing it would tell. What cannot be read is taken for a lie.
    """
    try:
        objects = Objects(data, packed)
        found = (is_lie for font in objects.fonts() for is_lie in lies(objects, font))
        return any(is_lie or looked_at > MOST_CODES for looked_at, is_lie in enumerate(found))
    # A number that is none, something else where a dictionary should be, half a pair: nobody writes it so.
    except (ValueError, TypeError, IndexError, AttributeError):
        return True


def lies(objects: Objects, font: dict[str, Any]) -> Iterator[bool]:
    """Tell of each code whether what a font draws means something else by its table.

    A font that is in the file may number its letters as it likes.
    """
    if "CharProcs" in font:
        yield True
    is_own = has_program(objects, font)
    for encoding in [each for each, _body in objects.all_of(font.get("Encoding"))] or [None]:
        drawn = drawn_by(objects, encoding, "DescendantFonts" in font, is_own)
        if is_own and drawn == {}:
            continue
        for properties, body in objects.all_of(font["ToUnicode"]):
            if isinstance(properties, str):
                continue
            table = unpacked_stream(properties, body)
            if table is None:
                raise ValueError
            for code, said in meanings_in(table):
                yield differs(drawn_as(drawn, code), said, is_known=drawn != {}, is_own=is_own)


def has_program(objects: Objects, font: dict[str, Any]) -> bool:
    """Tell whether what a font draws is in the file."""
    holders = [
        holder
        for fonts, _body in objects.all_of(font.get("DescendantFonts"))
        for each in fonts
        for holder, _body in objects.all_of(each)
    ] or [font]
    descriptors = [each for holder in holders for each, _body in objects.all_of(holder.get("FontDescriptor"))]
    programs = [
        [
            is_program(properties, body)
            for key in PROGRAMS
            if key in each
            for properties, body in objects.all_of(each[key])
        ]
        for each in descriptors
    ]
    return bool(programs) and all(map(any, programs)) and all(map(all, programs))


def is_program(properties: Any, body: bytes) -> bool:
    """Tell whether a stream begins as the program of a font does: viewers take another font for any other."""
    program = unpacked_stream(properties, body) if isinstance(properties, dict) else None
    return program is not None and program.startswith(BEGINNINGS)


def drawn_by(objects: Objects, encoding: Any, is_composite: bool, is_own: bool) -> dict[int, str] | None:
    """Give what is drawn for each code, as far as that is known; None where each is its letter's number."""
    if is_composite:
        if not isinstance(encoding, str) or encoding.startswith("Identity"):
            return {}
        return None if encoding.startswith("Uni") else dict(enumerate(map(chr, range(128))))
    differences: list[Any] = []
    name = encoding
    if isinstance(encoding, dict):
        [(name, _body)] = objects.all_of(encoding.get("BaseEncoding")) or [(None, b"")]
        [(differences, _body)] = objects.all_of(encoding.get("Differences")) or [([], b"")]
    charset = TABLES.get(name) if name or is_own else "ascii"
    drawn = {code: bytes([code]).decode(charset, "ignore") for code in range(256)} if charset else {}
    code = 0
    for each in differences:
        if isinstance(each, int):
            code = each
            continue
        drawn[code] = letter_of(each)
        code += 1
    return {code: letter for code, letter in drawn.items() if letter}


def letter_of(name: str) -> str:
    """Give the letter or digit that a name of the Adobe Glyph List means; "" for all others.

    "one.alt" and "oneoldstyle" are drawn as a digit too.
    """
    numbered = UNICODE_NAME.fullmatch(name)
    if numbered:
        return chr(int(numbered[1] or numbered[2], 16))
    for number, digit in enumerate(DIGITS):
        if name.startswith(digit):
            return str(number)
    plain = name.partition(".")[0]
    return plain if len(plain) == 1 or plain in LIGATURES else ""


def drawn_as(drawn: dict[int, str] | None, code: int) -> str:
    """Give what is drawn for a code; "" where that is not known."""
    return chr(code) if drawn is None else drawn.get(code, "")


def differs(drawn: str, said: str, *, is_known: bool, is_own: bool) -> bool:
    """Tell whether a plain letter or digit is drawn as something else, or nobody knows as what.

    is_known: of some codes of the font it is known what they draw; the others are then no plain letters.
    """
    if not drawn:
        return not is_own and (is_plain(said) if is_known else any(map(str.isalnum, said)))
    is_same = unicodedata.normalize("NFKC", said) == unicodedata.normalize("NFKC", drawn)
    return (is_plain(said) or is_plain(drawn)) and not is_same


def is_plain(letters: str) -> bool:
    """Tell whether a letter or digit of ASCII is among these: numbers and their words are made of such."""
    return any(each.isascii() and each.isalnum() for each in letters)


def meanings_in(table: bytes) -> Iterator[tuple[int, str]]:
    """Yield each code of such a table with what it means. Raises ValueError for one that is not closed."""
    values, _body_at = values_in(table, 0, len(table))
    begun: tuple[bytes, int] = b"", 0
    for place, value in enumerate(values):
        if not isinstance(value, Word):
            continue
        if value.letters.startswith(b"beginbf"):
            begun = value.letters, place + 1
        elif value.letters.startswith(b"endbf"):
            given = values[begun[1] : place]
            step = 3 if begun[0] == b"beginbfrange" else 2
            for at in range(0, len(given), step):
                first, last, said = (
                    int.from_bytes(given[at]),
                    int.from_bytes(given[at + step - 2]),
                    given[at + step - 1],
                )
                for code in range(first, last + 1):
                    yield code, meaning_of(said, code - first)
            begun = b"", place
    if begun[0]:
        raise ValueError


def meaning_of(said: list[bytes] | bytes, plus: int) -> str:
    """Give what the letter so far behind the first of a range means: each has its own, or the next number."""
    if isinstance(said, list):
        return meaning_of(said[plus], 0) if plus < len(said) else ""
    letters = ((int.from_bytes(said) + plus) % 256 ** len(said)).to_bytes(len(said))
    return str(letters, "latin-1" if len(said) == 1 else "utf-16-be", "replace")
