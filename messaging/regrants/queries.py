"""Reads for the pages about people who have new keys, with a known number of SQL queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Person, Unit
from keys.queries import ShownKey, shown_key
from messaging.models import Regrant, Thread
from messaging.permissions import regrants_decided_by
from messaging.services.regranting import is_young

# The oldest; whoever works through them sees the next.
MOST_ROWS = 50
# As long as a letter's code lasts, so that whoever is away for some weeks finds it.
SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class RegrantRow:
    """Hold one person of a unit's list, and what the members wait for."""

    public_id: UUID
    who: str
    asked_at: datetime
    threads: int
    letter_until: datetime | None
    code_typed_at: datetime | None


@dataclass(frozen=True)
class OpenedAgain:
    """Say which unit made sure of a person and opened to them what was locked, and when."""

    unit: str
    opened_at: datetime


@dataclass(frozen=True)
class RegrantPage:
    """Hold what a member needs to decide, and the language in which the person is written to.

    key: None when the person has none that holds.
    """

    row: RegrantRow
    unit: Unit
    email: str
    language: str
    key: ShownKey | None
    is_young: bool
    is_code_of_key: bool
    is_own: bool


def regrant_rows(reader: Person, unit: Unit) -> list[RegrantRow]:
    """List whom the unit's members are to make sure of, the oldest first; one SQL query."""
    waiting = regrants_decided_by(reader).filter(unit=unit).select_related("person")
    counted = waiting.annotate(
        threads=Count(
            "person__threads",
            filter=Q(person__threads__unit=unit) & ~Q(person__threads__locked_key=""),
        )
    )
    return [_row(regrant, regrant.threads) for regrant in counted.order_by("asked_at", "pk")[:MOST_ROWS]]


def regrant_page(reader: Person, regrant: Regrant) -> RegrantPage:
    """Show one of them with the person's key; at most two SQL queries."""
    key = shown_key(regrant.person.public_id)
    threads = Thread.objects.filter(unit=regrant.unit, taxpayer=regrant.person).exclude(locked_key="").count()
    return RegrantPage(
        row=_row(regrant, threads),
        unit=regrant.unit,
        email=str(regrant.person.email),
        language=regrant.person.language,
        key=key,
        is_young=key is not None and is_young(key.valid_from),
        is_code_of_key=key is not None and regrant.code_typed_key == key.key_id,
        is_own=regrant.started_by_id == reader.pk,
    )


def opened_again(person: Person) -> list[OpenedAgain]:
    """List which units opened a taxpayer's earlier messages again of late, the last first; one SQL query."""
    since = timezone.now() - SHOWN_FOR
    given = Regrant.objects.filter(person=person, outcome=Regrant.Outcome.GRANTED, ended_at__gt=since)
    rows = given.order_by("-ended_at", "-pk").values_list("unit__name", "ended_at")[:MOST_ROWS]
    return [OpenedAgain(unit, ended_at) for unit, ended_at in rows if ended_at is not None]


def has_locked_threads(person: Person) -> bool:
    """Tell whether anything of a taxpayer's is locked; one SQL query."""
    if person.is_staff_member:
        return False
    return Thread.objects.filter(taxpayer=person).exclude(locked_key="").exists()


def own_words(person: Person) -> str:
    """Give the six words of a person's own key, to be read out; one SQL query."""
    key = shown_key(person.public_id)
    return key.words if key is not None else ""


def _row(regrant: Regrant, threads: int) -> RegrantRow:
    is_on_its_way = bool(regrant.code_hash) and regrant.code_tries_left > 0
    return RegrantRow(
        public_id=regrant.public_id,
        who=regrant.person.name or str(regrant.person.email),
        asked_at=regrant.asked_at,
        threads=threads,
        letter_until=regrant.code_expires_at if is_on_its_way else None,
        code_typed_at=regrant.code_typed_at,
    )
