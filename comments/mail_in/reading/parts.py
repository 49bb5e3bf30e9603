"""Take a mail apart into headers and contents, in a time that its size bounds.

Of our own, since the parser of the standard library tries each line against the boundary of every part that
it is inside, recurses, and raises for status mails that real servers send. Each part lies inside its parent
here, whatever boundaries it names. Source: RFC 2046, section 5.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final, NamedTuple

from comments.mail_in.reading import limits
from comments.mail_in.reading.errors import Reason, UnreadableMail

_LINE: Final = re.compile(rb"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FIELD: Final = re.compile(rb"([!-9;-~]+)([ \t]*):(.*)", re.DOTALL)
_TYPE: Final = re.compile(r"[^\s/()<>@,;:\\\"\[\]?=]+/[^\s/()<>@,;:\\\"\[\]?=]+")
# A line with two dashes above a header of a part. Signatures have two as well, and no header below.
_OTHER_BOUNDARY: Final = re.compile(
    rb"(?:\A|[\r\n])--(\S[^\r\n]{0,199})(?:\r\n|\r|\n)content-[a-z-]{1,40}[ \t]*:", re.IGNORECASE
)
_DEFAULT_TYPE: Final = "text/plain"
# What stands before the headers of a mail that was kept in a file: a mark of UTF-8, empty lines and blanks,
# which programs put there by mistake, and the line by which mailboxes part mails.
_BEFORE_MAIL: Final = re.compile(
    rb"((?:\xef\xbb\xbf)?(?:[ \t]*+(?:\r\n|\r|\n))*+(?:[ \t]++(?=[!-9;-~]++[ \t]*+:))?)"
    rb"(?:>?From (?![ \t]*:)[^\r\n]*+(?:\r\n|\r|\n))?"
)
# Of these, servers write none above what they are given.
_OF_SENDERS: Final = ("from", "subject", "to", "content-type", "mime-version")
# Of the types that one part says of itself: each is tried on all of its lines.
_MOST_TYPES: Final = 3
_BESIDE_SENDERS: Final = ("subject", "date", "to", "message-id", "mime-version")


class Headers:
    """Hold the headers of one part, in their order, as text that nobody has decoded."""

    def __init__(self, fields: list[tuple[str, str]], first_lines: list[str] | None = None) -> None:
        """Take names in small letters, each with its value on one line.

        first_lines: what of each value stands on the line of its name; all of it where none are given.
        """
        self.fields = fields
        self.first_lines = [value for _name, value in fields] if first_lines is None else first_lines

    def all(self, name: str) -> list[str]:
        """Give the values of every header of a name."""
        return [value for each, value in self.fields if each == name]

    def different(self, name: str) -> list[str]:
        """Give the values of every header of a name, each once however its letters are written."""
        return list({value.lower(): value for value in reversed(self.all(name))}.values())[::-1]

    def first(self, name: str) -> str:
        """Give the first value of a name, up to the length that is looked into; "" without one."""
        return next(iter(self.all(name)), "")[: limits.MOST_VALUE_CHARACTERS]

    def with_first(self, name: str, value: str) -> "Headers":
        """Give the same headers, with one of a name before all others."""
        return Headers([(name, value), *self.fields], [value, *self.first_lines])

    def message(self) -> Message:
        """Give the headers that have parameters to the standard library, which knows their ways."""
        message = Message()
        for name in ("content-type", "content-disposition"):
            if value := self.first(name):
                message[name] = value
        return message


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a part that has no parts.

    content: as it came, still encoded. alternatives: the number of the outermost `multipart/alternative` that
    it is in, so that its other forms are known; None outside of one.
    """

    headers: Headers
    content_type: str
    content: bytes
    alternatives: int | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Hold a mail taken apart: its own headers, its parts, and whether anything about that was odd.

    outside: what stands before and behind parts, which most programs do not show.
    is_odd_above: of the headers of the mail itself, which servers may have read in another way.
    """

    headers: Headers
    parts: list[Part]
    outside: bytes
    is_odd_above: bool
    has_odd_headers: bool
    has_odd_boundaries: bool


def take_apart(raw: bytes) -> Apart:
    """Take a mail apart. Raises UnreadableMail past the limits, and for what has no headers at all."""
    if len(raw) > limits.MOST_BYTES:
        raise UnreadableMail(Reason.TOO_LARGE)
    headers, body, is_odd_above = _headers_of_mail(raw)
    if not headers.fields:
        raise UnreadableMail(Reason.NO_HEADERS)
    parts: list[Part] = []
    outside: list[bytes] = []
    has_odd_headers, has_odd_boundaries = is_odd_above, False
    waiting: list[tuple[Headers, bytes, int, int | None]] = [(headers, body, 1, None)]
    seen = 0
    while waiting:
        own, body, depth, alternatives = waiting.pop()
        seen += 1
        if seen > limits.MOST_PARTS:
            raise UnreadableMail(Reason.TOO_MANY_PARTS)
        if depth > limits.DEEPEST:
            raise UnreadableMail(Reason.TOO_DEEP)
        own, is_doubtful = _by_one_type(own, body)
        has_odd_boundaries |= is_doubtful
        message = own.message()
        content_type = type_of(message)
        if not content_type.startswith("multipart/"):
            parts.append(Part(own, content_type, body, alternatives))
            continue
        split = _split_by_one(body, boundaries_of(message))
        if split is None:
            has_odd_boundaries = True
            split = _split_by_one(body, _other_boundary_in(body))
        if split is None:
            parts.append(Part(own, _DEFAULT_TYPE, body, alternatives))
            continue
        inner = split.parts
        if others := _split_by_one(split.outside, _other_boundary_in(split.outside)):
            # Of two boundaries programs take different ones.
            has_odd_boundaries = True
            inner = [*others.parts, *inner]
        outside += [each.outside for each in (split, others) if each]
        if content_type == "multipart/alternative" and alternatives is None:
            alternatives = seen
        for each in reversed(inner):
            of_part, content, is_odd = _split_headers(each)
            has_odd_headers |= is_odd
            waiting.append((of_part, content, depth + 1, alternatives))
    return Apart(headers, parts, b"\n".join(outside), is_odd_above, has_odd_headers, has_odd_boundaries)


def type_of(message: Message) -> str:
    """Give the type of a part, without what stands behind it; text for whatever is no type."""
    try:
        written = _TYPE.match(message.get_content_type())
    # Parameters that are cut off or encoded twice make the library fail in a dozen ways.
    except Exception:
        return _DEFAULT_TYPE
    return written[0] if written else _DEFAULT_TYPE


def boundaries_of(message: Message) -> list[bytes]:
    """Give the line that parts a multipart, without its dashes, as it may stand there; none without one.

    Headers were of UTF-8 or else of bytes; the same letter may be either.
    """
    try:
        # Fails as the type of a part does.
        boundary = message.get_boundary()
    except Exception:
        return []
    forms = ((boundary or "").encode(charset, "replace")[:200] for charset in ("utf-8", "latin-1"))
    return [form for form in dict.fromkeys(forms) if form]


def _headers_of_mail(raw: bytes) -> tuple[Headers, bytes, bool]:
    """Split the headers of a mail from its body, whatever stands before the headers; tells whether any did.

    Servers put theirs above what they are given, and an empty line between where it begins with no header:
    then the mail's own headers stand where its body should begin.
    """
    # Mailboxes write a line before each mail.
    begin = _BEFORE_MAIL.match(raw)
    headers, body, is_odd = _split_headers(raw[begin.end() :] if begin else raw)
    is_odd |= bool(begin and begin[1])
    if any(map(headers.all, _OF_SENDERS)):
        return headers, body, is_odd
    begin = _BEFORE_MAIL.match(body)
    own, own_body, _is_odd = _split_headers(body[begin.end() :] if begin else body)
    if not own.all("from") or not any(map(own.all, _BESIDE_SENDERS)):
        return headers, body, is_odd
    return Headers(headers.fields + own.fields, headers.first_lines + own.first_lines), own_body, True


def _by_one_type(headers: Headers, body: bytes) -> tuple[Headers, bool]:
    """Choose one of several types that a part has, and tell whether there were several.

    A frame of parts before a text, and a text before a file: words are taken out of it then.
    """
    types = [
        value[: limits.MOST_VALUE_CHARACTERS] for value in headers.different("content-type")[:_MOST_TYPES]
    ]
    if len(types) < 2:
        return headers, False
    texts = []
    for value in types:
        message = Headers([("content-type", value)]).message()
        kind = type_of(message)
        if kind.startswith("multipart/") and _split_by_one(body, boundaries_of(message)):
            return headers.with_first("content-type", value), True
        if kind.startswith("text/"):
            texts.append(value)
    return headers.with_first("content-type", next(iter(texts), types[0])), True


def _split_headers(piece: bytes) -> tuple[Headers, bytes, bool]:
    """Split headers from the body, which begins after an empty line, or at a line that is no header.

    Also tells whether other programs may see other headers: by the second, or by an end of a line, a blank
    before a colon or a NUL that they do not take as we do. Raises UnreadableMail for headers without an end.
    """
    fields: list[tuple[str, str]] = []
    first_lines: list[str] = []
    is_odd = False
    position = 0
    for line, end in _lines(piece):
        if end > limits.MOST_HEADER_BYTES or len(fields) > limits.MOST_HEADERS:
            raise UnreadableMail(Reason.HEADERS_TOO_LARGE)
        if not line:
            position = end
            break
        field = _FIELD.fullmatch(line)
        is_odd |= b"\0" in line or piece[end - 1 : end] == b"\r" or bool(field and field[2])
        if line[:1] in b" \t" and fields:
            name, value = fields[-1]
            fields[-1] = (name, f"{value} {_as_text(line).strip()}".strip())
        elif field:
            first_lines.append(_as_text(field[3]).strip())
            fields.append((_as_text(field[1]).lower(), first_lines[-1]))
        else:
            is_odd = True
            break
        position = end
    return Headers(fields, first_lines), piece[position:], is_odd


def _lines(piece: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield each line with where the next one begins; three kinds of ends, since other programs take them."""
    position = 0
    while position < len(piece):
        line = _LINE.match(piece, position, position + limits.MOST_HEADER_BYTES + 1)
        if line is None or line.end() == position:
            return
        position = line.end()
        yield line[1], position


