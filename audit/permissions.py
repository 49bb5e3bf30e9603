"""Who may read the audit log."""

from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from audit.models import AuditEvent


class Reader(Protocol):
    """Somebody of whom `accounts` says whether they may read the log."""

    public_id: UUID

    @property
    def may_read_audit(self) -> bool:
        """Tell whether this person reads the audit log."""


def events_visible_to(person: Reader) -> QuerySet[AuditEvent]:
    """Select the events that `person` may see: all of them, or none."""
    return AuditEvent.objects.all() if person.may_read_audit else AuditEvent.objects.none()
