"""Mails that are attached to a message: every header, every part, and what is attached to them."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import Final

from screening.files import texts
from screening.files.errors import CannotRead, Reason
from screening.files.limits import Budget

_HEADERS: Final = re.compile(rb"\A(?:[!-9;-~]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}", re.ASCII)
_USUAL: Final = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|mime-version|content-type):", re.IGNORECASE | re.MULTILINE
)
_FEWEST_USUAL: Final = 3


def is_mail(file_name: str, data: bytes) -> bool:
    """Tell whether a file is a mail: by its name, or by headers that mails have."""
    if file_name.lower().endswith(".eml"):
        return True
    headers = _HEADERS.match(data[:20_000])
    return headers is not None and len(_USUAL.findall(headers[0])) >= _FEWEST_USUAL


def text_of(data: bytes, budget: Budget, read_inner: Callable[[str, bytes], str]) -> str:
    """Take out the text of a mail. Raises CannotRead, for parts that do not decode too."""
    message = message_from_bytes(data, policy=default)
    pieces: list[str] = []
    for part in message.walk():
        budget.take_member()
        if part.defects:
            raise CannotRead(Reason.CORRUPT)
        pieces += (f"{name}: {value}" for name, value in part.items())
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise CannotRead(Reason.CORRUPT)
        budget.take_bytes(len(content))
        if part.get_content_maintype() == "text" and not part.get_filename():
            pieces.append(texts.text_of(_as_utf8(content, part.get_content_charset("utf-8"))))
        else:
            pieces.append(read_inner(part.get_filename() or "", content))
    return "\n".join(pieces)


def _as_utf8(content: bytes, charset: str) -> bytes:
    try:
        return content.decode(charset).encode()
    except (UnicodeError, LookupError) as error:
        raise CannotRead(Reason.CORRUPT) from error
