"""Mails that come back: what a mail server says about one of ours, noted on the notice it is about.

Whoever receives mail for the portal calls `receive` for what comes to an address of `bounce_addresses`.
"""

from enum import StrEnum

import structlog

from notices import bounce_addresses, delivery_status, states
from notices.delivery_status import Fate

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What was done about a mail that came to an address for bounces."""

    NOTED = "noted"
    PROBABLY = "probably"
    NOTHING_NEW = "nothing_new"
    NOT_OURS = "not_ours"


def receive(raw: bytes, recipient: str, *, is_from_nobody: bool = False) -> Outcome:
    """Note that a mail of ours came back, if that is what this mail says, and to an address that we made.

    raw: the whole mail as it came. recipient, is_from_nobody: of the envelope. The same mail again notes
    nothing. Forged and unknown addresses are ignored, and so is everything that does not say that delivery
    has failed for good: a delay, an absence note, a malformed report. What is no report, and hardly anything
    but the text of a server that could not deliver, changes nothing of the notice: its reader may not know of
    it. Never raises for what is in the mail.
    """
    notice = bounce_addresses.notice_of(recipient)
    if notice is None:
        log.info("notices.bounce.not_ours")
        return Outcome.NOT_OURS
    fate = delivery_status.read(raw, is_from_nobody=is_from_nobody)
    if fate is Fate.FAILED and states.note_bounced(notice):
        return Outcome.NOTED
    if fate is Fate.PROBABLY_FAILED and states.note_probably_bounced(notice):
        return Outcome.PROBABLY
    log.info("notices.bounce.nothing_new", notice=notice.number, fate=fate.value)
    return Outcome.NOTHING_NEW
