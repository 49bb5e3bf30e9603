"""Answers by plain e-mail: what was decided is decided again by the worker, right before it leaves."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

import audit.services as audit
import notices.services as notices
from accounts.models import Person
from audit.actions import Action
from messaging import channel
from messaging.channel import Channel, Decision, Release
from messaging.models import Message, Thread
from messaging.permissions import works_on
from messaging.queries import release_of
from messaging.services.telling import tell_that_it_waits
from notices import states, waiting_texts
from notices.errors import MailRefused, PermanentFailure
from notices.mail import send_plain  # noqa: TID251  # the one place that may
from notices.models import Notice
from screening import Document


def queue_plain(thread: Thread, message: Message, decision: Decision, document: Document) -> None:
    """Promise to mail `message` as it was decided. Belongs inside the transaction that stores it."""
    notices.enqueue_plain_answer(
        decision,
        document,
        person=thread.taxpayer.public_id,
        language=thread.taxpayer.language,
        about=message.public_id,
        has_link=thread.unit.notices_have_link,
    )


def deliver(notice_id: UUID) -> None:
    """Mail an answer if it may still leave so, else tell the person that it waits; the outbox calls this.

    One that left and came back does not leave again: whoever tries it again has the person told.

    Decided on exactly what waited, to whom it would go, and the rows as they are now. When the machine stops
    before the mail is noted as sent, it goes out again with the same Message-ID.
    """
    notice = Notice.objects.filter(public_id=notice_id, kind=Notice.Kind.PLAIN_ANSWER).first()
    message = _message_of(notice) if notice else None
    if notice is None or message is None:
        raise PermanentFailure
    if notice.has_come_back:
        _tell_in_its_place(message)
        return
    if notice.state in (Notice.State.SENT, Notice.State.BOUNCED):
        return
    waiting = waiting_texts.open_text(notice)
    if waiting is None:
        _withhold(notice, message, {"reason": "lost"})
        return
    request = release_of(message.public_id)
    decision = channel.decide(
        waiting.words,
        latest_sequence=message.thread.latest_sequence,
        thread=message.thread,
        wanted=Channel.PLAIN,
        # The hash was sealed with the consent, which names no words itself.
        release=Release(request.public_id, waiting.mail_hash) if request else None,
    )
    # Who released it has sent it; who asked them to stands behind it too.
    gone = _gone([message.sender_id, *([request.author_id] if request else [])], message.thread)
    if gone:
        _withhold(notice, message, {"reason": gone})
    elif decision.channel is not Channel.PLAIN:
        reason = "not_clean" if decision.strength != "clean" else "not_allowed"
        _withhold(notice, message, {"reason": reason, **decision.audit_details()})
    elif decision.mail_hash != waiting.mail_hash:
        _withhold(notice, message, {"reason": "changed"})
    else:
        _mail(decision, notice)


def _gone(people: Iterable[UUID], thread: Thread) -> str:
    """Say why one of those who let an answer go could not do so now; empty when each of them could."""
    for public_id in people:
        person = Person.objects.filter(public_id=public_id, disabled_at=None).first()
        if person is None:
            return "author_disabled"
        if not works_on(person, thread):
            return "author_left"
    return ""


def _mail(decision: Decision, notice: Notice) -> None:
    try:
        send_plain(decision, notice)
    except MailRefused:
        states.note_refused(notice)
        raise
    states.note_plain_sent(notice)


def record_withheld(message: Message, details: dict[str, str | int]) -> None:
    """Record that an answer which was meant for plain e-mail goes through the portal."""
    audit.record(Action.PLAIN_ANSWER_WITHHELD, actor=None, subject=message.public_id, details=details)


@transaction.atomic(durable=True)
def _withhold(notice: Notice, message: Message, details: dict[str, str | int]) -> None:
    states.withhold_plain(notice)
    record_withheld(message, details)
    tell_that_it_waits(message.thread, message)


@transaction.atomic(durable=True)
def _tell_in_its_place(message: Message) -> None:
    tell_that_it_waits(message.thread, message)


def _message_of(notice: Notice) -> Message | None:
    found = Message.objects.select_related("thread__taxpayer", "thread__unit")
    return found.filter(public_id=notice.about).first()
