"""Vouching: one proof of identity, whether a lost code is replaced or locked threads are opened again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Unit
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow, KeysError
from keys.unlocked import UnlockedPerson
from messaging.errors import CannotSeal, NoReason
from messaging.models import Thread, Vouching
from messaging.permissions import vouchings_visible_to

# Of a page; nobody loses their way in so often.
MOST_ROWS = 50


@dataclass(frozen=True)
class Vouched:
    """Say by what means a member made sure who somebody is, and what they did and saw."""

    means: Vouching.Means
    reason: str


@dataclass(frozen=True)
class OpenedVouching:
    """One vouching as a member of its unit reads it; reason: None when it cannot be shown."""

    means: str
    member: str
    vouched_at: datetime
    reason: str | None


def vouch(member: Person, person: Person, unit: Unit, vouched: Vouched, *, is_checked: bool = False) -> None:
    """Store how it was made sure who `person` is, the reason sealed to the unit; the log has the means.

    is_checked: the portal saw the code of the letter itself, so that nothing more is to be said.
    Belongs inside the transaction of what is done for them. Raises NoReason, CannotSeal.
    """
    if not vouched.reason and not is_checked:
        raise NoReason
    vouching = Vouching(
        unit=unit, person=person, member=member, vouched_at=timezone.now(), means=vouched.means
    )
    if vouched.reason:
        content = envelopes.Content(subject="", text=vouched.reason)
        try:
            vouching.sealed = envelopes.seal_to_unit(content, message=vouching.public_id, unit=unit.public_id)
        except KeysError as error:
            raise CannotSeal from error
    vouching.save(force_insert=True)
    audit.record(
        Action.IDENTITY_VOUCHED_FOR,
        actor=member.public_id,
        subject=person.public_id,
        details={"unit": str(unit.public_id), "means": str(vouched.means)},
    )


def open_vouchings(*, reader: UnlockedPerson[Person], thread: Thread) -> list[OpenedVouching]:
    """Open how the thread's unit made sure of its taxpayer, the last first; one audit event."""
    vouchings = list(vouchings_visible_to(reader.person, thread).select_related("member")[:MOST_ROWS])
    with transaction.atomic(durable=True):
        audit.record(
            Action.VOUCHINGS_OPENED,
            actor=reader.person.public_id,
            subject=thread.public_id,
            details={"rows": len(vouchings)},
        )
    return [
        OpenedVouching(
            means=vouching.get_means_display(),
            member=vouching.member.name or str(vouching.member.email),
            vouched_at=vouching.vouched_at,
            reason=_reason(reader, vouching),
        )
        for vouching in vouchings
    ]


def _reason(reader: UnlockedPerson[Person], vouching: Vouching) -> str | None:
    if not vouching.sealed:
        return ""
    try:
        return envelopes.open_for_unit(reader, vouching.public_id, bytes(vouching.sealed)).text
    except CannotShow:
        return None
