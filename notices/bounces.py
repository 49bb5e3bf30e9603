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
    NOTHING_NEW = "nothing_new"
    NOT_OURS = "not_ours"


def receive(raw: bytes, recipient: str) -> Outcome:
    """Note that a mail of ours came back, if that is what this mail says, and to an address that we made.

    raw: the whole mail as it came. recipient: the envelope's. The same mail again notes nothing. Forged and
    unknown addresses are ignored, and so is everything that does not say that delivery has failed for good:
    a delay, an absence note, a malformed report. Never raises for what is in the mail.
    """
    notice = bounce_addresses.notice_of(recipient)
    if notice is None:
        log.info("notices.bounce.not_ours")
        return Outcome.NOT_OURS
    fate = delivery_status.read(raw)
    if fate is not Fate.FAILED or not states.note_bounced(notice):
        log.info("notices.bounce.nothing_new", notice=notice.number, fate=fate.value)
        return Outcome.NOTHING_NEW
    return Outcome.NOTED
