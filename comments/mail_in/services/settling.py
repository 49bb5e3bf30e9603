"""Settling a mail: a worker reads what was taken in, and makes a thread of it or leaves it to people."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

import accounts.services as accounts
import audit.services as audit
import messaging.services as messaging
from accounts.models import Unit, canonical_email
from audit.actions import Action
from comments.mail_in import sealing
from comments.mail_in.addresses import topic_of_what_came_back
from comments.mail_in.errors import NobodysAddress
from comments.mail_in.facts import Facts
from comments.mail_in.looking import look_into
from comments.mail_in.reading import AutomaticKind, ReadMail, UnreadableMail, read
from comments.mail_in.services.answering import ANSWER_WORK, may_answer
from comments.mail_in.words import MailWords, words_of
from comments.models import IncomingMail
from keys import envelopes
from keys.errors import KeysError
from limits import services as limits
from limits.addresses import address_key
from limits.errors import TooMany
from messaging.models import Thread, Topic
from notices import bounce_addresses, bounces, delivery_status, outbox

LISTS = (AutomaticKind.LIST, AutomaticKind.BULK)


def settle(public_id: UUID) -> None:
    """Read a mail that was not read yet, and settle it; the outbox calls this.

    Nothing is erased before what comes of it is committed. It is tried again after what it raises:
    NobodysAddress while there is no topic at all, and keys.errors.KeysError while its unit has no sound key
    to seal to.
    """
    mail = _unread().filter(public_id=public_id).first()
    if mail is None:
        return
    arrived = sealing.open_arrived(mail)
    if mail.topic is None and arrived.sender == "":
        # A mail without a sender on the way is a program's, whatever it looks like (RFC 5321, section 4.5.5).
        _note_came_back(mail.pk, arrived, arrived.recipient)
        return
    found = _read(arrived.raw)
    if return_address := _return_address(mail, arrived, found):
        _note_came_back(mail.pk, arrived, return_address)
        return
    topic = mail.topic or _name_topic(mail.pk, arrived.recipient)
    if found is None:
        _park(mail.pk, arrived, Facts(), IncomingMail.Reason.UNREADABLE)
        return
    unit = topic.unit.public_id
    facts = Facts.of(found, look_into(found.attachments, unit=unit))
    words = words_of(found, unit=unit, has_sensitive_files=facts.has_sensitive_files)
    reason = _why_not(found, words)
    if reason or words is None:
        _park(mail.pk, arrived, facts, reason or IncomingMail.Reason.NO_WORDS)
    else:
        _make_thread_if_not_many(mail.pk, arrived, facts, words)


def park_given_up(public_id: UUID) -> None:
    """Leave a mail to people whose reading was given up, as of one that ends every worker.

    Belongs inside a transaction. Where the unit has no key it stays as it is, for the work to be tried again.
    """
    mail = _unread().filter(public_id=public_id).first()
    if mail is None:
        return
    arrived = sealing.open_arrived(mail)
    try:
        with transaction.atomic():
            if mail.topic is None:
                _name_topic(mail.pk, arrived.recipient)
            _store_parked(mail.pk, arrived, Facts(), IncomingMail.Reason.UNREADABLE)
    except (KeysError, NobodysAddress):
        return


def _unread() -> QuerySet[IncomingMail]:
    unread = IncomingMail.objects.filter(state=IncomingMail.State.RECEIVED)
    return unread.select_related("topic__unit")


def _read(raw: bytes) -> ReadMail | None:
    try:
        return read(raw, settings.MAIL_IN_AUTHSERV_ID)
    except UnreadableMail:
        return None


def _return_address(mail: IncomingMail, arrived: sealing.Arrived, found: ReadMail | None) -> str | None:
    """Find the address of ours to which this mail of a program came back; None where it is no such mail.

    What people write stays what they wrote, whatever addresses it came to or names: whoever has a mail of
    ours knows its return address, and some programs for mail answer there.

    The headers of a report in a topic's mailbox, where IMAP brings all, name the address too. Anybody may
    write them; but nobody knows such an address who has not had the mail, and an envelope proves no more. A
    report goes where the mail came from on its way (RFC 3464, section 2).
    """
    if found is None:
        return None
    is_of_daemon = (found.from_address or "").partition("@")[0].casefold() in delivery_status.DAEMONS
    if mail.topic is None:
        is_of_program = found.automatic not in (None, AutomaticKind.LOOP)
        return arrived.recipient if is_of_program or is_of_daemon else None
    if found.automatic not in (AutomaticKind.REPORT, AutomaticKind.NO_SENDER) and not is_of_daemon:
        return None
    return next((each for each in found.recipients if bounce_addresses.notice_of(each)), None)


def _name_topic(row: int, recipient: str) -> Topic:
    """Give what somebody wrote to a return address of ours the topic of our mail; raises NobodysAddress."""
    topic = topic_of_what_came_back(recipient)
    if topic is None:
        raise NobodysAddress
    IncomingMail.objects.filter(pk=row, state=IncomingMail.State.RECEIVED, topic=None).update(topic=topic)
    return topic


def _note_came_back(row: int, arrived: sealing.Arrived, return_address: str) -> None:
    bounces.receive(arrived.raw, return_address, is_from_nobody=arrived.sender == "")
    with transaction.atomic(durable=True):
        unread = IncomingMail.objects.filter(pk=row, state=IncomingMail.State.RECEIVED)
        unread.update(state=IncomingMail.State.CAME_BACK, topic=None, sealed=b"")


def _why_not(found: ReadMail, words: MailWords | None) -> IncomingMail.Reason | None:
    """Say why a person has to look at a mail first; None when it becomes a thread by itself."""
    if found.automatic in LISTS:
        return IncomingMail.Reason.LIST
    if found.automatic is AutomaticKind.LOOP:
        return IncomingMail.Reason.LOOP
    if found.automatic is not None:
        return IncomingMail.Reason.AUTOMATIC
    if not found.from_address:
        return IncomingMail.Reason.NO_SENDER
    return None if words else IncomingMail.Reason.NO_WORDS


@transaction.atomic(durable=True)
def _park(row: int, arrived: sealing.Arrived, facts: Facts, reason: IncomingMail.Reason) -> None:
    _store_parked(row, arrived, facts, reason)


def _store_parked(row: int, arrived: sealing.Arrived, facts: Facts, reason: IncomingMail.Reason) -> None:
    mail = _locked(row)
    if mail is None or mail.topic is None:
        return
    unit = mail.topic.unit
    _keep_for(mail, unit.public_id, arrived, facts)
    mail.unit, mail.reason, mail.state = unit, reason, IncomingMail.State.PARKED
    mail.sealed = b""
    mail.save(update_fields=["unit", "reason", "state", "sealed", "original", "facts"])
    audit.record(Action.MAIL_PARKED, actor=None, subject=mail.public_id, details={"reason": reason.value})


def _make_thread_if_not_many(row: int, arrived: sealing.Arrived, facts: Facts, words: MailWords) -> None:
    """Begin a thread, unless mail of this sender has begun many today: then a person looks first.

    Two programs that answer each other show none of the signs of programs, at times.
    """
    of_sender = ("mail_threads", address_key(canonical_email(facts.from_address)))
    try:
        limits.spend(*of_sender)
    except TooMany:
        _park(row, arrived, facts, IncomingMail.Reason.MANY)
        return
    try:
        _make_thread(row, arrived, facts, words)
    except Exception:
        # It is tried again, and is still one.
        limits.give_back(*of_sender)
        raise


@transaction.atomic(durable=True)
def _make_thread(row: int, arrived: sealing.Arrived, facts: Facts, words: MailWords) -> None:
    mail = _locked(row)
    if mail is None or mail.topic is None:
        return
    thread = start(mail.topic, facts.from_address, words, unit=mail.topic.unit)
    _keep_for(mail, mail.topic.unit.public_id, arrived, facts)
    mail.unit, mail.thread, mail.state = mail.topic.unit, thread, IncomingMail.State.IN_THREAD
    mail.sealed = b""
    mail.save(update_fields=["unit", "thread", "state", "sealed", "original", "facts"])
    note_thread(mail, thread, actor=None)
    if may_answer(arrived, facts):
        outbox.enqueue(ANSWER_WORK, subject=mail.public_id, idempotency_key=f"{ANSWER_WORK}:{mail.public_id}")


def start(topic: Topic, address: str, words: MailWords, *, unit: Unit) -> Thread:
    """Begin a thread with the words of a mail, of a person whom nobody knows. Belongs inside a transaction.

    unit: to which the mail is sealed; whoever makes a thread of one that waited reads both, also when the
    topic has moved since.
    Always a new person: whatever the mail says of itself, it joins nothing that is there. Their keys wait for
    an invitation, for a mail shows no reply code. Raises keys.errors.KeysError.
    """
    person, new_keys = accounts.make_visitor(notice_address=address, language=words.language)
    return messaging.start_thread(
        taxpayer=person,
        keys=new_keys,
        topic=topic,
        content=envelopes.Content(subject=words.subject, text=words.text, author_name=words.name),
        message_id=uuid4(),
        sent_at=timezone.now(),
        unit=unit,
        came_by_mail=True,
        was_exposed=words.was_exposed,
    )


def note_thread(mail: IncomingMail, thread: Thread, *, actor: UUID | None) -> None:
    """Record that a mail became a thread. Belongs inside a transaction."""
    audit.record(
        Action.MAIL_BECAME_THREAD,
        actor=actor,
        subject=mail.public_id,
        details={"thread": str(thread.public_id), "exposed": int(thread.was_exposed)},
    )


def _locked(row: int) -> IncomingMail | None:
    """Lock a mail that is still to be settled; None when another worker has settled it."""
    unread = _unread().select_for_update(of=("self",))
    found: IncomingMail | None = unread.filter(pk=row).first()
    return found


def _keep_for(mail: IncomingMail, unit: UUID, arrived: sealing.Arrived, facts: Facts) -> None:
    mail.original = sealing.seal_original(arrived.raw, row=mail.public_id, unit=unit)
    mail.facts = sealing.seal_facts(facts.text(), row=mail.public_id, unit=unit)
