"""Asking a second member to let an answer leave by plain e-mail, and their releasing it with a reason.

The words wait sealed to the unit and are in no thread yet. Whoever releases them sends them, in their own
name; the decision is made again on what was opened, to the address as it is then.
"""

import json
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Person
from audit.actions import Action
from keys import envelopes
from keys.errors import CannotShow, KeysError
from keys.unlocked import UnlockedPerson
from messaging import channel, screenings
from messaging.channel import Channel, Decision, Release
from messaging.errors import (
    AlreadySent,
    CannotBeReleased,
    CannotSeal,
    DraftChanged,
    MayNotRelease,
    NoReasonToAsk,
    NoReasonToRelease,
    NotPermitted,
    ReleaseEnded,
    ReleaseWaits,
    ScreeningFailed,
    ThreadChanged,
)
from messaging.models import Message, ReleaseRequest, Thread
from messaging.permissions import may_answer, may_release, release_requests_visible_to
from messaging.services.ending_releases import expire, overdue
from messaging.services.opening import first_content
from messaging.services.release_requests import Reasons, State, end, is_pending, locked_pending, record
from messaging.services.sending import Words, answer_within, locked
from prepared.transactions import once_more


@dataclass(frozen=True)
class OpenedRequest:
    """What waits, as a second member reads it.

    decision: what the channel rule says of it now, without a release.
    """

    words: Words
    reason: str
    mail_hash: str
    decision: Decision

    @property
    def may_leave(self) -> bool:
        """Tell whether a release would let it leave: the rule says the same of the same."""
        return self.decision.held_mail is not None and self.decision.mail_hash == self.mail_hash


@once_more
@transaction.atomic(durable=True)
def ask_release(
    *, officer: UnlockedPerson[Person], thread: Thread, words: Words, decision: Decision, reason: str
) -> ReleaseRequest:
    """Seal an answer to the unit until a second member releases it; nothing is sent.

    decision: what the channel rule said of exactly these words. The same member who asks for the same words
    while they wait gets the first request again, with the reason that it has: they may never have heard that
    it was stored. Raises CannotBeReleased unless the rule said that they may be released; NoReasonToAsk,
    NotPermitted, DraftChanged, ThreadChanged, ReleaseWaits, AlreadySent or CannotSeal.
    """
    if not reason.strip():
        raise NoReasonToAsk
    thread = locked(thread)
    if not may_answer(officer.person, thread):
        raise NotPermitted
    if decision.content_hash != words.document().content_hash():
        raise DraftChanged
    if decision.latest_sequence != thread.latest_sequence:
        raise ThreadChanged
    if decision.held_mail is None:
        raise CannotBeReleased
    for late in overdue().filter(thread=thread):
        expire(late)
    if waiting := thread.release_requests.filter(state=State.PENDING).first():
        if not _is_the_same(waiting, officer, decision):
            raise ReleaseWaits
        return waiting
    now = timezone.now()
    try:
        with transaction.atomic():
            request = ReleaseRequest.objects.create(
                thread=thread,
                author_id=officer.person.public_id,
                message_id=words.message_id,
                latest_sequence=thread.latest_sequence,
                sealed=_sealed(thread, words, reason=reason, mail_hash=decision.mail_hash),
                asked_at=now,
                expires_at=now + settings.RELEASE_REQUESTS_LAST,
            )
    except IntegrityError:
        # The thread is locked: what is there already is an answer with the id of this one.
        raise AlreadySent from None
    record(Action.RELEASE_ASKED, request, actor=officer.person.public_id, **decision.audit_details())
    return request


def open_request(*, reader: UnlockedPerson[Person], request: ReleaseRequest) -> OpenedRequest | None:
    """Open what waits, and record that it was opened; None when it ended, or does not open."""
    if not release_requests_visible_to(reader.person).contains(request):
        raise NotPermitted
    if not is_pending(request):
        return None
    with transaction.atomic(durable=True):
        record(Action.RELEASE_OPENED, request, actor=reader.person.public_id)
    return _opened(reader, request)


