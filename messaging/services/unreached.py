"""Answers of which their reader may not know: a reminder, then the unit's list to reach them another way.

Each answer has one piece of work that looks after it later, and so has each invitation to read one. It finds
what is so by then, so that nothing has to be taken back when an answer is opened or an invitation taken up.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import audit.services as audit
import notices.services as notices
from accounts.models import Invitation, Person
from audit.actions import Action
from messaging.errors import ReachedAlready
from messaging.models import Message, Receipt, Thread, Unreached
from messaging.permissions import ABOUT_INVITATIONS, unreached_visible_to
from messaging.services.telling import may_be_told
from notices import outbox
from notices.models import Notice

REMIND_WORK = "messaging.remind"
UNREAD_WORK = "messaging.unread"
REMIND_INVITED_WORK = "messaging.remind_invited"
UNACCEPTED_WORK = "messaging.unaccepted"
# By which a person may be said to have been reached; that they opened it shows by itself.
WAYS = (Unreached.Outcome.LETTER, Unreached.Outcome.TELEPHONE, Unreached.Outcome.IN_PERSON)


def look_later(message: Message) -> None:
    """Promise to look whether an answer was opened in time. Belongs inside the transaction that stores it."""
    due_at = message.sent_at + settings.REMIND_AFTER
    key = f"{REMIND_WORK}:{message.public_id}"
    outbox.enqueue(REMIND_WORK, subject=message.public_id, idempotency_key=key, due_at=due_at)


def look_later_at_invitation(invitation: UUID) -> None:
    """Promise to look whether an invitation was taken up in time. Belongs inside the transaction that stores
    it.
    """
    due_at = timezone.now() + settings.REMIND_AFTER
    key = f"{REMIND_INVITED_WORK}:{invitation}"
    outbox.enqueue(REMIND_INVITED_WORK, subject=invitation, idempotency_key=key, due_at=due_at)


@transaction.atomic(durable=True)
def remind(message_id: UUID) -> None:
    """Remind the reader of an answer that waits still, and look again later; the outbox calls this.

    A reminder speaks of all that waits in its thread by then: no answer has one that was sent before it.
    """
    message = _waiting(message_id)
    if message is None:
        return
    taxpayer = message.thread.taxpayer
    if may_be_told(taxpayer) and not _is_reminded_of(message) and not _has_come_back(message):
        notices.enqueue_notice(
            Notice.Kind.REMINDER,
            person=taxpayer.public_id,
            address=taxpayer.notice_address,
            language=taxpayer.language,
            about=message.public_id,
            has_link=message.thread.unit.notices_have_link,
        )
    due_at = message.sent_at + settings.UNREAD_AFTER
    key = f"{UNREAD_WORK}:{message_id}"
    outbox.enqueue(UNREAD_WORK, subject=message_id, idempotency_key=key, due_at=due_at)


@transaction.atomic(durable=True)
def note_unread(message_id: UUID) -> None:
    """Put an answer that waits still on its unit's list, unless it was there; the outbox calls this."""
    message = _waiting(message_id)
    if message is None:
        return
    # Whoever was reached about this answer already may still not have opened it.
    if not Unreached.objects.filter(thread=message.thread, since__gte=message.sent_at).exists():
        _put_on_list(message.thread, Unreached.Reason.UNREAD)


@transaction.atomic(durable=True)
def remind_invited(invitation_id: UUID) -> None:
    """Remind somebody, once, of an invitation that was mailed and is still open, and look again later; the
    outbox calls this.

    The code stands in the mail of before alone: it was erased here when that was sent.
    """
    invitation = _not_taken_up(invitation_id)
    if invitation is None:
        return
    person = invitation.person
    mailed = Notice.objects.filter(
        kind=Notice.Kind.INVITATION_TO_READ, about=invitation_id, state=Notice.State.SENT
    )
    if invitation.ended_at is None and mailed.exists():
        notices.enqueue_notice(
            Notice.Kind.INVITATION_REMINDER,
            person=person.public_id,
            address=person.notice_address,
            language=person.language,
            about=invitation_id,
            has_link=not _open_threads_of(person).filter(unit__notices_have_link=False).exists(),
        )
    due_at = invitation.made_at + settings.UNREAD_AFTER
    key = f"{UNACCEPTED_WORK}:{invitation_id}"
    outbox.enqueue(UNACCEPTED_WORK, subject=invitation_id, idempotency_key=key, due_at=due_at)


@transaction.atomic(durable=True)
def note_unaccepted(invitation_id: UUID) -> None:
    """Put the threads of whoever has not taken an invitation up on their units' lists, unless they were there
    since it was made; the outbox calls this.
    """
    invitation = _not_taken_up(invitation_id)
    if invitation is None:
        return
    for thread in _locked_threads_of(invitation.person):
        if not Unreached.objects.filter(thread=thread, since__gte=invitation.made_at).exists():
            _put_on_list(thread, Unreached.Reason.UNACCEPTED)


@transaction.atomic(durable=True)
def note_bounce(notice_id: UUID) -> None:
    """Put an answer whose mail came back on its unit's list, unless it was opened; the outbox calls this.

    For an invitation these are the threads of whoever is invited: nothing else opens them. Mail about
    anything else is nothing to a unit.
    """
    _list_after(notice_id, Unreached.Reason.BOUNCED)


@transaction.atomic(durable=True)
def note_probable_bounce(notice_id: UUID) -> None:
    """Do as `note_bounce` does for a mail of which a server said in its own words that it came back; the
    outbox calls this.
    """
    _list_after(notice_id, Unreached.Reason.PROBABLY)


