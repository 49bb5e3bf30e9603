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
        return any(lies(objects, font) for font in objects.fonts())
    # A number that is none, something else where a dictionary should be, half a pair: nobody writes it so.
    except (ValueError, TypeError, IndexError, AttributeError):
        return True


def lies(objects: Objects, font: dict[str, Any]) -> bool:
    """Tell whether what a font draws means something else by its table; what nobody knows means nothing.

    A font that is in the file may number its letters as it likes.
    """
    if "CharProcs" in font:
        return True
    is_own = has_program(objects, font)
    for encoding in [each for each, _body in objects.all_of(font.get("Encoding"))] or [None]:
        drawn = drawn_by(objects, encoding, "DescendantFonts" in font, is_own)
        if is_own and drawn == {}:
            continue
        for properties, body in objects.all_of(font["ToUnicode"]):
            if isinstance(properties, str):
                continue
            table = unpacked_stream(properties, body)
            if table is None or any(
                differs(drawn_as(drawn, code), said, is_own) for code, said in meanings_in(table)
            ):
                return True
    return False


def has_program(objects: Objects, font: dict[str, Any]) -> bool:
    """Tell whether what a font draws is in the file."""
    holders = [
        holder
        for fonts, _body in objects.all_of(font.get("DescendantFonts"))
        for each in fonts
        for holder, _body in objects.all_of(each)
    ] or [font]
    descriptors = [each for holder in holders for each, _body in objects.all_of(holder.get("FontDescriptor"))]
    programs = [[objects.all_of(each[key]) for key in PROGRAMS if key in each] for each in descriptors]
    return bool(programs) and all(programs)


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
    """Give the letter or digit that a name of the Adobe Glyph List means; "" for all others."""
    numbered = UNICODE_NAME.fullmatch(name)
    if numbered:
        return chr(int(numbered[1] or numbered[2], 16))
    if name in DIGITS:
        return str(DIGITS.index(name))
    return name if len(name) == 1 else ""


def drawn_as(drawn: dict[int, str] | None, code: int) -> str:
    """Give what is drawn for a code; "" where that is not known."""
    return chr(code) if drawn is None else drawn.get(code, "")


def differs(drawn: str, said: str, is_own: bool) -> bool:
    """Tell whether a letter or digit is drawn as something else, or nobody knows as what."""
    speaks = any(map(str.isalnum, said))
    if not drawn:
        return speaks and not is_own
    is_same = unicodedata.normalize("NFKC", said) == unicodedata.normalize("NFKC", drawn)
    return (speaks or drawn.isalnum()) and not is_same


def meanings_in(table: bytes) -> Iterator[tuple[int, str]]:
    """Yield each code of such a table with what it means. Raises ValueError for more than a font has."""
    values, _body_at = values_in(table, 0, len(table))
    begun: tuple[bytes, int] = b"", 0
    left = MOST_CODES
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
                left -= max(last - first, 0) + 1
                if left < 0:
                    raise ValueError
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
