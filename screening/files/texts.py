"""Plain texts and tables: bytes that are letters, and nothing that draws them."""

import base64
import codecs
import re
from collections.abc import Iterator
from typing import Final

from screening.files.errors import CannotRead, Reason

# The longer mark first: one of 32 bits begins as one of 16 does.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Formats that are written in letters, and show others than those: RTF, PostScript, drawings, and pages that
# fetch, draw or compute what they show; and what is packed by uuencode.
_DRAWN: Final = re.compile(
    r"\A\s*(?:\{\\rt|%!PS|<\?xml|<svg|\{\\pict)"
    r"|<(?:script|svg|img|object|embed|i?frame|canvas|link|video)\b"
    r"|<meta\b[^>]{0,200}\brefresh\b|<input\b[^>]{0,200}\bimage\b"
    r"|^[A-Z][^:\n]{0,80};ENCODING=(?:B|BASE64)[:;]"
    r"|^begin(?:-base64)? [0-7]{3,4} \S",
    re.IGNORECASE | re.MULTILINE,
)
# Styles that draw letters, or put them elsewhere than the text has them.
_STYLED: Final = re.compile(r"<style\b|\bstyle\s*=", re.IGNORECASE)
_PLACED: Final = re.compile(
    r"(?<![-\w])(?:content|(?:flex-)?direction|float|order)\s*:|position\s*:\s*(?:absolute|fixed)|\burl\(",
    re.IGNORECASE,
)
# Calendars and address cards, whose long lines go on after a blank. Source: RFC 5545, section 3.1.
_CARD_OR_DAY: Final = re.compile(r"\s*+BEGIN:V", re.IGNORECASE)
_FOLD: Final = re.compile(r"\r?\n[ \t]")
# Base64 in lines and as a word, also with the signs for names of files. Source: RFC 4648, sections 4 and 5.
_PACKED_LINES: Final = re.compile(r"(?:^[ \t]*+[A-Za-z0-9+/_-]++={0,2}[ \t\r]*+(?:\n|\Z))++", re.MULTILINE)
_PACKED_WORD: Final = re.compile(r"[A-Za-z0-9+/_-]{12,}+={0,2}")
_PADDING: Final = re.compile(r"=+")
_NAMES_OF_FILES: Final = str.maketrans("-_", "+/")
_SHORTEST_PACKED: Final = 12
_LONGEST_WORD: Final = 60
_HEXADECIMAL: Final = re.compile(r"(?:0x)?[0-9a-fA-F]*")
# A line that is drawn with dashes, or a strand of DNA.
_FEWEST_SIGNS: Final = 6
_FEWEST_EVEN: Final = 3
_PUBLIC_PACKETS: Final = (2, 6)
# So many bytes are not letters of UTF-8 by chance.
_SURELY_LETTERS: Final = 24
# Documents and archives.
_DOCUMENTS: Final = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rt")
# Letters that chance makes are no words: few of those have accents, and something parts them.
_WORDS: Final = re.compile(r"[\w\s.,:;!?/()'\"@#$%&*+=-]+")
_NUMBER: Final = re.compile(r"\d{6}|\d[-. /]\d\d+[-. /]\d")
_PARTED: Final = re.compile(r"\w\s+\w|\d{4}|\d[^\w\s]\d")


def text_of(data: bytes) -> str:
    """Decode a plain text, a table or a simple page, with texts that are packed in it.

    Raises CannotRead for anything else.
    """
    text = _decoded(data)
    is_placed = _STYLED.search(text) and _PLACED.search(text)
    if _CONTROL.search(text) or _DRAWN.search(text) or is_placed or _is_packed(text):
        raise CannotRead(Reason.UNKNOWN)
    folded = [_FOLD.sub("", text)] if _CARD_OR_DAY.match(text) else []
    return "\n".join([text, *folded, *(text_of(each.encode()) for each in texts_packed_in(text))])


def _is_packed(text: str) -> bool:
    """Tell whether a text is nothing but base64: lines that no words are, or what makes words."""
    lines = text.split()
    if not _PACKED_LINES.fullmatch(text) or sum(map(len, lines)) < _SHORTEST_PACKED:
        return False
    if "".join(lines).isdigit():
        return False
    return any(map(_is_varied, lines)) or _words_packed_in(lines) is not None


