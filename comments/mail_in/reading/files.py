"""The contents of parts: taken out of their encoding, and named as files that lie in no folder."""

import binascii
import re
import unicodedata
from email.message import Message
from email.utils import collapse_rfc2231_value
from itertools import product
from typing import Final

from comments.mail_in.reading import limits
from comments.mail_in.reading.characters import (
    decoded,
    is_written_as_anything,
    leniently_from_base64,
    one_line,
    words_of,
)
from comments.mail_in.reading.mail import MailAttachment, Problem
from comments.mail_in.reading.parts import Part

_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_SIGNS: Final = re.compile(rb"[A-Za-z0-9+/=]*")
# Lines as programs write them, which no words are.
_BASE64_LINES: Final = re.compile(
    rb"(?:(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?[ \t]*(?:\r\n|\r|\n|\Z))*+"
)
# The name of one, in quotes or before a comment at times.
_ENCODING: Final = re.compile(r'[\s"]*([^\s";(]+)')
# What base64 of files begins with that are sent often: PDF, archives and documents, pictures, old documents.
_KNOWN_FILES: Final = (
    b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00",
    b"MM\x00*",
)  # fmt: skip
_WORDS: Final = re.compile(rb"[A-Za-z0-9]{2}[ \t]+[A-Za-z0-9]{2}")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SHORTEST_LINE: Final = 60
# A letter of UTF-8, one between small letters, the sign itself before a value, and the end of a line that was
# long; a blank before the end of a line also stays where words are quoted. Source: RFC 2045, section 6.7.
_QUOTED_ONLY: Final = re.compile(
    rb"=(?:C[2-9A-F]|D[0-9A-F])=[89AB][0-9A-F]|=E[0-9A-F]=[89AB][0-9A-F]=[89AB][0-9A-F]"
    rb"|[a-z]=[A-F][0-9A-F][a-z]|=3D\"|^[^\r\n]{60,75}=\r?$",
    re.MULTILINE,
)
_EQUALS: Final = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*(?:[\r\n]|\Z))")
_SPACES: Final = b" \t\r\n\f\v"
_AS_IT_IS: Final = frozenset({"", "7bit", "8bit", "binary"})
_TEXTS: Final = frozenset({"text/plain", "text/html"})
# Words with a few signs between them, where they do not stand beside the same in another form.
_WRITTEN: Final = frozenset({"text/enriched", "text/markdown", "text/richtext", "text/text"})
_LONGEST_ENDING: Final = 20
_SHORTEST_PACKED: Final = 16
# What Windows takes for its devices, whatever ending they have.
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)", re.IGNORECASE)
_UUENCODED: Final = re.compile(r"^begin(?:-base64)? [0-7]{3,4} .+$", re.MULTILINE)
_UUENCODED_WHOLE: Final = re.compile(rb"\s*begin [0-7]{3,4} [^\r\n]+\r?\n(?:[ -`]+\r?\n)+end\s*")
_UUENCODINGS: Final = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_OUTLOOK_TYPES: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_OUTLOOK: Final = b"\x78\x9f\x3e\x22"


def holds_file(text: str) -> bool:
    """Tell whether a file is written into a text, as mails had it before MIME; nobody has read that file."""
    return _UUENCODED.search(text) is not None


def content_of(part: Part) -> tuple[bytes, bool]:
    """Give the content of a part, decoded, and tell whether it was what its encoding makes, and no doubt.

    Encodings are many that differ, or one that is not what the content shows: then the content decides, since
    nobody can read it, or find anything in it, as it is.
    """
    named = [_encoding_of(value) for value in part.headers.different("content-transfer-encoding")] or [""]
    [encoding, *others] = dict.fromkeys("" if each in _AS_IT_IS else each for each in named)
    if encoding == "base64" and not others:
        return _from_base64(part)
    if encoding in _UUENCODINGS and not others:
        return _from_uuencode(part.content), False
    if _shows_base64(part, least=1 if "base64" in (encoding, *others) else _SHORTEST_PACKED):
        return _from_base64(part)[0], False
    if encoding == "quoted-printable" and not others:
        return binascii.a2b_qp(part.content), True
    if _shows_quoted_printable(part):
        return binascii.a2b_qp(part.content), False
    return part.content, not (encoding or others) and not _is_all_packed(part)


