"""Queueing notices, delivering them, and telling whether a number is ours."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.actions import Action
from audit.services import record
from encryption.codes import random_code
from notices import confirmations, mail, outbox
from notices.errors import PermanentFailure
from notices.models import NUMBER_CHARACTERS, Notice

NOTICE_WORK = "notices.notice"


@dataclass(frozen=True)
class CheckedNotice:
    """Hold what the public may know of a number: whether a notice has it, and the day it was sent on."""

    is_found: bool
    sent_on: date | None = None


def enqueue_notice(
    kind: Notice.Kind, *, person: UUID, address: str, about: UUID, offers_confirmation: bool = False
) -> Notice:
    """Promise a notice, and the work that mails it, inside the caller's transaction.

    about: the public id of the message that waits. One person gets one notice of a kind about one message:
    the same again gives the first.
    offers_confirmation: the notice has a link by which its reader says that the address is theirs.
    """
    number = random_code(NUMBER_CHARACTERS)
    made = Notice(
        number=number,
        kind=kind,
        person=person,
        about=about,
        address=address,
        message_id_header=mail.message_id_of(number),
    )
    Notice.objects.bulk_create([made], ignore_conflicts=True)
    notice = Notice.objects.get(kind=kind, person=person, about=about)
    outbox.enqueue(NOTICE_WORK, subject=notice.public_id, idempotency_key=f"{NOTICE_WORK}:{notice.public_id}")
    if notice.number == number:
        if offers_confirmation:
            confirmations.offer(notice)
        _record(Action.NOTICE_QUEUED, notice)
    return notice


def deliver(notice_id: UUID) -> None:
    """Mail a notice that was not mailed yet, and note that it was; the outbox calls this.

    When the machine stops between the two, the mail goes out again with the same Message-ID.
    """
    notice = Notice.objects.filter(public_id=notice_id).first()
    if notice is None:
        raise PermanentFailure
    if notice.state == Notice.State.SENT:
        return
    mail.send_notice(notice)
    with transaction.atomic(durable=True):
        sent = Notice.objects.exclude(state=Notice.State.SENT).filter(pk=notice.pk)
        if sent.update(state=Notice.State.SENT, sent_at=timezone.now()):
            _record(Action.NOTICE_SENT, notice)


def give_up(notice_id: UUID) -> None:
    """Note that a notice could not be sent, inside the transaction in which the outbox gives it up."""
    notice = Notice.objects.filter(public_id=notice_id, state=Notice.State.QUEUED).first()
    if notice is None:
        return
    notice.state = Notice.State.FAILED
    notice.save(update_fields=["state"])
    _record(Action.NOTICE_FAILED, notice)


@transaction.atomic(durable=True)
def check_notice(number: str) -> CheckedNotice:
    """Tell whether a notice has this number, for somebody who is not signed in, and record that it was asked.

    number: 12 characters as `encryption.codes.normalise` gives them. Nobody guesses one: who has it got the
    mail, even when the worker did not live to note that it was sent.
    """
    notice = Notice.objects.filter(number=number).first()
    if notice is None:
        record(Action.NOTICE_CHECKED, actor=None, details={"outcome": "unknown"})
        return CheckedNotice(is_found=False)
    record(
        Action.NOTICE_CHECKED,
        actor=None,
        subject=notice.about,
        details={"outcome": "known", "notice": notice.number},
    )
    return CheckedNotice(is_found=True, sent_on=timezone.localdate(notice.sent_at or notice.queued_at))


def _record(action: Action, notice: Notice) -> None:
    record(action, actor=None, subject=notice.about, details={"notice": notice.number, "kind": notice.kind})
