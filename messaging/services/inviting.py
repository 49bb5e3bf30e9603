"""Inviting a member of the public to a thread, and giving them what waits when they come in."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
from accounts.models import Person, Unit, canonical_email
from accounts.permissions import units_of
from accounts.services import invitations, outsiders
from accounts.services.invitations import Invited
from accounts.services.outsiders import Way
from audit.actions import Action
from encryption.codes import ReplyCode
from keys import envelopes
from keys.errors import KeysError
from keys.unlocked import UnlockedPerson
from messaging import queries
from messaging.channel import Decision
from messaging.errors import CannotSeal, DraftChanged, NotPermitted, NotVouchedFor
from messaging.models import Message, Thread, Topic, Vouching, Wrap
from messaging.permissions import threads_invited_to_by, topics_answered_by
from messaging.services import unreached
from messaging.services.opening import report, require_holder
from messaging.services.restricting import restrict_by_screening
from messaging.services.starting import start_thread_to
from messaging.services.storing import stored
from messaging.services.vouching import Vouched, vouch
from screening import Document


@dataclass(frozen=True)
class FirstWords:
    """What an officer writes to somebody who is invited; `message_id` makes one page begin one thread.

    name: of the person, as the unit sees it.
    """

    message_id: UUID
    name: str
    subject: str
    text: str

    def document(self) -> Document:
        """Present the words to screening."""
        return Document(
            subject=self.subject,
            text=self.text,
            names=(self.name,),
            is_to_one_person=True,
            person=self.name,
        )


@dataclass(frozen=True, repr=False)
class InvitedTo:
    """The thread that somebody was invited to; invited: None where the same page had done it before."""

    thread: Thread
    invited: Invited | None

    def __reduce__(self) -> NoReturn:
        raise TypeError("a PIN is not pickled or copied")


def invite(
    *,
    officer: UnlockedPerson[Person],
    topic: Topic,
    words: FirstWords,
    decision: Decision,
    way: Way,
    address: str,
    language: str,
) -> InvitedTo:
    """Begin a thread with somebody who has no way in yet, and invite them to it.

    decision: what the channel rule said of exactly these words, for the unit of `topic`. address: where the
    notice goes; empty where the officer brings both halves. language: in which the person is written to. The
    same page sent twice invites once. Raises NotPermitted, DraftChanged, NotAHolder, CannotSeal,
    accounts.errors.TooBusy; nothing is stored then.
    """
    repeated = _begun_before(officer, words)
    if repeated is not None:
        return InvitedTo(repeated, None)
    if not topics_answered_by(officer.person).contains(topic):
        raise NotPermitted
    if decision.content_hash != words.document().content_hash():
        raise DraftChanged
    prepared = outsiders.prepare(address, language)
    try:
        return _begin(officer, topic, words, decision, way, prepared)
    except IntegrityError:
        # The same page, sent twice at once: the other one came first.
        repeated = _begun_before(officer, words)
        if repeated is None:
            raise
        return InvitedTo(repeated, None)


def invite_again(
    *,
    officer: UnlockedPerson[Person],
    thread: Thread,
    way: Way,
    address: str,
    language: str,
    vouched: Vouched | None,
) -> Invited:
    """Give a visitor another way in, in the place of a lost code or an invitation that did not arrive.

    What opened them before opens nothing any more. The messages of their threads that the officer's units
    answer are wrapped for the new keys at once. vouched: needed, with a reason, when they have come in
    before.
    Raises NotPermitted, NotAHolder, NotVouchedFor, NoReason, CannotSeal, accounts.errors.NotInvited, TooBusy;
    nothing is changed then.
    """
    prepared = invitations.prepare(thread.taxpayer)
    with transaction.atomic(durable=True):
        person = outsiders.lock(thread.taxpayer)
        if not threads_invited_to_by(officer.person).contains(thread):
            raise NotPermitted
        require_holder(officer, thread.unit)
        if vouched is None and queries.has_come_in(person):
            raise NotVouchedFor
        if vouched is not None and vouched.means == Vouching.Means.ON_FILE:
            _require_on_file(person, thread, way, address)
        invited = outsiders.store_again(
            officer.person,
            person,
            prepared,
            way=way,
            address=address,
            language=language,
            has_link=thread.unit.notices_have_link,
            has_come_in=vouched is not None,
        )
        unreached.look_later_at_invitation(invited.public_id)
        if vouched is not None:
            vouch(officer.person, person, thread.unit, vouched)
        _wrap_again(officer, person, units=list(units_of(officer.person)))
    return invited


def _require_on_file(person: Person, thread: Thread, way: Way, address: str) -> None:
    """Refuse what somebody may have asked for by telephone: the portal has to have listed it itself.

    Another address for notices comes from somebody who asked. person: locked.
    """
    # In the order of `_wrap_again`: whoever opens or lists a thread holds its row.
    list(Thread.objects.select_for_update().filter(taxpayer=person).order_by("pk").values_list("pk"))
    is_other = canonical_email(address) not in ("", person.notice_address)
    if is_other or way is not Way.LETTER or not queries.is_unreached(thread):
        raise NotVouchedFor


@transaction.atomic(durable=True)
def revoke_invitation(*, officer: Person, thread: Thread) -> None:
    """Take back the invitation of a thread's person; raises NotPermitted, accounts.errors.NotInvited."""
    person = outsiders.lock(thread.taxpayer)
    if not threads_invited_to_by(officer).contains(thread):
        raise NotPermitted
    outsiders.revoke(actor=officer, person=person)


