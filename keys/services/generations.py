"""Generations: a rotation carries everything on, a reset leaves it dormant, an old slot revives it.

Each belongs inside a transaction that holds the person's row and those of their units, in this order.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.keypairs import PrivateKey
from keys import person_keys
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, WrongSecret
from keys.models import PersonKey, Slot
from keys.services.people import hold_key_in_use, renew_person_keys
from keys.services.slots import PreparedSlot, remove_slots, require_in_use, store_slot
from keys.services.units import carry_grants, note_epoch_due
from keys.unlocked import UnlockedPerson


@dataclass(frozen=True)
class Rotated:
    """Tell what a rotation has ended and carried on.

    ended: how many ways to unlock died, by kind. units: those whose key the person holds.
    """

    ended: Mapping[str, int]
    units: list[UUID]


def rotate_keys(*, holder: UnlockedPerson[Any], account_key: AccountKey, slot: PreparedSlot) -> Rotated:
    """Put a new account key and a new generation in the place of those that somebody may know.

    account_key: the new one. slot: the password that opens it.
    Every generation that the holder has opened is sealed under the new account key, so that history stays
    readable and nothing that opened the account key before opens it any longer. What unlocked it dies, for
    nothing but the password is at hand to seal to; a dormant password dies too, and other dormant slots go on
    waiting. Unit keys are granted to the new generation, and get a next epoch.
    Raises SlotChanged when another request was first; nothing is stored then.
    """
    person = holder.person.public_id
    before = hold_key_in_use(person)
    if before is None or before.key_id != holder.signing_key.key_id:
        raise SlotChanged
    _seal_under(account_key, person, holder.private_keys)
    new = renew_person_keys(person, account_key=account_key)
    ended = remove_slots(
        Slot.objects.filter(Q(dormant_at=None) | Q(kind=Slot.Kind.PASSWORD), person=person).exclude(
            public_id=slot.public_id
        ),
        actor=person,
    )
    store_slot(slot)
    units = carry_grants(holder=holder, to=new.private.public)
    for unit in units:
        note_epoch_due(unit)
    audit.record(
        Action.ACCOUNT_KEY_ROTATED,
        actor=person,
        subject=person,
        details={"key_id": new.private.key_id, "previous": before.key_id, "slots": sum(ended.values())},
    )
    return Rotated(ended, units)


def reset_keys(*, person: UUID, account_key: AccountKey, slot: PreparedSlot) -> str:
    """Give somebody who can open nothing a new account key and generation, and a password that opens them.

    Whatever unlocked so far goes dormant, and with it the generation before, whose key id this gives. An
    open invitation ends. Raises SlotChanged when another request was first; nothing is stored then.
    """
    before = hold_key_in_use(person)
    if before is None:
        raise SlotChanged
    awake = Slot.objects.filter(person=person, dormant_at=None)
    remove_slots(awake.filter(kind=Slot.Kind.INVITATION), actor=person)
    awake.update(dormant_at=timezone.now())
    new = renew_person_keys(person, account_key=account_key)
    store_slot(slot)
    audit.record(
        Action.ACCOUNT_KEY_RESET,
        actor=None,
        subject=person,
        details={"key_id": new.private.key_id, "previous": before.key_id},
    )
    return before.key_id


def revive(
    *, holder: UnlockedPerson[Any], account_key: AccountKey, old: AccountKey, slot_id: UUID
) -> list[str]:
    """Seal what an old slot opens under the account key in use, and end the slots that waited with it.

    account_key: the one in use, by which the holder was unlocked. old: what the slot has opened.
    Gives the key ids of the generations that opened. Unit keys are granted to the generation in use.
    Raises WrongSecret when nothing opens, SlotChanged when another request was first.
    """
    person = holder.person.public_id
    require_in_use(account_key, person)
    slot = Slot.objects.select_for_update().filter(public_id=slot_id, person=person).first()
    if slot is None or slot.dormant_at is None:
        raise SlotChanged
    revived = _opened_by(old, person)
    if not revived:
        raise WrongSecret
    _seal_under(account_key, person, revived)
    # Those that went dormant in the same moment open the same account key.
    remove_slots(Slot.objects.filter(person=person, dormant_at=slot.dormant_at), actor=person)
    holder.private_keys.update(revived)
    carry_grants(holder=holder, to=holder.signing_key.public)
    for key_id in revived:
        audit.record(Action.PERSON_KEY_REVIVED, actor=person, subject=person, details={"key_id": key_id})
    return list(revived)


def _opened_by(account_key: AccountKey, person: UUID) -> dict[str, PrivateKey]:
    opened = {}
    for stored in PersonKey.objects.filter(person=person, state=PersonKey.State.DORMANT):
        with suppress(WrongSecret):
            opened[stored.key_id] = person_keys.open_one(account_key, stored)
    return opened


def _seal_under(account_key: AccountKey, person: UUID, privates: Mapping[str, PrivateKey]) -> None:
    for stored in PersonKey.objects.filter(person=person, key_id__in=list(privates)).defer("sealed_private"):
        stored.sealed_private = person_keys.seal_private(
            account_key, privates[stored.key_id], person=person, generation=stored.generation
        )
        stored.save(update_fields=["sealed_private"])
