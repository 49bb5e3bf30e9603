"""Reads for the pages about people whom a unit has to reach another way."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from messaging.models import Thread, Unreached
from messaging.permissions import unreached_visible_to
from messaging.queries import may_have
from notices.addresses import hint
from prepared.queries import PreparedQuery

PAGE_ROWS = 25
ENTRY_OF = PreparedQuery[UUID](
    lambda role, person, thread: (
        unreached_visible_to(Person(pk=person, role=role))
        .filter(thread=thread)
        .values_list("public_id", flat=True)[:1]
    )
)
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """The place in the list that an address names is none."""


@dataclass(frozen=True)
class Cursor:
    """A place in the list: after the one who stands there since this moment, in this row."""

    since: datetime
    row: int

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read what `str` wrote; raises BadCursor."""
        matched = _CURSOR.fullmatch(text)
        if matched is None:
            raise BadCursor
        return cls(_EPOCH + timedelta(microseconds=int(matched[1])), int(matched[2]))

    def __str__(self) -> str:
        return f"{(self.since - _EPOCH) // timedelta(microseconds=1)}-{self.row}"


@dataclass(frozen=True)
class Entry:
    """Hold one of the list as its pages show it; nothing of it was sealed."""

    public_id: UUID
    thread: UUID
    thread_url: str
    topic: str
    unit: str
    reason: str
    since: datetime
    answered_at: datetime
    address_hint: str
    language: str


def unreached_page(person: Person, *, before: Cursor | None) -> tuple[list[Entry], Cursor | None]:
    """List one page of those whom `person`'s units have to reach, the last one first; one SQL query."""
    page = unreached_visible_to(person)
    if before is not None:
        # The first condition alone bounds the index range; the second settles ties.
        page = page.filter(since__lte=before.since).filter(Q(since__lt=before.since) | Q(pk__lt=before.row))
    rows = list(page.select_related("thread__topic", "thread__unit", "thread__taxpayer")[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    following = Cursor(shown[-1].since, shown[-1].pk) if len(rows) > PAGE_ROWS else None
    return [entry_of(row) for row in shown], following


def entry_of(row: Unreached) -> Entry:
    """Describe one of the list."""
    thread = row.thread
    return Entry(
        public_id=row.public_id,
        thread=thread.public_id,
        thread_url=thread.get_absolute_url(),
        topic=thread.topic.name,
        unit=thread.unit.name,
        reason=row.get_reason_display(),
        since=row.since,
        answered_at=thread.latest_message_at,
        address_hint=hint(thread.taxpayer.notice_address),
        language=thread.taxpayer.language,
    )


def open_entry_of(person: Person, thread: Thread) -> UUID | None:
    """Find the entry of a thread whose taxpayer `person` has to reach another way; one SQL query at most."""
    if not may_have(thread, "is_unreached"):
        return None
    return ENTRY_OF.first(person.role, person=person.pk, thread=thread.pk)
