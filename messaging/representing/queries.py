"""Reads for the page on which administrators see who represents whom, with a known number of SQL queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import Person
from messaging.permissions import representations_managed_by
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
    until: datetime
    waits: bool


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
            until=row.until,
            waits=row.locked_key != "",
        )
        for row in found[:PAGE_ROWS]
    ]
    return shown, shown[-1].public_id if len(found) > PAGE_ROWS else None
