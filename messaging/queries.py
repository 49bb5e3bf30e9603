"""Reads shaped for one page, with a known number of SQL queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Invitation, Person, Proposal, Role, Unit
from accounts.permissions import units_of
from keys import queries as keys
from keys.models import Slot
from keys.queries import epoch_due_of, slot_of, untagged_grant_of
from messaging.models import (
    Draft,
    Message,
    Receipt,
    Regrant,
    ReleaseRequest,
    Representation,
    Thread,
    Unreached,
    Wrap,
)
from messaging.permissions import mailbox_of, release_requests_visible_to, threads_visible_to
from notices.decisions import Release
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
# Made once, since Django takes longer to put them together than the database to answer.
HAS_EPOCH_DUE = epoch_due_of("public_id")
# What few threads have is asked together with the thread; each has its own query only where there is some.
BESIDE_THREAD = {
    "has_representatives": Exists(Representation.threads.through.objects.filter(thread=OuterRef("pk"))),
    "has_kept_text": Exists(Draft.objects.filter(thread=OuterRef("pk"))),
    "has_release": Exists(
        ReleaseRequest.objects.filter(thread=OuterRef("pk"), state=ReleaseRequest.State.PENDING)
    ),
    "has_code": slot_of("taxpayer__public_id", Slot.Kind.REPLY_CODE),
    "has_invitation": slot_of("taxpayer__public_id", Slot.Kind.INVITATION),
    "is_unreached": Exists(Unreached.objects.filter(thread=OuterRef("pk"), ended_at=None)),
}
HAS_PROPOSAL = Exists(Proposal.objects.filter(unit=OuterRef("pk"), ended_at=None))
HAS_UNTAGGED_GRANT = untagged_grant_of("public_id", "memberships__person__public_id")
HAS_REGRANT = Exists(Regrant.objects.filter(unit=OuterRef("pk"), ended_at=None))
MESSAGES = PreparedQuery[Message](lambda thread: Message.objects.filter(thread=thread).order_by("sequence"))
RECEIPTS = PreparedQuery[tuple[int, int, datetime]](
    lambda messages: (
        Receipt.objects.filter(message__in=messages)
        .order_by("opened_at")
        .values_list("message_id", "person_id", "opened_at")
    )
)
UNITS = PreparedQuery[Any](
    lambda role, person: units_of(Person(pk=person, role=role)).annotate(
        has_epoch_due=HAS_EPOCH_DUE,
        has_proposal=HAS_PROPOSAL,
        has_regrant=HAS_REGRANT,
        has_untagged_grant=HAS_UNTAGGED_GRANT,
    )
)
PENDING_RELEASE = PreparedQuery[ReleaseRequest](
    lambda thread, now: ReleaseRequest.objects.filter(
        thread=thread, state=ReleaseRequest.State.PENDING, expires_at__gt=now
    )
)
VISIBLE_THREAD = PreparedQuery[Thread](
    lambda role, person, public_id: (
        threads_visible_to(Person(pk=person, role=role))
        .filter(public_id=public_id)
        .select_related("taxpayer", "unit", "topic")
        .annotate(**BESIDE_THREAD)
    )
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
    topic: str
    taxpayer: UUID
    predecessor: UUID | None
    unit: Unit
    first_key: int | None
    first: Mapping[str, Any] | None


LISTED_COLUMNS = {
    "public_id": "public_id",
    "latest_message_at": "latest_message_at",
    "waiting_since": "waiting_since",
    "unit_opened_at": "unit_opened_at",
    "taxpayer_opened_at": "taxpayer_opened_at",
    "closed_at": "closed_at",
    "locked_key": "locked_key",
    "topic": "topic__name",
    "taxpayer": "taxpayer__public_id",
    "predecessor": "predecessor_id",
    "unit_key": "unit_id",
    "first_key": "first__pk",
}


def visible_thread(person: Person, public_id: UUID) -> Thread | None:
    """Find a thread that a person sees, with its taxpayer, unit and topic; one SQL query."""
    return VISIBLE_THREAD.first(person.role, person=person.pk, public_id=public_id)


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


def messages_of(thread: Thread) -> list[Message]:
    """Fetch a thread's messages, oldest first; one SQL query."""
    messages = MESSAGES.rows(thread=thread.pk)
    for message in messages:
        message.thread = thread
    return messages


