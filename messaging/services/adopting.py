"""An account takes over the threads of a visitor whose reply code its owner typed."""

from uuid import UUID

from django.db import transaction

import audit.services as audit
import keys.services as keys
from accounts.errors import WrongReplyCode
from accounts.models import Person
from accounts.services import making_accounts
from accounts.services.telling import tell
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow, KeysError
from keys.unlocked import UnlockedPerson
from messaging import queries
from messaging.errors import CannotAdopt, NotPermitted
from messaging.models import Draft, Receipt, Thread, Wrap
from messaging.services.opening import first_content, report
from messaging.services.representing import hand_representatives_over, open_to_representatives
from messaging.services.storing import stored
from notices.models import Notice


def adopt(*, account: UnlockedPerson[Person], visitor: UnlockedPerson[Person]) -> int:
    """Move every thread of `visitor` to `account`, and end the visitor; tells how many moved.

    Each message key is wrapped once more, for the account, and nothing else of a message changes. Both sign
    that the thread goes on with the account; the code opens nothing from then on, and the address that the
    visitor left is told.
    Raises NotPermitted unless one is an account and the other a visitor, accounts.errors.WrongReplyCode when
    somebody else was first, and CannotAdopt; nothing is changed then. Messages that stand in the way are
    reported.
    """
    try:
        return _adopt(account, visitor)
    except CannotAdopt as error:
        with transaction.atomic(durable=True):
            report(account, error.hidden)
        raise


@transaction.atomic(durable=True)
def _adopt(account: UnlockedPerson[Person], visitor: UnlockedPerson[Person]) -> int:
    if not account.person.has_account:
        raise NotPermitted
    try:
        # Held, so that a reset locks what is moved here, or this moves nothing to whoever was reset.
        keys.require_own_key(account)
    except KeysError as error:
        raise CannotAdopt from error
    try:
        giver = making_accounts.lock_visitor(visitor.person)
    except WrongReplyCode:
        # The same page, sent twice at once: the other one has moved them to the same account.
        moved = Thread.objects.filter(taxpayer=account.person, predecessor_id=visitor.person.public_id)
        if count := moved.count():
            return count
        raise
    # Locked, so that an answer comes either before, and is wrapped too, or after, and goes to the account.
    locked = Thread.objects.select_for_update().filter(taxpayer=giver).order_by("pk")
    ids = list(locked.values_list("pk", flat=True))
    for thread in Thread.objects.filter(pk__in=ids).select_related("taxpayer", "unit").order_by("pk"):
        _move(thread, giver=visitor, taker=account)
    hand_representatives_over(giver, account.person)
    tell(giver, Notice.Kind.THREAD_ADOPTED)
    making_accounts.end_visitor(actor=account.person.public_id, visitor=giver)
    return len(ids)


def _move(thread: Thread, *, giver: UnlockedPerson[Person], taker: UnlockedPerson[Person]) -> None:
    messages = queries.messages_of(thread)
    if first_content(giver, thread) is None:
        first = next((message.public_id for message in messages if message.sequence == 1), thread.public_id)
        raise CannotAdopt([(first, thread.public_id)])
    try:
        wraps = envelopes.wrap_for(giver, stored(messages), person=taker.person.public_id)
    except KeysError as error:
        raise CannotAdopt from error
    # The code opens nothing afterwards: what it cannot hand over now would be lost, also when it is mended.
    hidden = [message.public_id for message, wrap in zip(messages, wraps, strict=True) if wrap is None]
    if hidden:
        raise CannotAdopt([(message, thread.public_id) for message in hidden])
    made = (
        Wrap(message=message, key_id=wrap.key_id, wrapped=wrap.wrapped)
        for message, wrap in zip(messages, wraps, strict=True)
        if wrap is not None
    )
    # Who represented the visitor here holds some already.
    Wrap.objects.bulk_create(made, ignore_conflicts=True)
    keys.hand_over(giver=giver, taker=taker, thread=thread.public_id, last_sequence=messages[-1].sequence)
    # It is the same human being: what they opened as a visitor, they have opened.
    opened = Receipt.objects.filter(person=taker.person).values("message")
    theirs = Receipt.objects.filter(message__thread=thread, person=giver.person)
    theirs.exclude(message__in=opened).update(person=taker.person)
    _move_drafts(thread, giver, taker.person.public_id)
    thread.taxpayer = taker.person
    thread.predecessor_id = giver.person.public_id
    thread.save(update_fields=["taxpayer", "predecessor_id"])
    open_to_representatives(thread, taxpayer=taker)
    audit.record(
        Action.THREAD_ADOPTED,
        actor=taker.person.public_id,
        subject=thread.public_id,
        details={"visitor": str(giver.person.public_id), "messages": len(messages)},
    )


def _move_drafts(thread: Thread, giver: UnlockedPerson[Person], taker: UUID) -> None:
    """Seal what was kept for the visitor to the account instead; what does not open stays as it is."""
    for draft in Draft.objects.filter(thread=thread, author_id=giver.person.public_id):
        try:
            content = envelopes.open_draft(giver, draft.public_id, bytes(draft.sealed))
        except CannotShow:
            continue
        draft.sealed = envelopes.seal_draft(content, message=draft.public_id, author=taker)
        draft.author_id = taker
        draft.save(update_fields=["sealed", "author_id"])
