"""Handing a thread over, and ending the person who has handed over all of theirs."""

from typing import Any
from uuid import UUID

from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from keys.models import PersonKey, Succession
from keys.services.slots import end_every_slot
from keys.successions import Statement
from keys.unlocked import UnlockedPerson


def hand_over(
    *, giver: UnlockedPerson[Any], taker: UnlockedPerson[Any], thread: UUID, last_sequence: int
) -> Statement:
    """Have both sign that `thread`, the giver's up to message `last_sequence`, is the taker's from then on.

    Belongs inside the transaction that moves the thread. A thread is handed over once.
    """
    statement = Statement(
        thread=thread,
        last_sequence=last_sequence,
        giver=giver.person.public_id,
        giver_key=giver.signing_key.key_id,
        taker=taker.person.public_id,
        taker_key=taker.signing_key.key_id,
        signed_at=timezone.now(),
    )
    signed = statement.context()
    Succession.objects.create(
        **statement._asdict(),
        giver_signature=giver.signing_key.sign(signed),
        taker_signature=taker.signing_key.sign(signed),
    )
    audit.record(
        Action.SUCCESSION_SIGNED,
        actor=taker.person.public_id,
        subject=thread,
        details={"giver": str(statement.giver), "last_sequence": last_sequence},
    )
    return statement


def end_person(*, actor: UUID, person: UUID) -> None:
    """Take away every way in which `person` unlocks, and retire their key: nothing is sealed to it any more.

    What it has signed stays believed. Belongs inside a transaction.
    """
    end_every_slot(actor=actor, person=person)
    in_use = PersonKey.objects.filter(person=person, state=PersonKey.State.ACTIVE)
    for key_id in list(in_use.values_list("key_id", flat=True)):
        audit.record(Action.PERSON_KEY_RETIRED, actor=actor, subject=person, details={"key_id": key_id})
    in_use.update(state=PersonKey.State.DORMANT)
