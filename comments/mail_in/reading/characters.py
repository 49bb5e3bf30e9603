"""Text from a mail as it may be shown: without what deceives, or breaks a page."""

import binascii
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
_WRITTEN_AS_ANYTHING: Final = frozenset({"ascii", "iso8859-1", "cp1252"})
# Under these names programs write larger sets, as browsers know (WHATWG Encoding, section 4.2), and under
# some that the standard library has not.
_MEANT: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso8859-9": "cp1254",
    "iso-8859-8-i": "iso8859-8",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
}
# Embeddings, overrides and isolates; the marks that Hebrew and Arabic need inside a text stay.
_OVERRIDES: Final = frozenset(chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_ENCODED_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([BbQq])\?([^?]*)\?=(?:\s+(?==\?))?")
_PADDING: Final = re.compile(rb"=+")
_UNSHOWABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    + "|[" + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)) + "]"
)  # fmt: skip


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """Decode bytes, and tell whether the charset was known and all of them were of it.

    Otherwise they are taken for UTF-8 where they are that, for what they were said to be where most of them
    are, and else for what Windows writes in the West.
    """
    try:
        name = _name_of(charset)
    # An unknown charset is a LookupError, one with a NUL in its name a ValueError.
    except (LookupError, ValueError):
        return _by_guess(content), False
    if name in _NO_CHARSETS:
        return _by_guess(content), False
    if name in _WRITTEN_AS_ANYTHING:
        return _by_guess(content), True
    if content and name.startswith("utf-16") and content.isascii() and b"\0" not in content:
        # Letters of two bytes have zeros, in blanks and ends of lines at least; those of four do not decode.
        return _by_guess(content), False
    try:
        return content.decode(name), True
    # Some codecs raise errors of their own, and those that are no charsets a LookupError or a TypeError.
    except Exception:
        return _with_gaps(content, name), False


def is_written_as_anything(charset: str) -> bool:
    """Tell whether programs name a charset that do not ask themselves what they write, or it is none."""
    try:
        return _name_of(charset) in _WRITTEN_AS_ANYTHING
    except (LookupError, ValueError):
        return True


def _name_of(charset: str) -> str:
    """Find the codec of a charset that was named, perhaps with a language behind (RFC 2231, section 5)."""
    typed = charset.partition("*")[0].strip().lower()
    name = codecs.lookup(_MEANT.get(typed, typed)).name.replace("_", "-")
    return _MEANT.get(name, name)


def _with_gaps(content: bytes, name: str) -> str:
    """Decode what one letter broke, or where it was cut, with a mark in its place."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode(name, "replace")
    # Again whatever the codec raises.
    except Exception:
        return _by_guess(content)
    is_mostly_right = 2 * text.count(LOST) < sum(not letter.isascii() for letter in text)
    return text if is_mostly_right else _by_guess(content)


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
        return _ENCODED_WORD.sub(_word_by_word, value), False
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


def _word_by_word(found: re.Match[str]) -> str:
    """Decode one encoded word as far as it goes: nobody could read it, or find anything in it, as it is."""
    charset, encoding, written = found.groups()
    letters = written.encode("ascii", "replace")
    if encoding in "Qq":
        return decoded(binascii.a2b_qp(letters, header=True), charset)[0]
    return decoded(leniently_from_base64(letters), charset)[0]


def leniently_from_base64(written: bytes) -> bytes:
    """Decode base64 whatever stands between its signs. Each piece that was padded is one of its own."""
    return b"".join(map(_from_base64, _PADDING.split(re.sub(rb"[^A-Za-z0-9+/=]", b"", written))))


def _from_base64(signs: bytes) -> bytes:
    # One sign alone is no byte.
    signs = signs[:-1] if len(signs) % 4 == 1 else signs
    return binascii.a2b_base64(signs + b"=" * (-len(signs) % 4))


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
