"""Recording events, and reading them, which is an event too."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from audit.actions import Action
from audit.errors import OutsideTransaction
from audit.leaves import NO_DETAILS, Details, Leaf, leaf_hash
from audit.models import AuditEvent
from audit.permissions import Reader, events_visible_to
from audit.queries import EventsPage, Filters, events_page
from prepared.paging import Place


def record(
    action: Action, *, actor: UUID | None, subject: UUID | None = None, details: Details = NO_DETAILS
) -> AuditEvent:
    """Add an event to the log, inside the transaction of the deed, so that both stand or fall together.

    actor: a person's public id; None is a visitor who is not signed in, or the system.
    details: ids, counts and kinds only.
    Raises OutsideTransaction, or UnfitDetail; nothing is recorded then.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    now = timezone.now()
    action = Action(action)
    leaf = Leaf(at=now, action=action.value, actor=actor, subject=subject, details=details).to_bytes()
    return AuditEvent.objects.create(
        leaf=leaf,
        leaf_hash=leaf_hash(leaf),
        occurred_at=now,
        action=action.value,
        actor=actor,
        subject=subject,
    )


@transaction.atomic(durable=True)
def read_log(*, reader: Reader, filters: Filters, before: Place | None = None) -> EventsPage:
    """List one page of what `reader` may see of the log, and record that they read it."""
    page = events_page(events_visible_to(reader), filters, before=before)
    asked = {name: str(value) for name, value in vars(filters).items() if value}
    record(Action.LOG_READ, actor=reader.public_id, details={**asked, "events": len(page.events)})
    return page
