"""Notices and work that tests promise, and the time that goes by."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from notices import outbox
from notices.models import Notice, Outbox
from notices.services import enqueue_notice
from notices.states import BOUNCED_WORK


def make_notice(
    address: str = "visitor@example.org", about: UUID | None = None, language: str = "en"
) -> Notice:
    """Promise a notice, as sending a message does."""
    with transaction.atomic():
        return enqueue_notice(
            Notice.Kind.MESSAGE_WAITING,
            person=uuid.uuid4(),
            address=address,
            language=language,
            about=about or uuid.uuid4(),
        )


def work_of(notice: Notice) -> Outbox:
    """Find the work that mails `notice`."""
    return Outbox.objects.exclude(kind=BOUNCED_WORK).get(subject=notice.public_id)


def make_work(
    handler: Callable[[UUID], None],
    *,
    put_off: Callable[[UUID], None] | None = None,
    given_up: Callable[[UUID], None] | None = None,
) -> Outbox:
    """Promise a piece of work of a kind of its own, which `handler` does."""
    kind = f"tests.{uuid.uuid4()}"
    outbox.register(kind, handler, put_off=put_off, given_up=given_up)
    with transaction.atomic():
        return outbox.enqueue(kind, subject=uuid.uuid4(), idempotency_key=kind)


def run_due(limit: int = 50) -> int:
    """Run what is due now, once; tells how many pieces of work were run."""
    return sum(outbox.run(outbox_id) for outbox_id in outbox.due(limit))


def let_pass(seconds: float) -> None:
    """Let time go by for all work; the clock that counts is the database's."""
    gone = timedelta(seconds=seconds)
    Outbox.objects.update(due_at=F("due_at") - gone, lease_until=F("lease_until") - gone)