def _other_boundary_in(body: bytes) -> list[bytes]:
    """Guess the line that parts a multipart which names none, or another: else its parts stay encoded."""
    found = _OTHER_BOUNDARY.search(body)
    return [found[1].rstrip()] if found else []


class _Split(NamedTuple):
    """Hold the parts of a multipart, and what stands before the first and behind the last."""

    parts: list[bytes]
    outside: bytes


def _split_by_one(body: bytes, boundaries: list[bytes]) -> _Split | None:
    return next(filter(None, (_split_parts(body, boundary) for boundary in boundaries)), None)


def _split_parts(body: bytes, boundary: bytes) -> _Split | None:
    """Split the body of a multipart; None without a line of its boundary.

    What stands before the first and after the last line is for programs that know no parts (RFC 2046, section
    5.1.1). Where parts go on after a line that ends them, it was not the last. The last part of a mail that
    was cut off has no end.
    """
    line = re.compile(rb"(?:\A|\r\n|\r|\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=[\r\n]|\Z)")
    inner: list[bytes] = []
    begins: int | None = None
    before = 0
    is_after_end = False
    for found in line.finditer(body):
        piece = b"" if begins is None else body[begins : found.start()]
        if begins is not None and (piece.strip() or not is_after_end):
            inner.append(piece)
            if len(inner) > limits.MOST_PARTS:
                raise UnreadableMail(Reason.TOO_MANY_PARTS)
        is_after_end = found[1] is not None
        before = found.start() if begins is None else before
        begins = None if is_after_end and not inner else found.end()
    if begins is not None and not is_after_end:
        inner.append(body[begins:])
    if not inner:
        return None
    behind = body[begins:] if is_after_end else b""
    return _Split([_without_line_end(each) for each in inner], body[:before] + behind)


def _without_line_end(piece: bytes) -> bytes:
    """Drop the end of the boundary's own line."""
    return piece[2:] if piece.startswith(b"\r\n") else piece[1:]


def _as_text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")
