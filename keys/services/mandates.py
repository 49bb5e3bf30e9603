"""Signing that somebody reads and answers a thread for its taxpayer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from keys.mandates import Statement
from keys.models import Mandate
from keys.unlocked import UnlockedPerson


def sign_mandate(
    *,
    signer: UnlockedPerson[Any],
    thread: UUID,
    taxpayer: UUID,
    representative: UUID,
    until: datetime,
) -> Statement:
    """Sign as the taxpayer, or as somebody of the agency, and store it; belongs inside a transaction."""
    statement = Statement(
        thread=thread,
        taxpayer=taxpayer,
        representative=representative,
        until=until,
        signer=signer.person.public_id,
        signer_key=signer.signing_key.key_id,
        signed_at=timezone.now(),
    )
    Mandate.objects.create(**statement._asdict(), signature=signer.signing_key.sign(statement.context()))
    audit.record(
        Action.MANDATE_SIGNED,
        actor=statement.signer,
        subject=thread,
        details={"representative": str(representative), "days": (until - statement.signed_at).days},
    )
    return statement