def release(*, releaser: UnlockedPerson[Person], request: ReleaseRequest, reason: str) -> Message:
    """Send what waits by plain e-mail, as its second member; in the name of whoever releases it.

    reason: why they agree; it is kept for the unit beside the author's.
    Decided again in the transaction that sends: the same words, to the same address, in the thread as its
    author saw it. The same member who releases it twice gets the first message again. Raises
    NoReasonToRelease, MayNotRelease, ReleaseEnded, CannotBeReleased, and what `send_answer` raises.
    """
    if not reason.strip():
        raise NoReasonToRelease
    try:
        return _release(releaser, request, reason)
    except ScreeningFailed:
        # What was recorded of it went with the transaction.
        screenings.record_failure(screenings.Of.ANSWER, request.thread.unit.public_id)
        raise


@once_more
@transaction.atomic(durable=True)
def _release(releaser: UnlockedPerson[Person], request: ReleaseRequest, reason: str) -> Message:
    thread = locked(request.thread)
    try:
        request = locked_pending(request)
    except ReleaseEnded:
        if repeated := _released_by(releaser.person, request):
            return repeated
        raise
    if not may_release(releaser.person, request) or not may_answer(releaser.person, thread):
        raise MayNotRelease
    opened = _opened(releaser, request)
    if opened is None:
        raise CannotSeal
    if thread.latest_sequence != request.latest_sequence:
        raise ThreadChanged
    decision = channel.decide(
        opened.words.document(),
        latest_sequence=request.latest_sequence,
        thread=thread,
        wanted=Channel.PLAIN,
        release=Release(request.public_id, opened.mail_hash),
    )
    if decision.screening_failed:
        raise ScreeningFailed
    if decision.channel is not Channel.PLAIN or decision.release is None:
        raise CannotBeReleased
    reasons = Reasons(asked=opened.reason, decided=reason)
    end(request, State.RELEASED, by=releaser.person.public_id, reasons=reasons)
    record(Action.RELEASE_GIVEN, request, actor=releaser.person.public_id, author=str(request.author_id))
    return answer_within(officer=releaser, thread=thread, words=opened.words, decision=decision)


def _is_the_same(waiting: ReleaseRequest, officer: UnlockedPerson[Person], decision: Decision) -> bool:
    """Tell whether what waits is this officer's own, and would leave as it was decided now."""
    if (waiting.author_id, waiting.latest_sequence) != (officer.person.public_id, decision.latest_sequence):
        return False
    fields = _unsealed(officer, waiting)
    return fields is not None and fields["mail_hash"] == decision.mail_hash


def _released_by(releaser: Person, request: ReleaseRequest) -> Message | None:
    """Find what somebody has sent by releasing it before: they may never have heard that they did."""
    own = ReleaseRequest.objects.filter(pk=request.pk, state=State.RELEASED, ended_by_id=releaser.public_id)
    return Message.objects.filter(public_id__in=own.values("message_id")).first()


def _sealed(thread: Thread, words: Words, *, reason: str, mail_hash: str) -> bytes:
    """Seal everything of a request, its hash too: short words could be guessed by it."""
    fields = {"subject": words.subject, "text": words.text, "reason": reason, "mail_hash": mail_hash}
    content = envelopes.Content(subject="", text=json.dumps(fields))
    try:
        return envelopes.seal_to_unit(content, message=words.message_id, unit=thread.unit.public_id)
    except KeysError as error:
        raise CannotSeal from error


def _opened(reader: UnlockedPerson[Person], request: ReleaseRequest) -> OpenedRequest | None:
    fields = _unsealed(reader, request)
    if fields is None:
        return None
    first = first_content(reader, request.thread)
    words = Words(
        message_id=request.message_id,
        subject=fields["subject"],
        text=fields["text"],
        person=first.author_name if first else "",
    )
    decision = channel.decide(
        words.document(), latest_sequence=request.latest_sequence, thread=request.thread
    )
    return OpenedRequest(words, fields["reason"], fields["mail_hash"], decision)


def _unsealed(reader: UnlockedPerson[Person], request: ReleaseRequest) -> dict[str, str] | None:
    try:
        content = envelopes.open_for_unit(reader, request.message_id, bytes(request.sealed))
    except CannotShow:
        return None
    fields: dict[str, str] = json.loads(content.text)
    return fields
