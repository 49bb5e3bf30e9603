"""Reads for the pages about topics and deliveries, with a known number of SQL queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from encryption.codes import group
from messaging.models import Message, Topic
from messaging.permissions import dead_letters_visible_to, threads_visible_to, topics_managed_by
from notices import queries as notices
from notices.addresses import hint
from notices.models import Notice, Outbox

MOST_DELIVERIES = 100

OUR_SERVER: Promise = gettext_lazy("Our mail server could not be reached.")
OUR_NAME: Promise = gettext_lazy("Our mail server did not take our name, our password or our sender.")
# What a piece of work ended with, by the name of the class: its text could quote an address.
WHY: Mapping[str, Promise] = {
    "MailRefused": gettext_lazy("The receiving mail server refused the address or the mail."),
    "ConnectionRefusedError": OUR_SERVER,
    "ConnectionResetError": OUR_SERVER,
    "SMTPConnectError": OUR_SERVER,
    "SMTPServerDisconnected": OUR_SERVER,
    "TimeoutError": OUR_SERVER,
    "gaierror": OUR_SERVER,
    "SMTPAuthenticationError": OUR_NAME,
    "SMTPSenderRefused": OUR_NAME,
    "SMTPNotSupportedError": gettext_lazy("Our mail server offers no encrypted connection."),
    "SMTPRecipientsRefused": gettext_lazy("The mail server did not take the address so far."),
    "KeyringError": gettext_lazy("The server's own keys could not be read."),
    "WorkerLost": gettext_lazy("The worker stopped every time that it tried."),
}


@dataclass(frozen=True)
class Delivery:
    """Hold one piece of work that was given up, as the page shows it.

    thread_url: for whoever reads the thread; empty for administrators, who get ids only.
    """

    public_id: UUID
    kind: str
    number: str
    address_hint: str
    about: UUID | None
    thread_url: str
    given_up_at: datetime | None
    why: str


def topics(manager: Person) -> list[Topic]:
    """List the topics as the public sees them; one SQL query."""
    return list(topics_managed_by(manager))


def deliveries(person: Person) -> list[Delivery]:
    """List what was given up and `person` looks after, newest first, at most 100; three SQL queries."""
    rows = list(dead_letters_visible_to(person)[:MOST_DELIVERIES])
    found = notices.notices_of(rows)
    threads = {} if person.manages_people else _threads_of(found.values())
    return [_delivery(row, found.get(row.subject), threads) for row in rows]


def reasons_of(given_up: Iterable[Notice]) -> dict[UUID, str]:
    """Say why these notices were given up, by their public ids; one SQL query, and none for no notice.

    A notice that is tried again already has no reason any more.
    """
    subjects = [notice.public_id for notice in given_up]
    if not subjects:
        return {}
    dead = Outbox.objects.filter(state=Outbox.State.DEAD, subject__in=subjects)
    return {subject: _why(error) for subject, error in dead.values_list("subject", "last_error")}


def place_on_thread(person: Person, subject: UUID) -> str:
    """Name the place of the message that a notice is about, for who looks after it; empty where there is
    none.
    """
    if not person.looks_after_deliveries:
        return ""
    about = Notice.objects.filter(public_id=subject).values("about")
    message = Message.objects.filter(public_id__in=about, thread__in=threads_visible_to(person))
    found = message.values_list("thread__public_id", "sequence").first()
    return f"{reverse('thread', args=[found[0]])}#message-{found[1]}" if found else ""


def _threads_of(found: Iterable[Notice]) -> dict[UUID, UUID]:
    about = Message.objects.filter(public_id__in=[notice.about for notice in found])
    return dict(about.values_list("public_id", "thread__public_id"))


def _delivery(row: Outbox, notice: Notice | None, threads: Mapping[UUID, UUID]) -> Delivery:
    thread = threads.get(notice.about) if notice else None
    return Delivery(
        public_id=row.subject,
        kind=notice.get_kind_display() if notice else row.kind,
        number=group(notice.number) if notice else "",
        address_hint=hint(notice.address) if notice else "",
        about=notice.about if notice else row.subject,
        thread_url=reverse("thread", args=[thread]) if thread else "",
        given_up_at=row.finished_at,
        why=_why(row.last_error),
    )


def _why(error: str) -> str:
    if error in WHY:
        return str(WHY[error])
    return _("Something went wrong on our side (%(error)s).") % {"error": error or "?"}