def receipts_of(messages: Iterable[Message]) -> dict[int, dict[int, datetime]]:
    """Map messages to who opened them and when, the first first; one SQL query."""
    receipts: dict[int, dict[int, datetime]] = {message.pk: {} for message in messages}
    for message, person, opened_at in RECEIPTS.rows(messages=list(receipts)):
        receipts[message][person] = opened_at
    return receipts


def first_message(thread: Thread) -> Message | None:
    """Fetch the message that a thread began with; one SQL query."""
    message = thread.messages.filter(sequence=1).first()
    if message is not None:
        message.thread = thread
    return message


def wraps_of(messages: Iterable[int]) -> dict[int, dict[str, bytes]]:
    """Map messages, by the keys of their rows, to their wraps by key id; one SQL query."""
    wraps: dict[int, dict[str, bytes]] = {message: {} for message in messages}
    rows = Wrap.objects.filter(message__in=list(wraps)).values_list("message_id", "key_id", "wrapped")
    for message, key_id, wrapped in rows:
        wraps[message][key_id] = bytes(wrapped)
    return wraps


def names_of(people: set[UUID]) -> dict[UUID, str]:
    """Map people to the names that staff see; one SQL query."""
    return dict(Person.objects.filter(public_id__in=people).values_list("public_id", "name"))


def only_thread_of(person: Person) -> Thread | None:
    """Find the thread that a visitor's reply code opens."""
    return threads_visible_to(person).order_by("-opened_at").first()


def has_come_in(person: Person) -> bool:
    """Tell whether a visitor was ever here: they wrote, or took up an invitation; two SQL queries at most."""
    written = Message.objects.filter(thread__taxpayer=person, sender_id=person.public_id)
    accepted = Invitation.objects.filter(person=person, outcome=Invitation.Outcome.ACCEPTED)
    return accepted.exists() or written.exists()


def open_invitation_of(person: Person) -> UUID | None:
    """Name the invitation that waits for somebody; one SQL query."""
    return Invitation.objects.filter(person=person, ended_at=None).values_list("public_id", flat=True).first()


def key_ids_of(person: Person) -> list[str]:
    """List the ids of every key that a person ever had; one SQL query."""
    return keys.key_ids_of(person.public_id)


def may_have(thread: Thread, what: str) -> bool:
    """Tell whether asking for one of BESIDE_THREAD may find anything; True of a thread fetched without it."""
    return bool(getattr(thread, what, True))


def representatives_in(thread: Thread) -> dict[UUID, Representation]:
    """Map whoever was ever let into a thread for its taxpayer to the newest that says so; one SQL query at
    most.
    """
    if not may_have(thread, "has_representatives"):
        return {}
    rows = Representation.objects.filter(threads=thread).select_related("representative").order_by("pk")
    return {row.representative.public_id: row for row in rows}


def units_for(person: Person) -> list[Any]:
    """List the units whose mailboxes `person` may open, each with what UNITS adds; one SQL query."""
    return UNITS.rows(person.role, person=person.pk)


def release_of(message: UUID, *, mail_hash: str) -> Release | None:
    """Find the consent of a second member by which a message may be mailed; one SQL query.

    mail_hash: of what waits to leave. It was sealed with the consent, which names no words itself.
    """
    released = ReleaseRequest.objects.filter(message_id=message, state=ReleaseRequest.State.RELEASED)
    request = released.only("public_id").first()
    return Release(request.public_id, mail_hash) if request else None


def visible_release_request(person: Person, public_id: UUID) -> ReleaseRequest | None:
    """Find a request that `person` sees, with its thread; one SQL query."""
    related = ("thread__unit", "thread__taxpayer", "thread__topic")
    return release_requests_visible_to(person).select_related(*related).filter(public_id=public_id).first()


def pending_releases(person: Person) -> list[ReleaseRequest]:
    """List what waits for a second member in the units of `person`, the oldest first; one SQL query."""
    pending = release_requests_visible_to(person).filter(
        state=ReleaseRequest.State.PENDING, expires_at__gt=timezone.now()
    )
    return list(
        pending.select_related("thread__unit", "thread__topic").order_by("asked_at", "pk")[:PAGE_ROWS]
    )


def pending_release_of(thread: Thread) -> ReleaseRequest | None:
    """Find what waits for a second member in this thread; one SQL query at most."""
    if not may_have(thread, "has_release"):
        return None
    return PENDING_RELEASE.first(thread=thread.pk, now=timezone.now())
