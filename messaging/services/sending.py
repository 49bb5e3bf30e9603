"""Sending: the answer of an officer, the reply of a taxpayer. Each seals, stores, tells and records in one
transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from keys import directory, envelopes
from keys.errors import KeysError
from keys.unlocked import UnlockedPerson
from messaging import channel
from messaging.channel import Channel, Decision
from messaging.errors import AlreadySent, CannotSeal, DraftChanged, NotPermitted, ThreadChanged, ThreadClosed
from messaging.models import Draft, Message, Thread
from messaging.permissions import may_answer, may_reply
from messaging.services import unreached
from messaging.services.opening import first_content
from messaging.services.plain import queue_plain, record_withheld
from messaging.services.representing import sealed_to_besides
from messaging.services.restricting import restrict_by_screening
from messaging.services.storing import store, stored
from messaging.services.telling import tell_that_it_waits
from prepared.transactions import once_more
from screening import Document


@dataclass(frozen=True)
class Words:
    """What somebody wrote, frozen; `message_id` comes from the page, so that one page sends one message.

    person: the name of whom it goes to, for screening alone; it is never stored with the words.
    """

    message_id: UUID
    subject: str
    text: str
    quoted: str = ""
    person: str = ""

    def document(self) -> Document:
        """Present the words to screening, every part that would leave."""
        return Document(
            subject=self.subject,
            text=self.text,
            quoted=self.quoted,
            is_to_one_person=True,
            person=self.person,
        )


@once_more
@transaction.atomic(durable=True)
def send_answer(
    *, officer: UnlockedPerson[Person], thread: Thread, words: Words, decision: Decision
) -> Message:
    """Seal an answer to the taxpayer and the unit, and queue the notice that it waits.

    decision: what the channel rule said of exactly these words in this state of the thread. When it says
    plain, the answer is queued as plain e-mail instead, if all that would leave is still the same.
    The same page sent twice gives the first message again. Raises ThreadClosed, NotPermitted, DraftChanged,
    ThreadChanged, AlreadySent or CannotSeal; nothing is stored then.
    """
    return answer_within(officer=officer, thread=thread, words=words, decision=decision)


def answer_within(
    *, officer: UnlockedPerson[Person], thread: Thread, words: Words, decision: Decision
) -> Message:
    """Do what `send_answer` does inside the caller's transaction."""
    # Locked, so that nobody closes or answers the thread between these checks and the insert.
    thread = locked(thread)
    repeated = _sent_before(officer, thread, words)
    if repeated is not None:
        return repeated
    if thread.closed_at is not None:
        raise ThreadClosed
    if not may_answer(officer.person, thread):
        raise NotPermitted
    if decision.content_hash != words.document().content_hash():
        raise DraftChanged
    _require_sound(officer, thread, words)
    if decision.latest_sequence != thread.latest_sequence:
        raise ThreadChanged

    message = _seal_into(thread, sender=officer, words=words)
    _note(thread, message, waiting_since=None, unit_opened_at=message.sent_at, taxpayer_opened_at=None)
    audit.record(
        Action.CHANNEL_DECIDED,
        actor=officer.person.public_id,
        subject=message.public_id,
        details=decision.audit_details(),
    )
    if decision.strength == "restricted":
        restrict_by_screening(thread)
    _tell(thread, message, decision, words.document())
    unreached.look_later(message)
    return message


@once_more
@transaction.atomic(durable=True)
def reply(*, sender: UnlockedPerson[Person], thread: Thread, words: Words) -> Message:
    """Seal the reply of a taxpayer, or of who represents them, to the unit and both of them.

    The same page sent twice gives the first message again. Raises ThreadClosed, NotPermitted, AlreadySent or
    CannotSeal.
    """
    thread = locked(thread)
    repeated = _sent_before(sender, thread, words)
    if repeated is not None:
        return repeated
    if thread.closed_at is not None:
        raise ThreadClosed
    if not may_reply(sender.person, thread):
        raise NotPermitted

    _require_sound(sender, thread, words)
    message = _seal_into(thread, sender=sender, words=words)
    waiting_since = thread.waiting_since or message.sent_at
    # What a representative writes, the taxpayer has not seen.
    is_own = sender.person.pk == thread.taxpayer_id
    _note(
        thread,
        message,
        waiting_since=waiting_since,
        unit_opened_at=None,
        taxpayer_opened_at=message.sent_at if is_own else None,
    )
    return message


