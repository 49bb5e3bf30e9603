"""Reads for the pages about people whom a unit has to reach another way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from keys.models import Slot
from keys.queries import unlocks_without
from messaging.models import Thread, Unreached
from messaging.permissions import unreached_visible_to
from messaging.queries import may_have
from notices.addresses import hint
from prepared.paging import Place, page_of
from prepared.queries import PreparedQuery

PAGE_ROWS = 25
ENTRY_OF = PreparedQuery[UUID](
    lambda role, person, thread: (
        unreached_visible_to(Person(pk=person, role=role))
        .filter(thread=thread)
        .values_list("public_id", flat=True)[:1]
    )
)


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


def unreached_page(person: Person, *, before: Place | None) -> tuple[list[Entry], Place | None]:
    """List one page of those whom `person`'s units have to reach, the last one first; one SQL query."""
    found = unreached_visible_to(person).select_related("thread__topic", "thread__unit", "thread__taxpayer")
    shown, following = page_of(found, by="since", before=before, most=PAGE_ROWS)
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


def has_way_in(taxpayer: Person) -> bool:
    """Tell whether somebody has more than an invitation that opens their threads; one SQL query at most."""
    return not taxpayer.is_visitor or unlocks_without(taxpayer.public_id, Slot.Kind.INVITATION)


def open_entry_of(person: Person, thread: Thread) -> UUID | None:
    """Find the entry of a thread whose taxpayer `person` has to reach another way; one SQL query at most."""
    if not may_have(thread, "is_unreached"):
        return None
    return ENTRY_OF.first(person.role, person=person.pk, thread=thread.pk)
