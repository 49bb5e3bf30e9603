"""Plain texts and tables: bytes that are letters, and nothing that draws them."""

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
    r"\A\s*(?:\{\\rtf|%!PS|<\?xml|<svg|\{\\pict)|<(?:script|svg|img|object|embed|iframe|canvas|link)\b|content\s*:",
    re.IGNORECASE,
)


def text_of(data: bytes) -> str:
    """Decode a plain text, a table or a simple page. Raises CannotRead for anything else."""
    text = _decoded(data)
    if _CONTROL.search(text) or _DRAWN.search(text):
        raise CannotRead(Reason.UNKNOWN)
    return text


def _decoded(data: bytes) -> str:
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)][:1] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRead(Reason.UNKNOWN)
