"""The last resort: a unit's key, opened offline by the custodians of the records key for one person.

The portal writes a request; the custodians open the unit's epochs, seal them to the person's key and sign;
the portal takes that once. Nothing here opens anything.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.errors import EncryptionError
from encryption.statements import GRANT, GRANT_REQUEST, read_statement, signer_of
from keys import directory, records
from keys.errors import EpochChanged, NoOpenRequest, NotOfTheCustodians, NoUnitKey
from keys.models import Grant, QuorumRequest, UnitKey
from keys.services.drills import sealed_epoch
from keys.services.units import note_epoch_due, require_agency


@dataclass(frozen=True)
class QuorumGrant:
    """Hold what the custodians signed: which request they answered, and the epochs, by key id."""

    request: UUID
    unit: UUID
    person: UUID
    person_key_id: str
    sealed: dict[str, bytes]


def ask_quorum(*, actor: UUID, unit: UUID, person: UUID) -> dict[str, Any]:
    """Ask for a unit's key for somebody of the agency; gives the request, without names and secrets.

    Replaces an open request about the unit. Belongs inside a transaction that has locked the unit. Raises
    NoUnitKey, NotOfTheAgency, NoPersonKey, ForgedKey.
    """
    require_agency({person})
    public = directory.current_person_key(person)
    epochs = [sealed_epoch(stored) for stored in UnitKey.objects.filter(unit=unit).order_by("epoch")]
    if not epochs:
        raise NoUnitKey
    now = timezone.now()
    QuorumRequest.objects.filter(unit=unit, ended_at=None).update(ended_at=now)
    asked = QuorumRequest.objects.create(
        unit=unit, person=person, person_key_id=public.key_id, asked_by=actor, asked_at=now
    )
    audit.record(Action.QUORUM_ASKED, actor=actor, subject=person, details={"unit": str(unit)})
    return {
        "kind": GRANT_REQUEST,
        "version": 1,
        "site": settings.SITE_URL,
        "request": str(asked.public_id),
        "unit": {"id": str(unit)},
        "person": {"id": str(person), "key": base64.b64encode(public.to_bytes()).decode()},
        "epochs": [one.to_json() for one in epochs],
    }


def read_quorum_grant(document: Any) -> QuorumGrant:
    """Read a grant; raises NotOfTheCustodians unless a pinned records key signed it, NoRecordsKey."""
    try:
        statement = read_statement(document, GRANT, records.records_keys()[signer_of(document)])
        return QuorumGrant(
            request=UUID(statement["request"]),
            unit=UUID(statement["unit"]),
            person=UUID(statement["person"]),
            person_key_id=str(statement["person_key_id"]),
            sealed={
                str(each["key_id"]): base64.b64decode(each["sealed"], validate=True)
                for each in statement["epochs"]
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error, EncryptionError):
        raise NotOfTheCustodians from None


def give_quorum_grant(*, actor: UUID, given: QuorumGrant) -> None:
    """Store what the custodians sealed, once, and ask for an epoch that their machine never saw.

    Belongs inside a transaction that has locked person and unit. Raises NoOpenRequest; EpochChanged when the
    unit's newest key is not among what they opened; NotOfTheAgency, NoPersonKey, ForgedKey.
    """
    asked = QuorumRequest.objects.select_for_update().filter(public_id=given.request, ended_at=None).first()
    if asked is None or asked.asked_at < timezone.now() - settings.QUORUM_REQUEST_LASTS:
        raise NoOpenRequest
    require_agency({given.person})
    in_use = directory.current_person_key(given.person).key_id
    if (asked.unit, asked.person, asked.person_key_id) != (given.unit, given.person, in_use):
        raise NoOpenRequest
    if given.person_key_id != in_use:
        raise NoOpenRequest

    epochs = {stored.key_id: stored for stored in UnitKey.objects.filter(unit=given.unit).order_by("epoch")}
    if not given.sealed.keys() <= epochs.keys() or list(epochs)[-1] not in given.sealed:
        raise EpochChanged
    for key_id, sealed in given.sealed.items():
        directory.verify_unit_key(epochs[key_id])
        Grant.objects.update_or_create(
            unit_key=epochs[key_id],
            person_key_id=in_use,
            defaults={"person": given.person, "sealed_unit_key": sealed},
        )
    asked.ended_at, asked.opened = timezone.now(), True
    asked.save(update_fields=["ended_at", "opened"])
    note_epoch_due(given.unit)
    audit.record(
        Action.QUORUM_OPENED_UNIT,
        actor=actor,
        subject=given.person,
        details={"unit": str(given.unit), "epochs": len(given.sealed), "key_id": in_use},
    )
