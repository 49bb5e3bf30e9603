"""Reads for the pages about who represents whom, with a known number of SQL queries."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q
from django.db.models.functions import Now

from accounts.models import Person, Unit
from messaging.models import Representation, Thread
from messaging.permissions import representations_managed_by, threads_visible_to, waiting_to_be_let_in
from messaging.representatives import name_of, reference_of
from notices.addresses import hint

PAGE_ROWS = 25


class BadCursor(ValueError):
    """The place in a list that an address names is none."""


@dataclass(frozen=True)
class Represented:
    """One representation that is not over, as an administrator sees it.

    taxpayer, representative: most of an address hidden; empty for who left none. topic: empty for one thread.
    has_form: an officer let them in, by a form on file. waits: until somebody lets them in again.
    """

    public_id: UUID
    taxpayer: str
    representative: str
    topic: str
    has_form: bool
    made_at: datetime
    last_day: date
    waits: bool


@dataclass(frozen=True)
class WaitingRepresentative:
    """One representative who has new keys and is to be let in again, as a member of a unit sees it.

    topic: empty for one thread. has_form: an officer let them in, by a form on file. reference: of that form.
    is_withheld: it is about restricted threads alone, which do not open here; name and reference are empty.
    thread: an open one of the unit from which they are let in; None where all are closed.
    """

    public_id: UUID
    is_withheld: bool
    name: str
    topic: str
    has_form: bool
    reference: str
    last_day: date
    thread: UUID | None


def waiting_representatives(
    reader: Person, unit: Unit, *, opens_restricted: bool
) -> list[WaitingRepresentative]:
    """List who waits to be let into threads of a unit that the reader sees, the oldest first; two queries.

    opens_restricted: the reader has shown what restricted threads open to; else nobody is named by these.
    """
    threads = threads_visible_to(reader).filter(unit=unit)
    waiting = waiting_to_be_let_in().filter(threads__in=threads).distinct().order_by("pk")
    # Those that open to everybody come first, and any of them may name who waits.
    first_free = threads.order_by(F("restricted_at").asc(nulls_first=True), "pk")
    rows = waiting.select_related("topic").prefetch_related(Prefetch("threads", queryset=first_free))
    return [_waiting(row, opens_restricted=opens_restricted) for row in rows[:PAGE_ROWS]]


def _waiting(row: Representation, *, opens_restricted: bool) -> WaitingRepresentative:
    threads = row.threads.all()
    is_withheld = not opens_restricted and all(thread.restricted_at is not None for thread in threads)
    return WaitingRepresentative(
        public_id=row.public_id,
        is_withheld=is_withheld,
        name="" if is_withheld else name_of(row),
        topic=row.topic.name if row.topic else "",
        has_form=bool(row.sealed_reference),
        reference="" if is_withheld else reference_of(row),
        last_day=row.last_day,
        thread=next((thread.public_id for thread in threads if thread.closed_at is None), None),
    )


def waiting_in(thread: Thread, public_id: str) -> Representation | None:
    """Find what waits to go on in a thread, by what an address says; one SQL query."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return waiting_to_be_let_in().filter(threads=thread, public_id=wanted).select_related("topic").first()


def represented_page(
    manager: Person, *, address: str, before: UUID | None
) -> tuple[list[Represented], UUID | None]:
    """List one page of who represents whom now, the newest first, and where the next begins; three queries.

    address: folded; of either side, or empty for everybody. Raises BadCursor when `before` is none of them.
    """
    managed = representations_managed_by(manager)
    rows = managed.filter(ended_at=None, until__gt=Now()).order_by("-pk")
    if address:
        # By their keys, for which each side has an index.
        people = list(Person.objects.filter(email=address).values_list("pk", flat=True))
        rows = rows.filter(Q(taxpayer__in=people) | Q(representative__in=people))
    if before is not None:
        place = managed.filter(public_id=before).values_list("pk", flat=True).first()
        if place is None:
            raise BadCursor
        rows = rows.filter(pk__lt=place)
    found = list(rows.select_related("taxpayer", "representative", "topic")[: PAGE_ROWS + 1])
    shown = [
        Represented(
            public_id=row.public_id,
            taxpayer=hint(str(row.taxpayer.email or row.taxpayer.notice_address)),
            representative=hint(str(row.representative.email or "")),
            topic=row.topic.name if row.topic else "",
            has_form=bool(row.sealed_reference),
            made_at=row.made_at,
            last_day=row.last_day,
            waits=row.locked_key != "",
        )
        for row in found[:PAGE_ROWS]
    ]
    return shown, shown[-1].public_id if len(found) > PAGE_ROWS else None
