"""Reads for the pages about mail that came in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Person
from comments.mail_in.permissions import mail_parked_for, mail_visible_to
from comments.models import IncomingMail
from prepared.paging import Place, page_of

PAGE_ROWS = 25


@dataclass(frozen=True)
class ParkedMail:
    """Hold one mail of the list; nothing of it was sealed."""

    public_id: UUID
    topic: str
    unit: str
    reason: str
    received_at: datetime
    size_bytes: int


def parked_page(person: Person, *, before: Place | None) -> tuple[list[ParkedMail], Place | None]:
    """List one page of the mail that waits for `person`'s units, the last one first; one SQL query."""
    parked = mail_parked_for(person).select_related("topic", "unit").defer("original", "facts", "sealed")
    shown, following = page_of(parked, by="received_at", before=before, most=PAGE_ROWS)
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
