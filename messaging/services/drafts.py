"""Texts that were not sent: kept sealed to their author, whose public key is all that it takes."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow
from keys.unlocked import UnlockedPerson
from messaging.models import Draft, Thread
from messaging.permissions import threads_visible_to


@transaction.atomic(durable=True)
def keep_draft(*, author: UUID, thread_id: UUID, text: str, quoted: str) -> bool:
    """Seal a text to its author, whose session ended while they wrote; tells whether it was kept.

    A text for a thread that the author does not see is not kept.
    """
    person = Person.objects.filter(public_id=author, disabled_at=None).first()
    thread = threads_visible_to(person).filter(public_id=thread_id).first() if person else None
    if thread is None:
        return False
    draft_id = uuid4()
    sealed = envelopes.seal_draft(
        envelopes.Content(subject="", text=text, quoted=quoted), message=draft_id, author=author
    )
    Draft.objects.update_or_create(
        thread=thread,
        author_id=author,
        defaults={"public_id": draft_id, "sealed": sealed, "kept_at": timezone.now()},
    )
    audit.record(Action.DRAFT_KEPT, actor=author, subject=thread.public_id)
    return True


def kept_draft(*, author: UnlockedPerson[Person], thread: Thread) -> envelopes.Content | None:
    """Open what was kept for this author in this thread, if there is anything that opens."""
    draft = Draft.objects.filter(thread=thread, author_id=author.person.public_id).first()
    if draft is None:
        return None
    try:
        return envelopes.open_draft(author, draft.public_id, bytes(draft.sealed))
    except CannotShow:
        return None