@transaction.atomic(durable=True)
def take_up(*, invited: UnlockedPerson[Person], invitation: UUID, form_secret: bytes, language: str) -> None:
    """Let an invited person in: the reply code of their form in the place of the invitation, new keys, and
    every message that waited wrapped for them.

    Raises accounts.errors.WrongInvitation when it has ended meanwhile; nothing is changed then.
    """
    code = ReplyCode.from_form_secret(form_secret)
    person = outsiders.accept(invited=invited, slot_id=invitation, code=code, language=language)
    _wrap_again(invited, person)


def code_of(form_secret: bytes) -> str:
    """Write the reply code that comes from the secret of a form."""
    return ReplyCode.from_form_secret(form_secret).text


@transaction.atomic(durable=True)
def _begin(
    officer: UnlockedPerson[Person],
    topic: Topic,
    words: FirstWords,
    decision: Decision,
    way: Way,
    prepared: outsiders.PreparedOutsider,
) -> InvitedTo:
    invited = outsiders.store(officer.person, prepared, way, has_link=topic.unit.notices_have_link)
    unreached.look_later_at_invitation(invited.public_id)
    try:
        thread = start_thread_to(
            officer=officer,
            taxpayer=prepared.person,
            topic=topic,
            content=envelopes.Content(subject=words.subject, text=words.text, author_name=words.name),
            message_id=words.message_id,
            sent_at=timezone.now(),
        )
    except KeysError as error:
        raise CannotSeal from error
    audit.record(
        Action.CHANNEL_DECIDED,
        actor=officer.person.public_id,
        subject=words.message_id,
        details=decision.audit_details(),
    )
    if decision.strength == "restricted":
        restrict_by_screening(thread)
    return InvitedTo(thread, invited)


def _begun_before(officer: UnlockedPerson[Person], words: FirstWords) -> Thread | None:
    message = Message.objects.filter(public_id=words.message_id).select_related("thread").first()
    if message is None:
        return None
    if message.sender_id != officer.person.public_id or message.sequence != 1:
        raise NotPermitted
    return message.thread


def _wrap_again(
    holder: UnlockedPerson[Person], person: Person, *, units: Collection[Unit] | None = None
) -> None:
    """Wrap what `holder` opens of a person's threads for the keys that the person has now.

    What does not open is reported, and left: the unit can open it once it is mended. units: those whose
    threads are meant; all where it is not given. Belongs inside the transaction that made the keys.
    """
    # Locked, so that an answer comes either before, and is wrapped too, or after, and goes to the new keys.
    theirs = Thread.objects.filter(taxpayer=person)
    theirs = theirs if units is None else theirs.filter(unit__in=units)
    ids = list(theirs.select_for_update().order_by("pk").values_list("pk", flat=True))
    for thread in Thread.objects.filter(pk__in=ids).select_related("taxpayer", "unit").order_by("pk"):
        messages = queries.messages_of(thread)
        wraps = envelopes.wrap_for(holder, stored(messages), person=person.public_id)
        made = [(message, wrap) for message, wrap in zip(messages, wraps, strict=True) if wrap is not None]
        Wrap.objects.bulk_create(
            Wrap(message=message, key_id=wrap.key_id, wrapped=wrap.wrapped) for message, wrap in made
        )
        hidden = [message for message, wrap in zip(messages, wraps, strict=True) if wrap is None]
        report(holder, [(message.public_id, thread.public_id) for message in hidden])
        audit.record(
            Action.THREAD_OPENED_TO_NEW_KEYS,
            actor=holder.person.public_id,
            subject=thread.public_id,
            details={"person": str(person.public_id), "messages": len(made)},
        )