def _encoding_of(value: str) -> str:
    named = _ENCODING.match(value)
    return named[1].lower() if named else ""


def _from_base64(part: Part) -> tuple[bytes, bool]:
    """Take the content of a part out of base64, and tell whether all of it was that.

    With other signs, or going on after its end, it is read in different ways by different programs. What
    stands below that of a text in clear, as servers add it, or instead of it, is kept as it is.
    """
    packed = part.content.translate(None, _SPACES)
    made = leniently_from_base64(packed)
    is_whole = _BASE64.fullmatch(packed) is not None and len(packed) % 4 == 0
    if is_file(part):
        return made, is_whole
    end = _end_of_base64(part.content)
    begin = part.content[:end].translate(None, _SPACES)
    # A first word of four letters, or eight digits, is no base64.
    begins = len(begin) >= _SHORTEST_PACKED and _shows_words(leniently_from_base64(begin), charset_of(part))
    if not begins and not _shows_words(made, charset_of(part)):
        is_clear = packed.isdigit() or _WORDS.search(part.content)
        if is_clear or not _has_long_line(part.content):
            # Words and numbers that nobody encoded, or letters of some other charset.
            is_both = not is_clear and _has_ascii(charset_of(part))
            return b"\n".join([part.content, made] if is_both else [part.content]), False
    if is_whole or _SIGNS.fullmatch(packed):
        return made, is_whole
    if len(begin) < _SHORTEST_PACKED:
        return part.content, False
    return leniently_from_base64(begin) + part.content[end:], False


def _has_long_line(content: bytes) -> bool:
    """Tell whether a content has a line without a blank as programs write them, and people do not."""
    return any(len(word) >= _SHORTEST_LINE for word in content.split())


def _end_of_base64(content: bytes) -> int:
    packed_end = _BASE64_LINES.match(content)
    return packed_end.end() if packed_end else 0


def _shows_base64(part: Part, *, least: int) -> bool:
    """Tell whether a content begins with so many signs of base64 that make words, or a file that is known.

    Numbers and words without a blank are signs of base64 too: they make no letters of UTF-8, or have not
    lines that long.
    """
    written = part.content[: _end_of_base64(part.content)].strip()
    packed = written.translate(None, _SPACES)
    if len(packed) < least or packed.isdigit():
        return False
    made = leniently_from_base64(packed)
    if is_file(part) and made.startswith(_KNOWN_FILES):
        return True
    is_of_long_lines = len(re.split(rb"[\r\n]", written, maxsplit=1)[0]) >= _SHORTEST_LINE
    return _shows_words(made, charset_of(part)) or (is_of_long_lines and _is_text(made, charset_of(part)))


def _is_text(made: bytes, charset: str) -> bool:
    text, is_known = decoded(made, charset)
    return is_known and not _NO_TEXT.search(text)


def _shows_words(made: bytes, charset: str) -> bool:
    """Tell whether bytes are letters of UTF-8, or of a charset, that no other bytes make by chance.

    In some charsets all bytes are letters: few of them have accents in words, and none are signs.
    """
    if _is_text(made, "utf-8"):
        return True
    text, is_known = decoded(made, charset)
    is_plain = 4 * sum(map(str.isascii, text)) >= 3 * len(text)
    is_named = is_known and not is_written_as_anything(charset)
    return (is_plain or is_named) and not _NO_TEXT.search(text) and all(map(_is_of_words, text))


def _is_of_words(letter: str) -> bool:
    return letter.isascii() or unicodedata.category(letter)[0] in "LMNPZ"


