"""Reads of the audit log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from audit.actions import ALERTING, Action
from audit.leaves import details_of
from audit.models import AuditEvent
from prepared.paging import Place, page_of

PAGE_ROWS = 50
ALERT_DAYS = 30
MOST_OF_A_KIND = 3


@dataclass(frozen=True)
class Filters:
    """Say which events to list; what is empty is not asked for. day: in the agency's time zone."""

    action: str = ""
    actor: UUID | None = None
    subject: UUID | None = None
    day: date | None = None


@dataclass(frozen=True)
class EventRow:
    """Hold one event as the page shows it."""

    occurred_at: datetime
    action: str
    action_label: str
    actor: UUID | None
    subject: UUID | None
    details: list[tuple[str, str | int]]


@dataclass(frozen=True)
class Alert:
    """Hold what somebody has to look at: the same thing is one alert, however often it happened.

    of_kind: to how many subjects it happened, of which not all are listed.
    """

    action: str
    subject: UUID | None
    times: int
    latest_at: datetime
    of_kind: int = 1


@dataclass(frozen=True)
class EventsPage:
    """Hold one page of events, newest first, and where the next begins; None on the last."""

    events: list[EventRow]
    next: Place | None


def events_page(events: QuerySet[AuditEvent], filters: Filters, *, before: Place | None = None) -> EventsPage:
    """List at most 50 of `events`, newest first; one SQL query and one index range, whatever it holds."""
    if filters.action:
        events = events.filter(action=filters.action)
    if filters.actor:
        events = events.filter(actor=filters.actor)
    if filters.subject:
        events = events.filter(subject=filters.subject)
    if filters.day:
        begins = timezone.make_aware(datetime.combine(filters.day, time.min))
        ends = timezone.make_aware(datetime.combine(filters.day + timedelta(days=1), time.min))
        events = events.filter(occurred_at__gte=begins, occurred_at__lt=ends)
    shown, following = page_of(events, by="occurred_at", before=before, most=PAGE_ROWS)
    return EventsPage(events=[_row_of(event) for event in shown], next=following)


def happened_since(action: Action, since: datetime) -> bool:
    """Tell whether this was recorded since then; one SQL query and one index range."""
    return AuditEvent.objects.filter(action=action.value, occurred_at__gte=since).exists()


def times_since(action: Action, since: datetime, *, about: Collection[UUID] | None = None) -> int:
    """Count how often this was recorded since then, about any of these subjects; one SQL query.

    about: None for whatever it was about.
    """
    events = AuditEvent.objects.filter(action=action.value, occurred_at__gte=since)
    return (events if about is None else events.filter(subject__in=about)).count()


def open_alerts() -> list[Alert]:
    """List what somebody has to look at, of the last 30 days; one SQL query.

    Of each kind what came last, newest first, at most three: however often one kind happens, it hides no
    other.
    """
    since = timezone.now() - timedelta(days=ALERT_DAYS)
    events = AuditEvent.objects.filter(
        action__in=[action.value for action in ALERTING], occurred_at__gte=since
    )
    rows = events.values("action", "subject").annotate(times=Count("id"), latest_at=Max("occurred_at"))
    ranked = rows.annotate(
        place=Window(RowNumber(), partition_by=[F("action")], order_by=[F("latest_at").desc(), F("subject")]),
        of_kind=Window(Count("*"), partition_by=[F("action")]),
    )
    newest = ranked.filter(place__lte=MOST_OF_A_KIND).order_by("-latest_at", "action", "subject")
    return [Alert(*row) for row in newest.values_list("action", "subject", "times", "latest_at", "of_kind")]


def _row_of(event: AuditEvent) -> EventRow:
    return EventRow(
        occurred_at=event.occurred_at,
        action=event.action,
        action_label=_label_of(event.action),
        actor=event.actor,
        subject=event.subject,
        details=list(details_of(bytes(event.leaf)).items()),
    )


def _label_of(action: str) -> str:
    # A newer release may have recorded actions that this one does not know.
    return str(Action(action).label) if action in Action.values else action
