"""Drills of the records key: every unit's epochs leave in a bundle, and what opened comes back signed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.epochs import EpochsDigest, Head, SealedEpoch, bundle_lines
from encryption.errors import EncryptionError
from encryption.statements import DRILL, read_statement, signer_of
from keys import directory, records
from keys.errors import DrillBroughtAlready, NotOfTheCustodians, OtherEpochs, UnknownDrill
from keys.models import Drill, DrillResult, UnitKey

ROWS_AT_ONCE = 200


def export_drill(*, actor: UUID | None) -> Iterator[str]:
    """Begin a drill; gives its bundle line by line, so that it is never whole in memory.

    actor: who asks; None for the person at the server's console. Raises ForgedKey in the middle when the
    directory did not sign a unit's key: such a bundle has no end, and the custodians' tool refuses it.
    """
    drill = _begin(actor)
    head = Head(str(drill.public_id), settings.SITE_URL, drill.exported_at.isoformat())
    return bundle_lines(head, epochs_until(drill.exported_at))


@transaction.atomic(durable=True)
def import_drill(*, actor: UUID | None, document: Any) -> DrillResult:
    """Take what custodians signed about a bundle, also that something did not open.

    Raises NotOfTheCustodians, UnknownDrill, DrillBroughtAlready, NoRecordsKey; OtherEpochs unless they tried
    exactly what is sealed to their key here, of all epochs that there were when the bundle left.
    """
    statement = _signed(document)
    drill = Drill.objects.filter(public_id=statement["bundle"]).first()
    if drill is None or statement["exported_at"] != drill.exported_at.isoformat():
        raise UnknownDrill
    digest = EpochsDigest()
    for one in epochs_until(drill.exported_at, records_key_id=statement["records_key_id"]):
        digest.add(one)
    if (statement["epochs"], statement["digest"]) != (digest.count, digest.hexdigest()):
        raise OtherEpochs
    result = DrillResult(
        drill=drill,
        records_key_id=statement["records_key_id"],
        document=document,
        imported_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            result.save(force_insert=True)
    except IntegrityError:
        raise DrillBroughtAlready from None
    audit.record(
        Action.RECORDS_DRILL_FAILED if statement["failed"] else Action.RECORDS_DRILL_PASSED,
        actor=actor,
        subject=drill.public_id,
        details={"epochs": digest.count, "failed": len(statement["failed"]), "key_id": result.records_key_id},
    )
    return result


def epochs_until(moment: datetime, **only: str) -> Iterator[SealedEpoch]:
    """Give the epochs that there were at a moment, as they are sealed to records keys, in order."""
    stored = UnitKey.objects.filter(valid_from__lte=moment, **only).order_by("unit", "epoch")
    for unit_key in stored.defer("chain").iterator(chunk_size=ROWS_AT_ONCE):
        yield sealed_epoch(unit_key)


def sealed_epoch(stored: UnitKey) -> SealedEpoch:
    """Give an epoch as it is sealed to a records key; raises ForgedKey when its key was not signed."""
    directory.verify_unit_key(stored)
    return SealedEpoch(
        unit=stored.unit,
        epoch=stored.epoch,
        key_id=stored.key_id,
        recipient=stored.records_key_id,
        sealed=directory.stored_bytes(stored.sealed_to_records),
    )


@transaction.atomic(durable=True)
def _begin(actor: UUID | None) -> Drill:
    drill = Drill.objects.create(exported_at=timezone.now())
    audit.record(Action.RECORDS_DRILL_EXPORTED, actor=actor, subject=drill.public_id)
    return drill


def _signed(document: Any) -> dict[str, Any]:
    """Read a result; raises NotOfTheCustodians unless a pinned records key signed it, about itself."""
    try:
        signer = records.records_keys()[signer_of(document)]
        statement = read_statement(document, DRILL, signer)
        if statement["records_key_id"] != signer.key_id:
            raise NotOfTheCustodians
        UUID(statement["bundle"])
    except (KeyError, TypeError, ValueError, AttributeError, EncryptionError):
        raise NotOfTheCustodians from None
    return statement
