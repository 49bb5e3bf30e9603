"""How often something stands in the audit log, for tests that ask whether a step left its event."""

from typing import Any

from audit.actions import Action
from audit.models import AuditEvent


def times_recorded(*actions: Action, **about: Any) -> list[int]:
    """Count the events of each of these actions; about: columns of theirs, as `subject=`."""
    return [AuditEvent.objects.filter(action=action, **about).count() for action in actions]
