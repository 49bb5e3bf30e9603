"""Reads for other apps' pages: what became of notices, what was given up, and when a worker was seen."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Now

from notices import broker
from notices.models import Notice, Outbox, WorkerHeartbeat
from prepared.queries import PreparedQuery

MOST_DEAD_LETTERS = 100
MAILS_ABOUT = PreparedQuery[Notice](lambda messages: Notice.objects.filter(about__in=messages).order_by("id"))


def mails_about(messages: Iterable[UUID]) -> dict[UUID, list[Notice]]:
    """List the mails about each of these messages that has any, oldest first; one query."""
    mails: dict[UUID, list[Notice]] = {}
    for notice in MAILS_ABOUT.rows(messages=list(messages)):
        mails.setdefault(notice.about, []).append(notice)
    return mails


def dead_letters() -> list[Outbox]:
    """List work that was given up, newest first, at most 100; one query."""
    return list(Outbox.objects.filter(state=Outbox.State.DEAD).order_by("-finished_at")[:MOST_DEAD_LETTERS])


def notices_of(work: Iterable[Outbox]) -> dict[UUID, Notice]:
    """Find the notices that pieces of work are about, by their public ids; one query."""
    return {
        notice.public_id: notice
        for notice in Notice.objects.filter(public_id__in=[row.subject for row in work])
    }


def waiting_since() -> datetime | None:
    """Tell since when the oldest due work waits; None when nothing is due. One query."""
    return (
        Outbox.objects.filter(state=Outbox.State.WAITING, due_at__lte=Now())
        .order_by("due_at", "id")
        .values_list("due_at", flat=True)
        .first()
    )


def worker_seen_at() -> datetime | None:
    """Tell when a worker was last at work; None when none ever was. One query."""
    return WorkerHeartbeat.objects.values_list("seen_at", flat=True).first()


def broker_is_well() -> bool:
    """Tell whether the broker answers and takes what it is given; within a second. No query."""
    return broker.is_well()
