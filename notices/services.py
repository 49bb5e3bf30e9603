"""Queueing notices, delivering them, and telling whether a number is ours."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.actions import Action
from audit.services import record
from encryption.codes import random_code
from keyring.fields import FieldPlace, open_field, seal_field
from notices import confirmations, mail, mailed_secrets, outbox, states, waiting_texts
from notices.decisions import Channel, Decision
from notices.errors import MailRefused, NotDecidedPlain, PermanentFailure
from notices.models import CARRYING, NUMBER_CHARACTERS, Notice, Outbox
from notices.states import NOTICE_WORK, PLAIN_WORK, record_about
from prepared.queries import PreparedQuery
from screening import Document

MADE = PreparedQuery[Notice](
    lambda kind, person, about: Notice.objects.filter(kind=kind, person=person, about=about)
)


@dataclass(frozen=True)
class CheckedNotice:
    """Hold what the public may know of a number: whether a notice has it, and the day it was sent on.

    goes_to: the page that the notice leads to, as a path. holds_answer: its mail is an answer by plain
    e-mail. holds_secret: its mail has a link or a code in it that is for its reader alone.
    """

    is_found: bool
    sent_on: date | None = None
    goes_to: str = ""
    holds_answer: bool = False
    holds_secret: bool = False


def enqueue_notice(
    kind: Notice.Kind,
    *,
    person: UUID,
    address: str,
    language: str,
    about: UUID,
    has_link: bool = True,
    offers_confirmation: bool = False,
    token: str = "",
) -> Notice:
    """Promise a notice, and the work that mails it, inside the caller's transaction.

    language: that of the person, one of `settings.LANGUAGES`; the mail is written in it.
    about: the public id of the message that waits, or of the invitation. One person gets one notice of a kind
    about one thing: the same again gives the first.
    has_link: without one the mail has an address to type and nothing to click, and offers no confirmation.
    offers_confirmation: the notice has a link by which its reader says that the address is theirs.
    token: the mailed secret that the notice carries; it is stored sealed until it is sent.
    """
    offers_confirmation = offers_confirmation and has_link
    if offers_confirmation:
        token = mailed_secrets.new_link()
    notice, is_new = _make(
        kind, person=person, address=address, language=language, about=about, has_link=has_link, token=token
    )
    outbox.enqueue(NOTICE_WORK, subject=notice.public_id, idempotency_key=_work_of(notice))
    if is_new:
        if offers_confirmation:
            confirmations.offer(notice, token=token)
        record_about(notice, Action.NOTICE_QUEUED)
    return notice


def enqueue_plain_answer(
    decision: Decision, words: Document, *, person: UUID, language: str, about: UUID, has_link: bool = True
) -> Notice:
    """Promise to mail an answer as it was decided, inside the caller's transaction; its text waits sealed.

    words: those that the decision was made for. language: of the fixed words around them. about: the public
    id of the message that holds them. Raises NotDecidedPlain.
    """
    if decision.channel is not Channel.PLAIN or decision.mail is None:
        raise NotDecidedPlain
    notice, is_new = _make(
        Notice.Kind.PLAIN_ANSWER,
        person=person,
        address=decision.mail.recipient,
        language=language,
        about=about,
        has_link=has_link,
    )
    outbox.enqueue(PLAIN_WORK, subject=notice.public_id, idempotency_key=f"{PLAIN_WORK}:{notice.public_id}")
    if is_new:
        waiting_texts.keep(notice, words, mail_hash=decision.mail_hash)
        record_about(notice, Action.NOTICE_QUEUED)
    return notice


def _make(
    kind: Notice.Kind,
    *,
    person: UUID,
    address: str,
    language: str,
    about: UUID,
    has_link: bool,
    token: str = "",
) -> tuple[Notice, bool]:
    """Insert a notice, or find the one that is there; tell whether it is new."""
    number = random_code(NUMBER_CHARACTERS)
    made = Notice(
        number=number,
        kind=kind,
        person=person,
        about=about,
        address=address,
        language=language,
        has_link=has_link,
        message_id_header=mail.message_id_of(number),
    )
    if token:
        made.sealed_token = seal_field(token, **_place_of_token(made))
    Notice.objects.bulk_create([made], ignore_conflicts=True)
    [notice] = MADE.rows(kind=str(kind), person=person, about=about)
    return notice, notice.number == number


def deliver(notice_id: UUID) -> None:
    """Mail a notice that was not mailed yet, and note that it was; the outbox calls this.

    When the machine stops between the two, the mail goes out again with the same Message-ID.
    """
    notice = Notice.objects.filter(public_id=notice_id).first()
    if notice is None:
        raise PermanentFailure
    if notice.state in (Notice.State.SENT, Notice.State.BOUNCED, Notice.State.WITHDRAWN):
        return
    try:
        mail.send_notice(notice, token=_token_of(notice))
    except MailRefused:
        states.note_refused(notice)
        raise
    with transaction.atomic(durable=True):
        states.note_sent(notice, Action.NOTICE_SENT)


def try_again(row: Outbox, *, actor: UUID) -> bool:
    """Put a dead letter back into the outbox, and record who did; tells whether it still was one.

    Not one whose mail would carry a secret that is erased. Belongs inside a transaction.
    """
    notice = Notice.objects.filter(public_id=row.subject).first()
    if notice is not None and not notice.is_whole:
        return False
    if not outbox.try_again(row):
        return False
    record(Action.WORK_TRIED_AGAIN, actor=actor, subject=row.subject, details={"kind": row.kind})
    return True


def withdraw_notice(kind: Notice.Kind, *, about: UUID) -> None:
    """Keep a notice that was not sent yet from being sent, and erase what its link would carry.

    Belongs inside a transaction. One that was sent, or that a worker is sending at this moment, is out; so is
    one that came back.
    """
    # Not by state: what was refused on the spot has bounced too, and was never sent.
    unsent = Notice.objects.select_for_update().filter(sent_at=None).exclude(state=Notice.State.WITHDRAWN)
    notice = unsent.filter(kind=kind, about=about).first()
    if notice is None:
        return
    notice.state, notice.sealed_token, notice.failed_at = Notice.State.WITHDRAWN, b"", None
    notice.save(update_fields=["state", "sealed_token", "failed_at"])
    outbox.withdraw(_work_of(notice))
    record_about(notice, Action.NOTICE_WITHDRAWN)


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
    return CheckedNotice(
        is_found=True,
        sent_on=timezone.localdate(notice.sent_at or notice.queued_at),
        goes_to=notice.page_path(),
        holds_answer=notice.kind == Notice.Kind.PLAIN_ANSWER,
        holds_secret=notice.kind in CARRYING,
    )


def _work_of(notice: Notice) -> str:
    return f"{NOTICE_WORK}:{notice.public_id}"


def _place_of_token(notice: Notice) -> FieldPlace:
    return {"model": "notices.notice", "field": "sealed_token", "row": notice.public_id}


def _token_of(notice: Notice) -> str:
    sealed = bytes(notice.sealed_token)
    return open_field(sealed, **_place_of_token(notice)) if sealed else ""
