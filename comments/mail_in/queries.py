"""Reads for the pages about mail that came in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from comments.mail_in.permissions import mail_parked_for, mail_visible_to
from comments.models import IncomingMail

PAGE_ROWS = 25
_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadCursor(ValueError):
    """The place in the list that an address names is none."""


@dataclass(frozen=True)
class Cursor:
    """A place in the list: after the mail that came at this moment and has this row."""

    received_at: datetime
    row: int

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read what `str` wrote; raises BadCursor."""
        matched = _CURSOR.fullmatch(text)
        if matched is None:
            raise BadCursor
        return cls(_EPOCH + timedelta(microseconds=int(matched[1])), int(matched[2]))

    def __str__(self) -> str:
        return f"{(self.received_at - _EPOCH) // timedelta(microseconds=1)}-{self.row}"


@dataclass(frozen=True)
class ParkedMail:
    """Hold one mail of the list; nothing of it was sealed."""

    public_id: UUID
    topic: str
    unit: str
    reason: str
    received_at: datetime
    size_bytes: int


def parked_page(person: Person, *, before: Cursor | None) -> tuple[list[ParkedMail], Cursor | None]:
    """List one page of the mail that waits for `person`'s units, the last one first; one SQL query."""
    page = mail_parked_for(person).select_related("topic", "unit").defer("original", "facts", "sealed")
    if before is not None:
        # The first condition alone bounds the index range; the second settles ties.
        page = page.filter(received_at__lte=before.received_at).filter(
            Q(received_at__lt=before.received_at) | Q(pk__lt=before.row)
        )
    rows = list(page[: PAGE_ROWS + 1])
    shown = rows[:PAGE_ROWS]
    following = Cursor(shown[-1].received_at, shown[-1].pk) if len(rows) > PAGE_ROWS else None
    return [described(row) for row in shown], following


def described(mail: IncomingMail) -> ParkedMail:
    """Say of a mail what was not sealed."""
    return ParkedMail(
        public_id=mail.public_id,
        topic=mail.topic.name if mail.topic else "",
        unit=mail.unit.name if mail.unit else "",
        reason=mail.get_reason_display(),
        received_at=mail.received_at,
        size_bytes=mail.size_bytes,
    )


def visible_mail(person: Person, public_id: UUID) -> IncomingMail | None:
    """Find a mail that a person sees, with its topic, unit and thread; one SQL query."""
    found = mail_visible_to(person).select_related("topic", "unit", "thread")
    return found.filter(public_id=public_id).first()


def mail_of_thread(person: Person, thread: UUID) -> UUID | None:
    """Name the mail with which a thread began, if `person` sees it; one SQL query."""
    found = mail_visible_to(person).filter(thread__public_id=thread)
    return found.values_list("public_id", flat=True).first()
