"""Mails that are attached to a message: every header, every part, and what is attached to them."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Final

from screening.files import texts
from screening.files.errors import CannotRead, Reason
from screening.files.limits import Budget

_HEADERS: Final = re.compile(rb"\A(?:[!-9;-~]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.ASCII)
_USUAL: Final = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|mime-version|content-type|(content-transfer-encoding)):",
    re.IGNORECASE | re.MULTILINE,
)
# Of two that differ, programs believe different ones, and show other words.
_ONCE: Final = ("content-type", "content-transfer-encoding")
_FEWEST_USUAL: Final = 3
# What stands between the mails of a mailbox that is one file.
_ENVELOPE: Final = re.compile(rb"^From [^\n]{3,200}\n(?=[!-9;-~]{1,60}:)", re.MULTILINE)
# Source: RFC 3676, sections 4.1 and 4.5; quoted lines flow as others do.
_FLOWED: Final = re.compile(r" \r?\n(?:>+ ?)?")


def is_mail(file_name: str, data: bytes) -> bool:
    """Tell whether a file is a mail: by its name, or by headers that mails have."""
    if file_name.lower().endswith(".eml"):
        return True
    if _ENVELOPE.match(data):
        return True
    headers = _HEADERS.match(data[:20_000])
    usual = _USUAL.findall(headers[0]) if headers else []
    return len(usual) >= _FEWEST_USUAL or any(usual)


def text_of(data: bytes, budget: Budget, read_inner: Callable[[str, bytes], str]) -> str:
    """Take out the text of a mail. Raises CannotRead, for parts that do not decode too."""
    pieces = [_text_of_one(each, budget, read_inner) for each in _mails_of(data)]
    return "\n".join(pieces)


def _mails_of(data: bytes) -> list[bytes]:
    """Give the mails of a mailbox that is one file, or the one mail that a file is."""
    if not _ENVELOPE.match(data):
        return [data]
    return [each for each in _ENVELOPE.split(data) if each.strip()]


def _text_of_one(data: bytes, budget: Budget, read_inner: Callable[[str, bytes], str]) -> str:
    message = message_from_bytes(data, policy=default)
    pieces: list[str] = []
    for part in message.walk():
        budget.take_member()
        if part.defects or any(len(set(part.get_all(name, ()))) > 1 for name in _ONCE):
            raise CannotRead(Reason.CORRUPT)
        pieces += (f"{name}: {value}" for name, value in part.items())
        if part.is_multipart():
            # What stands before the first part and behind the last is shown by few programs, and is there.
            pieces += filter(None, (part.preamble, part.epilogue))
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or part.defects:
            raise CannotRead(Reason.CORRUPT)
        budget.take_bytes(len(content))
        if part.get_content_maintype() == "text" and not part.get_filename():
            text = texts.text_of(_as_utf8(content, part.get_content_charset("utf-8")))
            pieces.append(text)
            if str(part.get_param("format", "")).lower() == "flowed":
                is_cut_anywhere = str(part.get_param("delsp", "")).lower() == "yes"
                pieces.append(_FLOWED.sub("" if is_cut_anywhere else " ", text))
        else:
            pieces.append(read_inner(part.get_filename() or "", content))
    return "\n".join(pieces)


def _as_utf8(content: bytes, charset: str) -> bytes:
    try:
        return content.decode(charset).encode()
    except (UnicodeError, LookupError) as error:
        raise CannotRead(Reason.CORRUPT) from error
