"""Marking threads that open only after a second factor, where the portal is set to ask for one."""

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from messaging.errors import NotPermitted
from messaging.models import Thread
from messaging.permissions import may_restrict


@transaction.atomic(durable=True)
def set_restricted(*, actor: Person, thread: Thread, is_restricted: bool) -> None:
    """Mark a thread as restricted, or take the mark back.

    Raises NotPermitted unless the actor is a member of its unit.
    """
    thread = Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
    if not may_restrict(actor, thread):
        raise NotPermitted
    if is_restricted == (thread.restricted_at is not None):
        return
    thread.restricted_at = timezone.now() if is_restricted else None
    thread.save(update_fields=["restricted_at"])
    action = Action.THREAD_RESTRICTED if is_restricted else Action.THREAD_UNRESTRICTED
    audit.record(action, actor=actor.public_id, subject=thread.public_id)


def restrict_by_screening(thread: Thread) -> None:
    """Mark the locked or new thread of a message of the agency in which screening found something
    restricted, or which it could not read; belongs inside the transaction that stores the message.
    """
    if thread.restricted_at is not None:
        return
    thread.restricted_at = timezone.now()
    thread.save(update_fields=["restricted_at"])
    audit.record(Action.THREAD_RESTRICTED, actor=None, subject=thread.public_id)
