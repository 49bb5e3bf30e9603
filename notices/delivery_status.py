"""Reading the mails by which mail servers say what became of a mail.

They come from anywhere and are often malformed; nothing that is in one can make reading it fail.
Source: RFC 3464, and RFC 6533 for addresses beyond ASCII. qmail and old gateways write a text to people
instead, of which no more can be told than that it is hardly anything else.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr
from enum import StrEnum

import structlog

# The status stands before the mail that came back, which may be long.
MOST_BYTES = 512 * 1024
MOST_PARTS = 100
STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FIELD = re.compile(r"^(action|status)[ \t]*:[ \t]*([!-~]+)", re.IGNORECASE | re.MULTILINE)

# So much of a text that people are to read says what it is about.
MOST_BYTES_OF_WORDS = 4096
DAEMONS = frozenset({"mailer-daemon", "postmaster"})
_ANSWERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "auto-reply")
_WORDS_OF_ANSWERS = re.compile(
    r"\A\W*(?:auto(?:matic)?[ -]?(?:reply|response)|auto:|out of (?:the )?office|away\b|on vacation|absence"
    r"|respuesta autom|fuera de (?:la )?oficina|resposta autom|read:|not read:)",
    re.IGNORECASE,
)
_SUBJECTS_OF_DELAYS = re.compile(r"delay|warning|deferred|still|temporar|retry", re.IGNORECASE)
_WORDS_OF_DELAYS = re.compile(
    r"delayed|deferred|still (?:being|trying)|not yet|will (?:be retried|continue|keep|retry|try)"
    r"|no action (?:is )?required|do not need to resend",
    re.IGNORECASE,
)

log = structlog.get_logger(__name__)


class Fate(StrEnum):
    """What a mail says of another one."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    PROBABLY_FAILED = "probably_failed"
    UNSAID = "unsaid"


_FATES = {
    "failed": Fate.FAILED,
    "delayed": Fate.DELAYED,
    "delivered": Fate.DELIVERED,
    "relayed": Fate.DELIVERED,
    "expanded": Fate.DELIVERED,
}


def read(raw: bytes, *, is_from_nobody: bool = False) -> Fate:
    """Tell what a mail says became of the one that it is about; UNSAID for whatever is no such mail.

    is_from_nobody: its envelope named no sender, as that of a report does (RFC 5321, section 4.5.5).
    Our mails have one address each, so a failure is a failure of all of it. Never raises.
    """
    try:
        # The older policy: the newer one raises for headers that real servers write.
        message = message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
        if message.get_content_type() != "multipart/report":
            return _probably(message, is_from_nobody=is_from_nobody)
        fates = list(_fates_in(message))
    # The parser of the standard library raises a dozen kinds, RecursionError among them.
    except Exception as error:
        log.warning("notices.delivery_status.unreadable", error=type(error).__name__)
        return Fate.UNSAID
    return next((fate for fate in (Fate.FAILED, Fate.DELAYED, Fate.DELIVERED) if fate in fates), Fate.UNSAID)


def _probably(message: Message, *, is_from_nobody: bool) -> Fate:
    """Guess what a mail of a program says that is no report, from who sent it and what it is not."""
    local, _, _domain = parseaddr(str(message.get("From", "")))[1].partition("@")
    path = str(message.get("Return-Path", "")).replace(" ", "")
    if not (is_from_nobody or path == "<>" or local.casefold() in DAEMONS):
        return Fate.UNSAID
    subject = str(message.get("Subject", ""))
    submitted = str(message.get("Auto-Submitted", "")).strip().casefold()
    precedence = str(message.get("Precedence", "")).strip().casefold()
    if (
        submitted.startswith("auto-replied")
        or precedence in ("auto_reply", "auto-reply")
        or any(name in message for name in _ANSWERS)
        or _WORDS_OF_ANSWERS.match(subject)
    ):
        return Fate.UNSAID
    if _SUBJECTS_OF_DELAYS.search(subject) or _WORDS_OF_DELAYS.search(_first_words_of(message)):
        return Fate.DELAYED
    return Fate.PROBABLY_FAILED


def _first_words_of(message: Message) -> str:
    """Give how the first text of a mail begins, before what came back is quoted."""
    for count, part in enumerate(message.walk()):
        if count == MOST_PARTS:
            break
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            words = payload[:MOST_BYTES_OF_WORDS] if isinstance(payload, bytes) else b""
            return words.decode("utf-8", "replace").partition("\n--- ")[0]
    return ""


def _fates_in(message: Message) -> Iterator[Fate]:
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