def _has_ascii(charset: str) -> bool:
    """Tell whether letters without accents are in a charset what they are in ASCII."""
    return decoded(b"Ab12", charset) == ("Ab12", True)


def _from_uuencode(content: bytes) -> bytes:
    """Take a content out of uuencode, which is one file in two lines; anything else stays as it is."""
    if not _UUENCODED_WHOLE.fullmatch(content):
        return content
    message = Message()
    message["content-transfer-encoding"] = "x-uuencode"
    message.set_payload(content.decode("latin-1"))
    made = message.get_payload(decode=True)
    return made if isinstance(made, bytes) else content


def _is_all_packed(part: Part) -> bool:
    """Tell whether a content is nothing but lines of base64, of which nobody knows what they make."""
    packed = part.content.translate(None, _SPACES)
    return len(packed) >= _SHORTEST_LINE and _end_of_base64(part.content) == len(part.content)


def _shows_quoted_printable(part: Part) -> bool:
    """Tell whether a text has what only quoted-printable writes, and no other sign of equality."""
    return (
        not is_file(part)
        and _QUOTED_ONLY.search(part.content) is not None
        and _EQUALS.search(part.content) is None
    )


def is_file(part: Part) -> bool:
    """Tell whether a part is a file and no text to be read: by its type, or because the sender says so."""
    if part.content_type not in _TEXTS and not (part.content_type in _WRITTEN and part.alternatives is None):
        return True
    disposition = part.headers.first("content-disposition").partition(";")[0].strip().lower()
    return disposition == "attachment" or bool(_names(part.headers.message()))


def charset_of(part: Part) -> str:
    """Give the charset that a part names, the least of all without one; "unknown" for what is none."""
    try:
        return str(part.headers.message().get_content_charset("us-ascii"))
    # A charset may be encoded in another that is none: the library fails over it as over other parameters.
    except Exception:
        return "unknown"


def file_of(part: Part, content: bytes, number: int) -> tuple[MailAttachment, list[Problem]]:
    """Name a file, and tell what is odd about it. number: for one that has no name."""
    names = _names(part.headers.message())
    problems = [Problem.SEVERAL_FILE_NAMES] if len(set(names)) > 1 else []
    if part.content_type in _OUTLOOK_TYPES or content.startswith(_OUTLOOK):
        problems.append(Problem.PACKED_BY_OUTLOOK)
    name = _safe(names[0]) if names else ""
    ending = ".eml" if part.content_type == "message/rfc822" else ""
    return MailAttachment(
        name=name or f"attachment-{number}{ending}",
        declared_type=one_line(part.content_type, limits.MOST_NAME_CHARACTERS),
        size=len(content),
        content=content,
    ), problems


def _names(message: Message) -> list[str]:
    """Give the names that a part has, by RFC 2183 and 2231 and as programs wrote it before, decoded."""
    names = []
    for parameter, header in product(("filename", "name"), ("content-disposition", "content-type")):
        try:
            value = message.get_param(parameter, header=header)
            name = collapse_rfc2231_value(value) if value else ""
        # Pieces out of order, charsets that are none, half a percent sign: the library fails in many ways.
        except Exception:
            name = "?"
        if name:
            names.append(words_of(name)[0])
    return names


def _safe(name: str) -> str:
    """Give the last part of a path as one line, cut in front of its ending to what disks take."""
    last = re.split(r"[/\\]", name)[-1]
    line = one_line(last, len(last)).strip(". ")
    if _DEVICES.match(line):
        line = f"_{line}"
    if len(line.encode()) <= limits.MOST_NAME_CHARACTERS:
        return line
    stem, dot, ending = line.rpartition(".")
    kept = dot + ending if stem and len(ending.encode()) <= _LONGEST_ENDING else ""
    room = limits.MOST_NAME_CHARACTERS - len(kept.encode())
    return line.encode()[:room].decode(errors="ignore") + kept
