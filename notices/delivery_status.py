"""Reading the mails by which mail servers say what became of a mail.

They come from anywhere and are often malformed; nothing that is in one can make reading it fail.
Source: RFC 3464, and RFC 6533 for addresses beyond ASCII.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum

import structlog

# The status stands before the mail that came back, which may be long.
MOST_BYTES = 512 * 1024
MOST_PARTS = 100
STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FIELD = re.compile(r"^(action|status)[ \t]*:[ \t]*([!-~]+)", re.IGNORECASE | re.MULTILINE)

log = structlog.get_logger(__name__)


class Fate(StrEnum):
    """What a mail says of another one."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    UNSAID = "unsaid"


_FATES = {
    "failed": Fate.FAILED,
    "delayed": Fate.DELAYED,
    "delivered": Fate.DELIVERED,
    "relayed": Fate.DELIVERED,
    "expanded": Fate.DELIVERED,
}


def read(raw: bytes) -> Fate:
    """Tell what a mail says became of the one that it is about; UNSAID for whatever is no such mail.

    Our mails have one address each, so a failure is a failure of all of it. Never raises.
    """
    try:
        fates = list(_fates_in(raw[:MOST_BYTES]))
    # The parser of the standard library raises a dozen kinds, RecursionError among them.
    except Exception as error:
        log.warning("notices.delivery_status.unreadable", error=type(error).__name__)
        return Fate.UNSAID
    return next((fate for fate in (Fate.FAILED, Fate.DELAYED, Fate.DELIVERED) if fate in fates), Fate.UNSAID)


def _fates_in(raw: bytes) -> Iterator[Fate]:
    # The older policy: the newer one raises for headers that real servers write.
    message = message_from_bytes(raw, policy=policy.compat32)
    if message.get_content_type() != "multipart/report":
        return
    for count, part in enumerate(message.walk()):
        if count == MOST_PARTS:
            return
        if part.get_content_type() in STATUS_TYPES:
            for name, value in _FIELD.findall(_text_of(part)):
                if name.casefold() == "action":
                    yield _FATES.get(value.casefold(), Fate.UNSAID)


def _text_of(part: Message) -> str:
    """Give the fields of a status as lines, whether the parser took them for headers or for a text."""
    lines = [f"{name}: {value}" for name, value in part.items()]
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join([*lines, *(_text_of(each) for each in payload if isinstance(each, Message))])
    return "\n".join([*lines, str(payload)])
