"""Lists of threads: mailboxes and the threads of somebody of the public, newest first, page by page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from accounts.models import Person, Role, Unit
from messaging.models import Thread
from messaging.permissions import mailbox_of, threads_visible_to
from prepared.queries import PreparedQuery

PAGE_ROWS = 25
# What opening the first message of a thread in a list needs of its row.
FIRST_COLUMNS = (
    "public_id",
    "sequence",
    "unit_id",
    "epoch",
    "sender_id",
    "sender_key",
    "sent_at",
    "header",
    "signature",
    "summary",
    "unit_wrap",
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class BadCursor(ValueError):
    """The place in a list that an address names is none."""


@dataclass(frozen=True)
class Cursor:
    """A place in a list of threads: after the thread with this latest message and id."""

    latest_message_at: datetime
    public_id: UUID

    def __str__(self) -> str:
        return f"{(self.latest_message_at - EPOCH) // MICROSECOND}.{self.public_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read what `str` wrote; raises BadCursor."""
        moment, _, public_id = text.partition(".")
        try:
            if not (moment.isascii() and moment.isdigit()):
                raise BadCursor
            return cls(EPOCH + int(moment[:20]) * MICROSECOND, UUID(hex=public_id))
        except (ValueError, OverflowError):
            raise BadCursor from None


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A row of a list: what it shows of a thread, and the sealed message that the thread began with.

    first: the columns FIRST_COLUMNS; None when that message is gone. first_key: the key of its row.
    """

    public_id: UUID
    latest_message_at: datetime
    waiting_since: datetime | None
    unit_opened_at: datetime | None
    taxpayer_opened_at: datetime | None
    closed_at: datetime | None
    locked_key: str
    restricted_at: datetime | None
    topic: str
    taxpayer: UUID
    predecessor: UUID | None
    unit: Unit
    first_key: int | None
    first: Mapping[str, Any] | None

    def is_locked_to(self, person: Person) -> bool:
        """Tell whether it is the person's own, and nobody has made sure of their new keys."""
        return self.locked_key != "" and self.taxpayer == person.public_id


LISTED_COLUMNS = {
    "public_id": "public_id",
    "latest_message_at": "latest_message_at",
    "waiting_since": "waiting_since",
    "unit_opened_at": "unit_opened_at",
    "taxpayer_opened_at": "taxpayer_opened_at",
    "closed_at": "closed_at",
    "locked_key": "locked_key",
    "restricted_at": "restricted_at",
    "topic": "topic__name",
    "taxpayer": "taxpayer__public_id",
    "predecessor": "predecessor_id",
    "unit_key": "unit_id",
    "first_key": "first__pk",
}


def mailbox_page(
    person: Person, unit: Unit, *, before: Cursor | None
) -> tuple[list[ListedThread], Cursor | None]:
    """List one page of a unit's mailbox, newest first, and where the next page begins.

    One SQL query and one index range, whatever the unit holds.
    """
    rows, following = _page(_in_mailbox, person, before, unit=unit.pk)
    return [_listed(row, {unit.pk: unit}) for row in rows], following


def threads_page(person: Person, *, before: Cursor | None) -> tuple[list[ListedThread], Cursor | None]:
    """List one page of the threads that a person sees, newest first, and where the next page begins.

    Two SQL queries; made for taxpayers, who have few threads.
    """
    rows, following = _page(threads_visible_to, person, before)
    place = list(LISTED_COLUMNS).index("unit_key")
    units = Unit.objects.in_bulk({row[place] for row in rows})
    return [_listed(row, units) for row in rows], following


def _in_mailbox(person: Person, unit: int) -> QuerySet[Thread]:
    return mailbox_of(person, Unit(pk=unit))


def _page_of(
    threads: Callable[..., QuerySet[Thread]],
    role: Role,
    *,
    person: int,
    moment: datetime | None = None,
    public_id: UUID | None = None,
    **of: int,
) -> QuerySet[Thread, tuple[Any, ...]]:
    page = threads(Person(pk=person, role=role), **of).order_by("-latest_message_at", "-public_id")
    if moment is not None:
        # The first condition alone bounds the index range; the second settles ties.
        page = page.filter(latest_message_at__lte=moment).filter(
            Q(latest_message_at__lt=moment) | Q(public_id__lt=public_id)
        )
    page = page.annotate(first=FilteredRelation("messages", condition=Q(messages__sequence=1)))
    columns = page.values_list(*LISTED_COLUMNS.values(), *(f"first__{column}" for column in FIRST_COLUMNS))
    return columns[: PAGE_ROWS + 1]


PAGE = PreparedQuery[tuple[Any, ...]](_page_of)


def _page(
    threads: Callable[..., QuerySet[Thread]], person: Person, before: Cursor | None, **of: int
) -> tuple[list[tuple[Any, ...]], Cursor | None]:
    """Fetch the columns LISTED_COLUMNS and FIRST_COLUMNS of one page, and where the next one begins."""
    place: dict[str, Any] = {}
    if before is not None:
        place = {"moment": before.latest_message_at, "public_id": before.public_id}
    rows = PAGE.rows(threads, person.role, person=person.pk, **place, **of)
    if len(rows) <= PAGE_ROWS:
        return rows, None
    last = dict(zip(LISTED_COLUMNS, rows[PAGE_ROWS - 1], strict=False))
    return rows[:PAGE_ROWS], Cursor(last["latest_message_at"], last["public_id"])


def _listed(row: Sequence[Any], units: Mapping[int, Unit]) -> ListedThread:
    listed = dict(zip(LISTED_COLUMNS, row, strict=False))
    first = dict(zip(FIRST_COLUMNS, row[len(LISTED_COLUMNS) :], strict=True))
    unit = units[listed.pop("unit_key")]
    return ListedThread(**listed, unit=unit, first=None if listed["first_key"] is None else first)
