"""Reads for the pages about topics, screening and deliveries, with a known number of SQL queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from audit import queries as audit
from audit.actions import Action
from encryption.codes import group
from messaging.findings import label, reason
from messaging.models import FalseAlarm, Message, Topic, TopicMove
from messaging.permissions import (
    ABOUT_INVITATIONS,
    dead_letters_visible_to,
    threads_visible_to,
    topic_moves_managed_by,
    topics_managed_by,
    units_screened_for,
)
from messaging.queries import threads_told_of
from notices import queries as notices
from notices.addresses import hint
from notices.models import Notice, Outbox
from prepared.paging import Place, page_of
from screening import Kind, Why

PAGE_ROWS = 25
FEW_DAYS, MANY_DAYS = 30, 90

OUR_SERVER: Promise = gettext_lazy("Our mail server could not be reached.")
OUR_NAME: Promise = gettext_lazy("Our mail server did not take our name, our password or our sender.")
# What a piece of work ended with, by the name of the class: its text could quote an address.
WHY: Mapping[str, Promise] = {
    "MailDeferred": gettext_lazy("The mail server asked us again and again to try later."),
    "MailServerAway": OUR_SERVER,
    "CameBack": gettext_lazy("A mail server took the mail, and it came back."),
    "SSLCertVerificationError": gettext_lazy(
        "Our mail server could not prove its name, or its certificate has run out."
    ),
    "MailRefused": gettext_lazy("The receiving mail server refused the address or the mail."),
    "NotAccepted": gettext_lazy("A mail server refuses our mail: all of it, or what is for this address."),
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

    thread_url: for whoever reads the thread; empty for administrators, who get ids only. may_try_again: no
    when the secret that its mail carried was erased.
    """

    public_id: UUID
    kind: str
    number: str
    address_hint: str
    about: UUID | None
    thread_url: str
    given_up_at: datetime | None
    why: str
    may_try_again: bool


@dataclass(frozen=True)
class FalseAlarms:
    """Hold how often one kind was found by mistake for one reason, in the last 30 and 90 days."""

    kind: str
    why: str
    of_few_days: int
    of_many_days: int


@dataclass(frozen=True)
class ScreeningCounts:
    """Hold what was found by mistake, most first, and how often screening did not finish."""

    false_alarms: list[FalseAlarms]
    failures_of_few_days: int
    failures_of_many_days: int


def screening_counts(person: Person) -> ScreeningCounts:
    """Count for the units that `person` looks after; four SQL queries, whatever was reported."""
    units = units_screened_for(person)
    today = timezone.localdate()
    lately = Q(day__gt=today - timedelta(days=FEW_DAYS))
    reported = FalseAlarm.objects.filter(unit__in=units, day__gt=today - timedelta(days=MANY_DAYS))
    counts = reported.values_list("kind", "why").annotate(
        few=Coalesce(Sum("times", filter=lately), 0), many=Sum("times")
    )
    # Administrators look after all of it, also after what was decided without a unit.
    about = None if person.manages_people else list(units.values_list("public_id", flat=True))
    now = timezone.now()
    few, many = (
        audit.times_since(Action.SCREENING_FAILED, now - timedelta(days=days), about=about)
        for days in (FEW_DAYS, MANY_DAYS)
    )
    rows = [_false_alarms(*row) for row in counts.order_by("-many", "-few", "kind", "why")]
    return ScreeningCounts(rows, few, many)


def _false_alarms(kind: str, why: str, few: int, many: int) -> FalseAlarms:
    try:
        said = label(Kind(kind)), reason(Kind(kind), Why(why))
    except ValueError:
        # Of a release that knew other kinds or classes.
        said = kind, why
    return FalseAlarms(*said, few, many)


def topics(manager: Person) -> list[Topic]:
    """List the topics as the public sees them, `wanted_by` naming who is to get one; one SQL query."""
    wanted = topic_moves_managed_by(manager).filter(topic=OuterRef("pk")).values("unit__name")
    return list(topics_managed_by(manager).annotate(wanted_by=Subquery(wanted)))


def waiting_move(manager: Person, topic: Topic) -> TopicMove | None:
    """Find the move of a topic that its unit was asked about and has not decided; one SQL query."""
    return topic_moves_managed_by(manager).filter(topic=topic).select_related("unit").first()


def deliveries_page(person: Person, *, before: Place | None) -> tuple[list[Delivery], Place | None]:
    """List one page of what was given up and `person` looks after, newest first, and where the next begins.

    Four SQL queries at most, whatever was given up.
    """
    given_up = dead_letters_visible_to(person)
    shown, following = page_of(given_up, by="finished_at", before=before, most=PAGE_ROWS)
    found = notices.notices_of(shown)
    threads = {} if person.manages_people else threads_told_of(person, found.values())
    return [_delivery(row, found.get(row.subject), threads) for row in shown], following


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
    """Name the place of the message, or of the invitation, that a notice is about, for who looks after it;
    empty where there is none.
    """
    notice = Notice.objects.filter(public_id=subject).first() if person.looks_after_deliveries else None
    if notice is None:
        return ""
    if notice.kind in ABOUT_INVITATIONS:
        thread = threads_told_of(person, [notice]).get(notice.about)
        return f"{reverse('thread', args=[thread])}#way-in" if thread else ""
    message = Message.objects.filter(public_id=notice.about, thread__in=threads_visible_to(person))
    found = message.values_list("thread__public_id", "sequence").first()
    return f"{reverse('thread', args=[found[0]])}#message-{found[1]}" if found else ""


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
        may_try_again=notice is None or notice.is_whole,
    )


def _why(error: str) -> str:
    if error in WHY:
        return str(WHY[error])
    return _("Something went wrong on our side (%(error)s).") % {"error": error or "?"}