def texts_packed_in(text: str) -> Iterator[str]:
    """Yield each text that is packed in lines of another one, or as a word of it.

    The first and the last of those lines may be words that have none but such signs. Raises CannotRead for
    documents, and for long lines of whatever is neither text nor a key.
    """
    others: list[str] = []
    position = 0
    for block in _PACKED_LINES.finditer(text):
        lines = block[0].split()
        parts = (lines, lines[1:], lines[:-1], lines[1:-1])
        if words := next(filter(None, map(_words_packed_in, parts)), None):
            yield words
            others.append(text[position : block.start()])
            position = block.end()
        elif _is_of_a_program(lines[len(lines[0]) < len(lines[-2:][0]) :]):
            raise CannotRead(Reason.UNKNOWN)
    for word in _PACKED_WORD.findall("\n".join([*others, text[position:]])):
        if words := _words_packed_in([word]):
            yield words


def _is_of_a_program(lines: list[str]) -> bool:
    """Tell whether lines are as long as each other, as programs pack what is no text, and are no key."""
    lengths = [*map(len, lines)]
    is_even = (
        len(lines) > _FEWEST_EVEN
        and len({*lengths[:-1]}) == 1
        and lengths[0] >= max(lengths[-1], _LONGEST_WORD)
    )
    is_packed = is_even and not all(map(_HEXADECIMAL.fullmatch, lines)) and any(map(_is_varied, lines))
    return is_packed and not _is_key(_unpacked(lines))


def _is_varied(line: str) -> bool:
    return len(line) >= _LONGEST_WORD and len(set(line)) >= _FEWEST_SIGNS


def _is_key(made: bytes) -> bool:
    """Tell whether bytes are one record to the last, as keys are, or a signature or public key of OpenPGP.

    Source: X.690, section 8.1.3; RFC 9580, sections 4.2 and 5.
    """
    if made[0] & 0x80:
        return (made[0] & 0x3F if made[0] & 0x40 else made[0] >> 2 & 0x0F) in _PUBLIC_PACKETS
    if made[:1] != b"0":
        return made.startswith(b"openssh-key-")
    # Of how many bytes the length is; long lines have more than one tells.
    further = made[1] & 0x7F
    return len(made) == 2 + further + int.from_bytes(made[2 : 2 + further])


def _words_packed_in(lines: list[str]) -> str | None:
    """Unpack lines of base64, and give the text that they make, if any. Raises CannotRead for documents."""
    signs = sum(map(len, lines))
    if signs < _SHORTEST_PACKED or all(map(str.isdigit, lines)):
        return None
    made = _unpacked(lines)
    if made.startswith(_DOCUMENTS):
        raise CannotRead(Reason.UNKNOWN)
    # Letters of two or four bytes have zeros beside them.
    if 3 * made.count(0) > len(made):
        made = made.replace(b"\0", b"").strip(b"\xff\xfe")
    try:
        words = made.decode()
    except UnicodeDecodeError:
        words = ""
    if words and (words.isascii() or len(made) >= _SURELY_LETTERS):
        return None if _CONTROL.search(words) else words
    # In whatever other set digits are what they are everywhere.
    words = made.decode("cp1252", "replace")
    is_plain = 4 * sum(map(str.isascii, words)) > 3 * len(words) and _PARTED.search(words)
    return words if (is_plain or _NUMBER.search(words)) and _WORDS.fullmatch(words) else None


def _unpacked(lines: list[str]) -> bytes:
    """Unpack base64; each piece that was padded is one of its own, and one sign too many is no byte."""
    pieces = _PADDING.split("".join(lines).translate(_NAMES_OF_FILES))
    return b"".join(
        base64.b64decode(piece[: -1 if len(piece) % 4 == 1 else None] + "=" * (-len(piece) % 4 % 3))
        for piece in pieces
    )


def _decoded(data: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)][:1] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(Reason.UNKNOWN)
