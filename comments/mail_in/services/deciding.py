"""What the members of a unit do with mail: look at it, begin a thread with it, or put it away."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person
from audit.actions import Action
from comments.errors import CannotReceive
from comments.mail_in.errors import CannotOpenMail, SettledMeanwhile
from comments.mail_in.facts import Facts, file_id
from comments.mail_in.languages import language_of
from comments.mail_in.permissions import mail_parked_for
from comments.mail_in.reading import MailAttachment, UnreadableMail, file_in, read
from comments.mail_in.reading.limits import MOST_PARTS
from comments.mail_in.sealing import open_facts, open_original
from comments.mail_in.services.settling import note_thread, start
from comments.mail_in.words import MailWords, words_as_they_came, words_of
from comments.models import IncomingMail
from keys.errors import KeysError
from keys.unlocked import UnlockedPerson
from messaging.models import Thread

PURGED_AT_ONCE = 200


@dataclass(frozen=True, repr=False)
class OpenedMail:
    """Hold a mail as a member of its unit sees it.

    text: all that was written, with what it answers; of a mail that cannot be read, how it begins as it came.
    html: the same as it was laid out, of a few tags alone; None where there is none.
    """

    facts: Facts
    text: str
    html: str | None
    is_readable: bool


def open_mail(*, member: UnlockedPerson[Person], mail: IncomingMail) -> OpenedMail:
    """Open a mail that `member` has fetched through a permission; one audit event. Raises CannotOpenMail."""
    raw, facts = open_original(member, mail), Facts.from_text(open_facts(member, mail))
    try:
        found = read(raw, settings.MAIL_IN_AUTHSERV_ID)
    except UnreadableMail:
        opened = OpenedMail(facts, words_as_they_came(raw).text, None, is_readable=False)
    else:
        opened = OpenedMail(facts, found.quoted or found.text_of_html, found.html, is_readable=True)
    _record_opened(member, mail, whole=False)
    return opened


def original_of(*, member: UnlockedPerson[Person], mail: IncomingMail) -> bytes:
    """Give a mail as it came, byte for byte, to be kept as a file; raises CannotOpenMail."""
    raw = open_original(member, mail)
    _record_opened(member, mail, whole=True)
    return raw


def file_of(*, member: UnlockedPerson[Person], mail: IncomingMail, file: UUID) -> MailAttachment:
    """Give one file of a mail, decoded, to be kept; one audit event.

    file: as `file_id` names it. Raises CannotOpenMail, also where there is no such file.
    """
    number = next((each for each in range(1, MOST_PARTS + 1) if file_id(mail.public_id, each) == file), 0)
    raw = open_original(member, mail)
    try:
        found = file_in(raw, number)
    except UnreadableMail:
        found = None
    if found is None:
        raise CannotOpenMail
    _record_file(member, mail, number, found)
    return found


def make_thread(*, member: UnlockedPerson[Person], mail: IncomingMail) -> Thread:
    """Begin a thread with a parked mail; what cannot be read stands in it as it came.

    It is the thread of the unit that has the mail, as every other that began before its topic moved.
    Raises SettledMeanwhile, CannotOpenMail, and comments.errors.CannotReceive without a sound key of the
    unit; nothing is changed then.
    """
    raw, facts = open_original(member, mail), Facts.from_text(open_facts(member, mail))
    words = _words(raw, facts, unit=mail.unit.public_id if mail.unit else None)
    try:
        with transaction.atomic(durable=True):
            locked = _locked(member.person, mail)
            if locked.topic is None or locked.unit is None:
                raise SettledMeanwhile
            thread = start(locked.topic, facts.from_address, words, unit=locked.unit)
            locked.thread, locked.state = thread, IncomingMail.State.IN_THREAD
            locked.ended_at, locked.ended_by_id = timezone.now(), member.person.public_id
            locked.save(update_fields=["thread", "state", "ended_at", "ended_by_id"])
            note_thread(locked, thread, actor=member.person.public_id)
    except KeysError as error:
        raise CannotReceive from error
    return thread


@transaction.atomic(durable=True)
def put_away(*, member: Person, mail: IncomingMail, why: IncomingMail.Why) -> None:
    """Erase a parked mail that needs nothing; its row says who did so and why. Raises SettledMeanwhile."""
    locked = _locked(member, mail)
    _erase(locked, why)
    locked.ended_by_id = member.public_id
    locked.save(update_fields=["ended_by_id"])
    audit.record(
        Action.MAIL_DISCARDED,
        actor=member.public_id,
        subject=locked.public_id,
        details={"why": why.value, "reason": locked.reason},
    )


def put_away_automatic() -> int:
    """Erase mail of programs and lists that nobody looked at in time, in slices; tells how much."""
    before = timezone.now() - settings.MAIL_IN_AUTOMATIC_KEPT
    reasons = [IncomingMail.Reason.AUTOMATIC, IncomingMail.Reason.LIST]
    parked = IncomingMail.objects.filter(state=IncomingMail.State.PARKED, reason__in=reasons)
    over = parked.filter(received_at__lt=before).order_by("received_at")
    erased = 0
    while ids := list(over.values_list("pk", flat=True)[:PURGED_AT_ONCE]):
        with transaction.atomic(durable=True):
            for mail in parked.select_for_update().filter(pk__in=ids):
                _erase(mail, IncomingMail.Why.TIME_RAN_OUT)
                audit.record(
                    Action.MAIL_DISCARDED,
                    actor=None,
                    subject=mail.public_id,
                    details={"why": mail.why, "reason": mail.reason},
                )
                erased += 1
    return erased


def _words(raw: bytes, facts: Facts, *, unit: UUID | None) -> MailWords:
    try:
        found = read(raw, settings.MAIL_IN_AUTHSERV_ID)
    except UnreadableMail:
        return words_as_they_came(raw)
    has_sensitive_files = facts.has_sensitive_files
    words = words_of(found, unit=unit, has_sensitive_files=has_sensitive_files)
    return words or replace(
        words_as_they_came(b""), was_exposed=has_sensitive_files, language=language_of(found)
    )


def _locked(member: Person, mail: IncomingMail) -> IncomingMail:
    parked = mail_parked_for(member).select_for_update(of=("self",)).select_related("topic__unit", "unit")
    locked = parked.filter(pk=mail.pk).first()
    if locked is None:
        raise SettledMeanwhile
    return locked


def _erase(mail: IncomingMail, why: IncomingMail.Why) -> None:
    mail.state, mail.why, mail.ended_at = IncomingMail.State.DISCARDED, why, timezone.now()
    mail.original = mail.facts = b""
    mail.save(update_fields=["state", "why", "ended_at", "original", "facts"])


@transaction.atomic(durable=True)
def _record_opened(member: UnlockedPerson[Person], mail: IncomingMail, *, whole: bool) -> None:
    audit.record(
        Action.MAIL_OPENED,
        actor=member.person.public_id,
        subject=mail.public_id,
        details={"role": member.person.role, "whole": int(whole)},
    )


@transaction.atomic(durable=True)
def _record_file(
    member: UnlockedPerson[Person], mail: IncomingMail, number: int, file: MailAttachment
) -> None:
    audit.record(
        Action.MAIL_FILE_KEPT,
        actor=member.person.public_id,
        subject=mail.public_id,
        details={"role": member.person.role, "file": number, "bytes": file.size},
    )
