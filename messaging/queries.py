"""Reads shaped for one page, with a known number of SQL queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q

from accounts.models import Person, Unit
from accounts.permissions import units_of
from messaging.models import Message, Receipt, Thread, Wrap
from messaging.permissions import mailbox_of, threads_visible_to

PAGE_ROWS = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class BadCursor(ValueError):
    """The place in a list that an address names is none."""


@dataclass(frozen=True)
class Cursor:
    """A place in the mailbox: after the thread with this latest message and id."""

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


def mailbox_page(person: Person, unit: Unit, *, before: Cursor | None) -> tuple[list[Thread], Cursor | None]:
    """List one page of a unit's mailbox, newest first, and where the next page begins.

    One SQL query and one index range, whatever the unit holds.
    """
    page = (
        mailbox_of(person, unit)
        .select_related("topic", "taxpayer")
        .order_by("-latest_message_at", "-public_id")
    )
    if before is not None:
        # The first condition alone bounds the index range; the second settles ties.
        page = page.filter(latest_message_at__lte=before.latest_message_at).filter(
            Q(latest_message_at__lt=before.latest_message_at) | Q(public_id__lt=before.public_id)
        )
    rows = list(page[: PAGE_ROWS + 1])
    for thread in rows:
        thread.unit = unit
    if len(rows) <= PAGE_ROWS:
        return rows, None
    last = rows[PAGE_ROWS - 1]
    return rows[:PAGE_ROWS], Cursor(last.latest_message_at, last.public_id)


def first_messages(threads: list[Thread]) -> list[Message]:
    """Fetch the message that began each thread, without its body; one SQL query."""
    by_key = {thread.pk: thread for thread in threads}
    messages = list(Message.objects.filter(thread__in=list(by_key), sequence=1).defer("body"))
    for message in messages:
        message.thread = by_key[message.thread_id]
    return messages


def messages_of(thread: Thread) -> list[Message]:
    """Fetch a thread's messages, oldest first, with receipts; two SQL queries."""
    messages = list(
        thread.messages.order_by("sequence").prefetch_related(
            Prefetch("receipts", queryset=Receipt.objects.order_by("opened_at"))
        )
    )
    for message in messages:
        message.thread = thread
    return messages


def first_message(thread: Thread) -> Message | None:
    """Fetch the message that a thread began with; one SQL query."""
    message = thread.messages.filter(sequence=1).first()
    if message is not None:
        message.thread = thread
    return message


def wraps_of(messages: Iterable[Message]) -> dict[int, dict[str, bytes]]:
    """Map messages to their wraps, by key id; one SQL query."""
    wraps: dict[int, dict[str, bytes]] = {message.pk: {} for message in messages}
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


def units_for(person: Person) -> list[Unit]:
    """List the units whose mailboxes `person` may open; one SQL query."""
    return list(units_of(person))