@transaction.atomic(durable=True)
def mark_reached(*, actor: Person, entry: Unreached, way: Unreached.Outcome) -> None:
    """Note how somebody was reached, which takes them off the list; raises ReachedAlready."""
    found = (
        unreached_visible_to(actor).select_for_update(of=("self",), no_key=True).filter(pk=entry.pk).first()
    )
    if found is None or way not in WAYS:
        raise ReachedAlready
    found.ended_at, found.ended_by, found.outcome = timezone.now(), actor, way
    found.save(update_fields=["ended_at", "ended_by", "outcome"])
    audit.record(
        Action.TAXPAYER_REACHED,
        actor=actor.public_id,
        subject=found.thread.public_id,
        details={"way": way.value, "reason": found.reason},
    )


@transaction.atomic(durable=True)
def record_letter(*, actor: Person, entry: Unreached) -> None:
    """Record that somebody made the letter which says that a message waits."""
    audit.record(Action.LETTER_MADE, actor=actor.public_id, subject=entry.thread.public_id)


def end_by_opening(thread: Thread) -> None:
    """Take a thread off the list, since its taxpayer has opened a message. Belongs inside a transaction."""
    Unreached.objects.filter(thread=thread, ended_at=None).update(
        ended_at=timezone.now(), outcome=Unreached.Outcome.OPENED
    )


def _list_after(notice_id: UUID, reason: Unreached.Reason) -> None:
    notice = Notice.objects.get(public_id=notice_id)
    if notice.kind in ABOUT_INVITATIONS:
        invitation = _not_taken_up(notice.about)
        threads = [] if invitation is None else _locked_threads_of(invitation.person)
    else:
        message = _locked(notice.about)
        threads = [] if message is None or _is_opened(message) else [message.thread]
    for thread in threads:
        _put_on_list(thread, reason)


def _waiting(message_id: UUID) -> Message | None:
    """Find an answer that its taxpayer has neither opened nor got as it is, and has not written after: who
    wrote was there.

    What the unit or a representative has written since opens nothing for them, however it was sent.
    """
    message = _locked(message_id)
    if message is None or _is_opened(message) or _is_written_after(message):
        return None
    plain = Notice.objects.filter(about=message_id, kind=Notice.Kind.PLAIN_ANSWER, state=Notice.State.SENT)
    return None if plain.exists() else message


def _locked(message_id: UUID) -> Message | None:
    """Fetch a message with its thread, whose row is held, so that nobody opens it meanwhile."""
    message = Message.objects.filter(public_id=message_id).first()
    if message is None:
        return None
    # By itself: a join would look for the taxpayer of before, and find none of a thread that changed hands.
    Thread.objects.select_for_update().only("pk").get(pk=message.thread_id)
    message.thread = Thread.objects.select_related("taxpayer", "unit").get(pk=message.thread_id)
    return message


def _not_taken_up(invitation_id: UUID) -> Invitation | None:
    """Find an invitation that waits, or has ended by itself; None where somebody came in by it, or took it
    back or replaced it and so knows.
    """
    by_somebody = (Invitation.Outcome.ACCEPTED, Invitation.Outcome.REVOKED, Invitation.Outcome.REPLACED)
    waiting = Invitation.objects.filter(public_id=invitation_id, person__disabled_at=None)
    return waiting.exclude(outcome__in=by_somebody).select_related("person").first()


def _open_threads_of(person: Person) -> QuerySet[Thread]:
    return Thread.objects.filter(taxpayer=person, closed_at=None)


def _locked_threads_of(person: Person) -> list[Thread]:
    """Fetch the open threads of a person, whose rows are held, so that nobody opens them meanwhile."""
    ids = list(_open_threads_of(person).select_for_update().order_by("pk").values_list("pk", flat=True))
    return list(Thread.objects.filter(pk__in=ids).order_by("pk"))


def _is_opened(message: Message) -> bool:
    return Receipt.objects.filter(message=message, person=message.thread.taxpayer).exists()


def _is_written_after(message: Message) -> bool:
    """Tell whether the taxpayer wrote after a message; what a representative has read, they have not."""
    thread = message.thread
    own = [thread.taxpayer.public_id, thread.predecessor_id]
    return thread.messages.filter(sequence__gt=message.sequence, sender_id__in=own).exists()


def _is_reminded_of(message: Message) -> bool:
    """Tell whether a reminder about any answer of its thread was queued since a message was sent."""
    mails = Notice.objects.filter(about__in=message.thread.messages.values("public_id"))
    return mails.filter(kind=Notice.Kind.REMINDER, queued_at__gte=message.sent_at).exists()


def _has_come_back(message: Message) -> bool:
    """Tell whether the newest mail about a message, or about one that was sent after it, came back."""
    since = message.thread.messages.filter(sequence__gte=message.sequence)
    mails = Notice.objects.filter(about__in=since.values("public_id"))
    _newest, state = max(mails.values_list("pk", "state"), default=(0, ""))
    return state == Notice.State.BOUNCED


def _put_on_list(thread: Thread, reason: Unreached.Reason) -> None:
    if Unreached.objects.filter(thread=thread, ended_at=None).exists():
        return
    Unreached.objects.create(thread=thread, reason=reason, since=timezone.now())
    audit.record(
        Action.UNREACHED_NOTED, actor=None, subject=thread.public_id, details={"reason": reason.value}
    )
