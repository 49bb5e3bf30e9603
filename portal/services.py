"""What the portal's own pages write."""

from typing import TYPE_CHECKING

from django.db import transaction

import audit.services as audit
from audit.actions import Action

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic(durable=True)
def note_status_read(person: "Person") -> None:
    """Record that `person` read the status page, which tells of threads that could not be shown."""
    audit.record(Action.STATUS_READ, actor=person.public_id)
