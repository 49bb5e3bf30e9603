"""The channel rule: how an answer may leave. Secure is the default; plain e-mail is a choice, where allowed.

The decision is made for the page, on frozen text. One for plain e-mail is made again in the transaction that
sends, which sends only what the first was made for, and by the worker right before the e-mail leaves.
"""

from dataclasses import replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Unit
from messaging.models import Thread
from messaging.screenings import Of, screened
from notices.decisions import Channel, Decision, PlainMail, Release
from screening import Document, Strictness
from screening.policy import AS_THE_TABLE

__all__ = ["Channel", "Decision", "PlainMail", "Release", "decide", "made_again", "plain_mail"]


def decide(
    document: Document,
    *,
    latest_sequence: int,
    thread: Thread | None = None,
    unit: Unit | None = None,
    wanted: Channel = Channel.SECURE,
    release: Release | None = None,
) -> Decision:
    """Screen `document`, with the mail that it may become, and say how it may leave.

    thread: with its taxpayer and unit as they are now; without one there is only the portal.
    unit: whose words they are, where they begin a thread: as strict as in one, and told who looks after it.
    wanted: what the officer chose. Plain is granted for clean words, and for personal ones that a second
    member has released, which counts for exactly those and to the same address. A screening that fails says
    `restricted`, is recorded and is an alert.
    """
    composed = plain_mail(thread, document) if thread is not None else None
    whole = composed.beside(document) if composed is not None else document
    mail_hash = whole.content_hash() if composed is not None else ""
    # Read from the row as it is now: a unit that becomes stricter holds what already waits.
    unit = thread.unit if thread is not None else unit
    strictness = Strictness.of(unit.screening_floors) if unit is not None else AS_THE_TABLE
    of_unit = unit.public_id if unit is not None else None
    verdict = screened(whole, of=Of.ANSWER, unit=of_unit, strictness=strictness)
    is_personal = verdict.strength == "personal" and not verdict.failed
    if not is_personal or release is None or release.mail_hash != mail_hash:
        release = None
    is_clean = verdict.strength == "clean" and not verdict.failed
    mail = composed if is_clean or release is not None else None
    held_mail = composed if is_personal and release is None else None
    return Decision(
        channel=wanted if mail is not None else Channel.SECURE,
        strength=verdict.strength,
        findings=verdict.findings,
        screening_failed=verdict.failed,
        content_hash=document.content_hash(),
        latest_sequence=latest_sequence,
        mail=mail,
        mail_hash=mail_hash if mail is not None or held_mail is not None else "",
        held_mail=held_mail,
        release=release,
    )


def plain_mail(thread: Thread, document: Document) -> PlainMail | None:
    """Compose what would leave by plain e-mail; None unless unit, person and kind of answer allow it.

    Quoted words are the person's own, and so is the thread's subject: neither ever leaves this way. Nothing
    does while a thread is locked: whoever reads the mailbox may be who set the new password. Nor where a
    thread asks for a second factor: a mailbox asks for none.
    """
    taxpayer = thread.taxpayer
    is_confirmed = bool(taxpayer.notice_address) and taxpayer.notice_address_confirmed_at is not None
    has_more_than_text = bool(document.quoted or document.fields or document.names or document.attachments)
    asks_factor = settings.RESTRICTED_NEEDS_SECOND_FACTOR and thread.restricted_at is not None
    is_theirs = is_confirmed and taxpayer.is_active and not thread.is_locked and not asks_factor
    if not thread.unit.allows_plain_email or not is_theirs or has_more_than_text:
        return None
    # The person's, whichever language the page that decides or the worker that sends has spoken last.
    with translation.override(taxpayer.language):
        subject = _("An answer from %(agency)s") % {"agency": settings.AGENCY_NAME}
    return PlainMail(recipient=taxpayer.notice_address, subject=" ".join(subject.split()), text=document.text)


def made_again(decision: Decision, *, thread: Thread, document: Document) -> Decision:
    """Make a decision for plain e-mail once more, inside the transaction that sends.

    thread: locked, with its taxpayer and unit as they are now. The new decision is for the portal unless what
    would leave, and to whom, is what was decided.
    """
    again = decide(
        document,
        latest_sequence=decision.latest_sequence,
        thread=thread,
        wanted=decision.channel,
        release=decision.release,
    )
    return again if again.mail_hash == decision.mail_hash else replace(again, channel=Channel.SECURE)
