"""Reads shaped for one page, with a known number of SQL queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from keys import queries as keys
from keys.models import Slot


@dataclass(frozen=True)
class WayIn:
    """One way in which a person unlocks, as their own page shows it.

    kind: as `keys` names it.
    """

    kind: str
    since: datetime
    last_used_at: datetime | None


def ways_in(person: Person) -> list[WayIn]:
    """List the ways in which a person unlocks, the oldest first; one SQL query."""
    slots = Slot.objects.filter(person=person.public_id, dormant_at=None).order_by("created_at", "pk")
    return [WayIn(*row) for row in slots.values_list("kind", "created_at", "last_used_at")]


def recovery_slot_of(person: Person) -> UUID | None:
    """Name the slot of a person's recovery code; None when they have none; one SQL query."""
    return keys.recovery_slot_of(person.public_id)
