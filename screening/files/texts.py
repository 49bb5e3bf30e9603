"""Plain texts and tables: bytes that are letters, and nothing that draws them."""

import base64
import codecs
import re
from typing import Final

from screening.files.errors import CannotRead, Reason

# The longer mark first: one of 32 bits begins as one of 16 does.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Formats that are written in letters, and show others than those: RTF, PostScript, drawings, and pages that
# fetch, draw or compute what they show.
_DRAWN: Final = re.compile(
    r"\A\s*(?:\{\\rt|%!PS|<\?xml|<svg|\{\\pict)"
    r"|<(?:script|svg|img|object|embed|i?frame|canvas|link|video)\b"
    r"|<meta\b[^>]{0,200}\brefresh\b|<input\b[^>]{0,200}\bimage\b"
    r"|^[A-Z][^:\n]{0,80};ENCODING=(?:B|BASE64)[:;]",
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
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]++={0,2}")
_SHORTEST_PACKED: Final = 16
_LONGEST_WORD: Final = 60


def text_of(data: bytes) -> str:
    """Decode a plain text, a table or a simple page. Raises CannotRead for anything else."""
    text = _decoded(data)
    is_placed = _STYLED.search(text) and _PLACED.search(text)
    if _CONTROL.search(text) or _DRAWN.search(text) or is_placed or _is_packed(text):
        raise CannotRead(Reason.UNKNOWN)
    if _CARD_OR_DAY.match(text):
        return f"{text}\n{_FOLD.sub('', text)}"
    return text


def _is_packed(text: str) -> bool:
    """Tell whether a text is nothing but base64: lines that no words are, or what makes words."""
    lines = text.split()
    signs = "".join(lines)
    if len(signs) < _SHORTEST_PACKED or signs.isdigit() or not _BASE64.fullmatch(signs):
        return False
    if max(map(len, lines)) >= _LONGEST_WORD:
        return True
    try:
        made = base64.b64decode(signs, validate=True).decode()
    # A wrong number of signs, and letters of another set.
    except ValueError:
        return False
    return not _CONTROL.search(made)


def _decoded(data: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)][:1] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(Reason.UNKNOWN)
