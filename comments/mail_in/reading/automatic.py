"""Whether a program wrote a mail, or a list sent it on: such mail gets no automatic answer.

Source: RFC 3834, and what older programs and Microsoft Exchange write instead.
"""

from enum import StrEnum
from typing import Final

from comments.mail_in.reading.parts import Headers

LOOP_HEADER: Final = "X-Sealpost-Answer"
"""On every automatic answer of ours; where it comes back, the other side answers by itself too."""


class AutomaticKind(StrEnum):
    """Name the sign by which mail of programs is known, the plainest first."""

    OURS = "ours"
    REPORT = "report"
    REPLY = "reply"
    GENERATED = "generated"
    LIST = "list"
    BULK = "bulk"
    NO_SENDER = "no_sender"
    SUPPRESSED = "suppressed"
    LOOP = "loop"


_LISTS: Final = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list")
_REPLIES: Final = ("x-autoreply", "x-autorespond", "x-autoresponder", "auto-reply")
_BULK: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
# As many servers as no mail passes that goes from one to another; each adds a line (RFC 5321, section 6.3).
MOST_HOPS: Final = 30
_SUPPRESSED: Final = frozenset({"all", "oof", "autoreply", "dr", "rn", "nrn"})


def kind_of(headers: Headers, content_type: str) -> AutomaticKind | None:
    """Tell by which sign a mail is known as one of a program, or None."""
    submitted = _word(headers.first("auto-submitted"))
    precedence = _word(headers.first("precedence"))
    suppressed = {_word(each) for each in headers.first("x-auto-response-suppress").split(",")}
    paths = headers.all("return-path")
    signs = (
        (AutomaticKind.OURS, bool(headers.all(LOOP_HEADER.lower()))),
        (AutomaticKind.REPORT, content_type == "multipart/report"),
        (AutomaticKind.REPLY, submitted == "auto-replied" or any(map(headers.all, _REPLIES))),
        (AutomaticKind.GENERATED, submitted not in ("", "no")),
        (AutomaticKind.LIST, any(map(headers.all, _LISTS))),
        (AutomaticKind.BULK, precedence in _BULK),
        (AutomaticKind.NO_SENDER, bool(paths) and paths[0].replace(" ", "") in ("", "<>")),
        (AutomaticKind.SUPPRESSED, not suppressed.isdisjoint(_SUPPRESSED)),
        (AutomaticKind.LOOP, len(headers.all("received")) > MOST_HOPS),
    )
    return next((kind for kind, is_so in signs if is_so), None)


def _word(value: str) -> str:
    """Give the first word of a value, without the comment or parameters behind it."""
    return value.partition(";")[0].partition("(")[0].strip().lower()
