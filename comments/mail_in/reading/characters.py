"""Text from a mail as it may be shown: without what deceives, or breaks a page."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final

from accounts.fields import DIRECTIONS, LOST
from comments.mail_in.reading import limits

# Encodings of the standard library that are no charsets of mails: they decode escapes, or take the square of
# their input.
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
# What programs say that do not ask themselves what they write.
_WRITTEN_AS_ANYTHING: Final = frozenset({"ascii", "iso8859-1"})
# Embeddings, overrides and isolates; the marks that Hebrew and Arabic need inside a text stay.
_OVERRIDES: Final = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_UNSHOWABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    + "|[" + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)) + "]"
)  # fmt: skip


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """Decode bytes, and tell whether the charset was known and all of them were of it.

    Otherwise they are taken for UTF-8 where they are that, and for what Windows writes in the West.
    """
    try:
        name = codecs.lookup(charset.strip()).name.replace("_", "-")
        if name not in _NO_CHARSETS and name not in _WRITTEN_AS_ANYTHING:
            return content.decode(name), True
    # Some codecs raise errors of their own, those that are no charsets a TypeError, and NULs a ValueError.
    except Exception:
        return _by_guess(content), False
    return _by_guess(content), name in _WRITTEN_AS_ANYTHING


def _by_guess(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def words_of(value: str) -> tuple[str, bool]:
    """Decode the encoded words of a header, as RFC 2047 has them, and tell whether all could be.

    value: at most `limits.MOST_VALUE_CHARACTERS` long.
    """
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value, False
    texts, is_whole = [], True
    for piece, charset in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        # The library hands out what was not encoded as its own escapes.
        text, is_known = decoded(piece, charset) if charset else (_unescaped(piece), True)
        texts.append(text)
        is_whole &= is_known
    return "".join(texts), is_whole


def _unescaped(piece: bytes) -> str:
    return piece.decode("raw_unicode_escape", "replace")


def one_line(text: str, longest: int) -> str:
    """Give a name or a subject as one line that shows what it is."""
    without = "".join(character for character in text if character not in DIRECTIONS)
    return " ".join(_UNSHOWABLE.sub(" ", without).split())[:longest].strip()


def whole_text(text: str) -> str:
    """Give a text with line feeds, marks for what no page can show, and nothing that turns lines round."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return _UNSHOWABLE.sub(LOST, "".join(each for each in lines if each not in _OVERRIDES))


def turns_round(text: str) -> bool:
    """Tell whether a text has characters that make it look like another."""
    return not _OVERRIDES.isdisjoint(text)


def shortened(text: str) -> tuple[str, bool]:
    """Cut a text that is longer than anybody reads, and tell whether it was."""
    return text[: limits.MOST_TEXT_CHARACTERS], len(text) > limits.MOST_TEXT_CHARACTERS
