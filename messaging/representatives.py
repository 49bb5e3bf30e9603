"""What pages show of who represents whom; names and references are sealed, and opened for nobody else."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from keyring.errors import KeyringError
from keyring.fields import FieldPlace, open_field
from keys import numbers
from keys.errors import KeysError
from messaging.models import Representation, Thread
from messaging.permissions import representing_now, waiting_to_be_let_in
from messaging.queries import may_have

MOST_SHOWN = 100


@dataclass(frozen=True)
class Shown:
    """One representation that is not over, as both sides and the unit see it.

    topic: whose threads it is about; empty for one thread. reference: of the form on file; empty without one.
    waits: the representative has new keys, which nobody has made sure of.
    """

    public_id: UUID
    name: str
    topic: str
    reference: str
    made_at: datetime
    last_day: date
    waits: bool


def place_of(representation: Representation, field: str) -> FieldPlace:
    """Name where a sealed field of a representation stands."""
    return {"model": "messaging.representation", "field": field, "row": representation.public_id}


def name_of(representation: Representation) -> str:
    """Give the name of a representative; empty when what is stored is not what was sealed."""
    return _opened(representation, "sealed_name")


def reference_of(representation: Representation) -> str:
    """Give which form on file lets a representative in; empty without one, and as for the name."""
    return _opened(representation, "sealed_reference")


def shown_in(thread: Thread) -> list[Shown]:
    """List who represents the taxpayer in a thread now; one SQL query at most."""
    if not may_have(thread, "has_representatives"):
        return []
    return _shown(representing_now().filter(threads=thread))


def shown_for(person: Person) -> list[Shown]:
    """List who represents a person now, anywhere; one SQL query."""
    return _shown(representing_now().filter(taxpayer=person))


def shown_by(person: Person) -> list[Shown]:
    """List what a person does for others now; one SQL query."""
    return _shown(representing_now().filter(representative=person))


def waits_to_be_let_in(person: Person) -> bool:
    """Tell whether anybody has to let a person in again, who has new keys; one SQL query."""
    return waiting_to_be_let_in().filter(representative=person).exists()


def number_of(person: Person) -> str:
    """Write the number by which a person is named as a representative; empty without sound keys."""
    try:
        return numbers.number_of(person.public_id)
    except KeysError:
        return ""


def _shown(representations: QuerySet[Representation]) -> list[Shown]:
    rows = representations.select_related("topic").order_by("pk")[:MOST_SHOWN]
    return [
        Shown(
            public_id=row.public_id,
            name=name_of(row),
            topic=row.topic.name if row.topic else "",
            reference=reference_of(row),
            made_at=row.made_at,
            last_day=row.last_day,
            waits=row.locked_key != "",
        )
        for row in rows
    ]


def _opened(representation: Representation, field: str) -> str:
    sealed = bytes(getattr(representation, field))
    try:
        return open_field(sealed, **place_of(representation, field)) if sealed else ""
    except KeyringError:
        return ""
