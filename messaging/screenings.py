"""Screening as every place of the portal asks for it: what does not finish is restricted, counted, and an
alert.

Nothing else calls `screen`, so that no place can take a check that failed for one that found nothing.
"""

from enum import StrEnum
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

import audit.services as audit
from audit.actions import Action
from screening import Document, Strictness, Verdict, screen
from screening.policy import AS_THE_TABLE

log = structlog.get_logger(__name__)


class Of(StrEnum):
    """Name what is screened, as the event of a failure tells it."""

    ANSWER = "answer"
    COMMENT = "comment"
    MAIL = "mail"


def screened(
    document: Document, *, of: Of, unit: UUID | None, strictness: Strictness = AS_THE_TABLE
) -> Verdict:
    """Screen `document` in the time that the settings give.

    unit: whose supervisors see that a screening failed; without one only administrators do.
    Never raises for a text. A screening that fails says `restricted`, is logged and recorded without a word
    of the text, and is an alert.
    """
    try:
        verdict = screen(document, seconds=settings.SCREENING_SECONDS, strictness=strictness)
    # Whatever breaks must count as sensitive; the name of the error holds no text.
    except Exception as error:
        log.error("messaging.screening.raised", error=type(error).__name__)
        verdict = Verdict("restricted", (), failed=True)
    if verdict.failed:
        log.error("messaging.screening.failed", of=of.value, unit=str(unit) if unit else None)
        record_failure(of, unit)
    return verdict


def record_failure(of: Of, unit: UUID | None) -> None:
    """Record that a screening did not finish: how often it happens is counted by these events.

    Whoever screens inside a transaction, and ends it by an error, calls this again afterwards: what was
    recorded in there is gone.
    """
    with transaction.atomic():
        audit.record(Action.SCREENING_FAILED, actor=None, subject=unit, details={"of": of.value})