def _tell(thread: Thread, message: Message, decision: Decision, document: Document) -> None:
    """Queue what the taxpayer gets by e-mail: the answer where that was decided, and is decided again now,
    else a notice.
    """
    if decision.channel is Channel.PLAIN:
        again = channel.made_again(decision, thread=thread, document=document)
        if again.channel is Channel.PLAIN:
            queue_plain(thread, message, again, document)
            return
        record_withheld(message, {"reason": "changed", **again.audit_details()})
    tell_that_it_waits(thread, message)


def locked(thread: Thread) -> Thread:
    """Lock a thread's row, and give it with its taxpayer and unit as they are now."""
    # Locked by itself: a join would look for the taxpayer of before, and find no row of a thread that was
    # handed over while this waited.
    Thread.objects.select_for_update().only("pk").get(pk=thread.pk)
    return Thread.objects.select_related("taxpayer", "unit").get(pk=thread.pk)


def _sent_before(sender: UnlockedPerson[Person], thread: Thread, words: Words) -> Message | None:
    """Find the message that this page has sent already; raises AlreadySent when it held other words."""
    message = Message.objects.filter(public_id=words.message_id).first()
    if message is None:
        return None
    if message.thread_id != thread.pk or message.sender_id != sender.person.public_id:
        raise AlreadySent
    message.thread = thread
    content = envelopes.open_one(sender, stored([message])[0])
    if content is None or (content.text, content.quoted) != (words.text, words.quoted):
        raise AlreadySent
    return message


def _require_sound(sender: UnlockedPerson[Person], thread: Thread, words: Words) -> None:
    """Check that the thread's row names the people that its first message was sealed by and to.

    Whoever can write to the database could point the row at another taxpayer or unit; the signed header of
    the first message tells. Raises CannotSeal, or DraftChanged when the subject is not the thread's.
    """
    first = first_content(sender, thread)
    if first is None:
        raise CannotSeal
    if first.subject != words.subject:
        raise DraftChanged


def _seal_into(thread: Thread, *, sender: UnlockedPerson[Person], words: Words) -> Message:
    previous = thread.messages.order_by("-sequence").only("header").first()
    # Of each who is sealed to, the key in whose place none in use is believed yet; empty where it is.
    people = {thread.taxpayer.public_id: thread.locked_key, **sealed_to_besides(thread)}
    try:
        epoch, _ = directory.current_unit_key(thread.unit.public_id)
        envelope = envelopes.seal(
            envelopes.Content(subject=words.subject, text=words.text, quoted=words.quoted),
            position=envelopes.Position(
                message=words.message_id,
                thread=thread.public_id,
                sequence=thread.latest_sequence + 1,
                previous=envelopes.header_digest(bytes(previous.header)) if previous else None,
                unit=thread.unit.public_id,
                epoch=epoch,
            ),
            sender=sender,
            people=list(people),
            by_other_keys={person: key_id for person, key_id in people.items() if key_id},
            unit=thread.unit.public_id,
            sent_at=timezone.now(),
        )
    except KeysError as error:
        raise CannotSeal from error
    message = store(envelope, thread=thread)
    Draft.objects.filter(thread=thread, author_id=sender.person.public_id).delete()
    audit.record(
        Action.MESSAGE_SENT,
        actor=sender.person.public_id,
        subject=message.public_id,
        details={"thread": str(thread.public_id), "sequence": message.sequence},
    )
    return message


def _note(
    thread: Thread,
    message: Message,
    *,
    waiting_since: datetime | None,
    unit_opened_at: datetime | None,
    taxpayer_opened_at: datetime | None,
) -> None:
    """Keep the columns that lists show in step with the newest message."""
    thread.latest_message_at = message.sent_at
    thread.latest_sequence = message.sequence
    thread.waiting_since = waiting_since
    thread.unit_opened_at = unit_opened_at
    thread.taxpayer_opened_at = taxpayer_opened_at
    thread.save(
        update_fields=[
            "latest_message_at",
            "latest_sequence",
            "waiting_since",
            "unit_opened_at",
            "taxpayer_opened_at",
        ]
    )
