"""Texts that were not sent: kept sealed to their author, whose public key is all that it takes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow, KeysError
from keys.unlocked import UnlockedPerson
from messaging.models import Draft, Thread
from messaging.permissions import threads_visible_to
from messaging.queries import may_have
from prepared.queries import PreparedQuery
from prepared.transactions import once_more

MOST_KEPT = 100_000
MOST_DRAFTS = 5
DRAFTS = PreparedQuery[Draft](
    lambda thread, author: Draft.objects.filter(thread=thread, author_id=author).order_by("kept_at", "pk")
)


@dataclass(frozen=True)
class KeptText:
    """What was kept for an author, opened; kept_at: the newest of it.

    reason: why a colleague should let it go by plain e-mail.
    """

    text: str
    quoted: str
    reason: str
    kept_at: datetime


@once_more
@transaction.atomic(durable=True)
def keep_draft(*, author: UUID, thread_id: UUID, text: str, quoted: str, reason: str = "") -> bool:
    """Seal a text to its author, whose session ended while they wrote; tells whether it was kept.

    A text for a thread that the author does not see is not kept, and neither is one for whom there is no
    sound key to seal it to.
    """
    person = Person.objects.filter(public_id=author, disabled_at=None).first()
    thread = threads_visible_to(person).filter(public_id=thread_id).first() if person else None
    if thread is None:
        return False
    draft_id = uuid4()
    # A draft has no subject of its own, which is its thread's; the reason takes its place.
    content = envelopes.Content(subject=reason[:MOST_KEPT], text=text[:MOST_KEPT], quoted=quoted[:MOST_KEPT])
    try:
        sealed = envelopes.seal_draft(content, message=draft_id, author=author)
    except KeysError:
        return False
    # Added and not replaced: what an earlier one holds cannot be read here, and was promised to be kept.
    Draft.objects.create(
        public_id=draft_id, thread=thread, author_id=author, sealed=sealed, kept_at=timezone.now()
    )
    newest = Draft.objects.filter(thread=thread, author_id=author).order_by("-kept_at", "-pk")
    Draft.objects.filter(pk__in=[draft.pk for draft in newest[MOST_DRAFTS:]]).delete()
    audit.record(Action.DRAFT_KEPT, actor=author, subject=thread.public_id)
    return True


def kept_text(*, author: UnlockedPerson[Person], thread: Thread) -> KeptText | None:
    """Open what was kept for this author in this thread, oldest first; what was kept twice stands once."""
    if not may_have(thread, "has_kept_text"):
        return None
    drafts = DRAFTS.rows(thread=thread.pk, author=author.person.public_id)
    opened = [content for draft in drafts if (content := _open(author, draft)) is not None]
    if not opened:
        return None
    return KeptText(
        text="\n\n".join(dict.fromkeys(content.text for content in opened)),
        quoted="\n\n".join(dict.fromkeys(content.quoted for content in opened if content.quoted)),
        reason=" ".join(dict.fromkeys(content.subject for content in opened if content.subject)),
        kept_at=drafts[-1].kept_at,
    )


def _open(author: UnlockedPerson[Person], draft: Draft) -> envelopes.Content | None:
    try:
        return envelopes.open_draft(author, draft.public_id, bytes(draft.sealed))
    except CannotShow:
        return None
