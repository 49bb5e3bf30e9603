"""A visitor makes an account of what they have: the same person, keys and threads, and a way to sign in.

Until the address is confirmed nothing has changed but that a password waits: sign-in looks people up by their
address, and a visitor has none. The reply code opens everything before and after, until the person ends it.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
import keys.services as keys
import notices.services as notices
from accounts.errors import (
    AddressHasAccount,
    ChangedElsewhere,
    NotPermitted,
    WrongConfirmation,
    WrongReplyCode,
)
from accounts.models import Person, Role, UnconfirmedAddress
from accounts.services.telling import tell
from accounts.sessions import SessionStore, end_sessions_of
from audit.actions import Action
from encryption.errors import BadCode
from keys.errors import SlotChanged
from keys.unlocked import UnlockedPerson
from notices import mailed_secrets
from notices.mailed_secrets import Use
from notices.models import Notice

FORGOTTEN_AT_ONCE = 500


def waiting_address(person: Person) -> UnconfirmedAddress | None:
    """Find the address that a visitor has asked for and not confirmed; one SQL query."""
    return UnconfirmedAddress.objects.filter(person=person, asked_at__gt=_oldest()).first()


@transaction.atomic(durable=True)
def ask(*, visitor: UnlockedPerson[Person], address: str, language: str, slot: keys.PreparedSlot) -> None:
    """Keep a visitor's password, and mail a code to the address that they want to sign in with.

    address: folded. language: that of the page, in which they are written to from now on. slot: prepared for
    this visitor. Who asks again replaces what they asked for.
    An address that has an account gets a mail that says so; to whoever asks, both are the same.
    Raises NotPermitted for whoever has an account, ChangedElsewhere when another page was first.
    """
    person = _locked_visitor(visitor.person)
    try:
        keys.store_slot(slot)
    except SlotChanged:
        raise ChangedElsewhere from None
    if person.language != language:
        person.language = language
        person.save(update_fields=["language"])
    _mail_code(person, address)


@transaction.atomic(durable=True)
def send_again(*, visitor: UnlockedPerson[Person]) -> None:
    """Mail another code, in place of the one before; raises NotPermitted when no address waits."""
    person = _locked_visitor(visitor.person)
    waiting = waiting_address(person)
    if waiting is None:
        raise NotPermitted
    _mail_code(person, waiting.address)


def person_to_confirm(typed: str) -> UUID:
    """Tell whose address this code confirms, so that they can be asked for their password; changes nothing.

    Raises WrongConfirmation.
    """
    person: UUID = _found(typed).person.public_id
    return person


@transaction.atomic(durable=True)
def confirm(*, typed: str) -> Person:
    """Make an account of the visitor whose address this code confirms, and who typed the chosen password.

    Every session that began with the reply code ends. The address of before is told too.
    Raises WrongConfirmation for everything that confirms nothing, and AddressHasAccount.
    """
    waiting = _found(typed)
    # Locked before it is looked at again, so that of two who come at once one finds nothing.
    person = Person.objects.select_for_update(no_key=True).get(pk=waiting.person_id)
    used, _by_table = UnconfirmedAddress.objects.filter(pk=waiting.pk, code_hash=waiting.code_hash).delete()
    if not used or not person.is_visitor or person.disabled_at is not None:
        raise WrongConfirmation
    former_address = person.notice_address
    person.role = Role.TAXPAYER
    person.email = person.notice_address = waiting.address
    person.notice_address_confirmed_at = timezone.now()
    person.policy_version = settings.POLICY_VERSION
    # Of the reply code; the account begins with nothing.
    person.last_login = None
    try:
        with transaction.atomic():
            person.save(
                update_fields=[
                    "role",
                    "email",
                    "notice_address",
                    "notice_address_confirmed_at",
                    "policy_version",
                    "last_login",
                ]
            )
    except IntegrityError:
        raise AddressHasAccount from None
    end_sessions_of(person)
    tell(person, Notice.Kind.ACCOUNT_MADE, also_to=[former_address])
    audit.record(Action.ACCOUNT_MADE, actor=person.public_id, subject=person.public_id)
    return person


@transaction.atomic(durable=True)
def end_reply_code(*, holder: UnlockedPerson[Person], session: SessionStore) -> None:
    """End the reply code of somebody who has an account, and every session but this one.

    Raises NotPermitted for a visitor, who would have no way in any more.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=holder.person.pk)
    if not person.has_account:
        raise NotPermitted
    ended = keys.end_slots(actor=person.public_id, person=person.public_id, kinds=[keys.SlotKind.REPLY_CODE])
    if ended:
        end_sessions_of(person, but=session)
        tell(person, Notice.Kind.REPLY_CODE_ENDED)


def lock_visitor(visitor: Person) -> Person:
    """Hold a visitor's row until the end of the transaction, which this belongs inside of.

    Raises WrongReplyCode when they are no visitor any more.
    """
    try:
        return _locked_visitor(visitor)
    except NotPermitted:
        raise WrongReplyCode from None


def end_visitor(*, actor: UUID, visitor: Person) -> None:
    """End a visitor whose threads went to an account: no code opens them, and nothing is sealed to them.

    Belongs inside the transaction that moves the threads, with the visitor's row held.
    """
    UnconfirmedAddress.objects.filter(person=visitor).delete()
    keys.end_person(actor=actor, person=visitor.public_id)
    visitor.disabled_at = timezone.now()
    visitor.save(update_fields=["disabled_at"])
    end_sessions_of(visitor)


def forget_unconfirmed() -> None:
    """Delete addresses that nobody confirmed in time, and the passwords that waited with them."""
    late = UnconfirmedAddress.objects.filter(asked_at__lte=_oldest())
    for waiting in late[:FORGOTTEN_AT_ONCE]:
        with transaction.atomic(durable=True):
            person = Person.objects.select_for_update(no_key=True).get(pk=waiting.person_id)
            forgotten, _by_table = late.filter(pk=waiting.pk).delete()
            if forgotten:
                keys.end_slots(actor=None, person=person.public_id, kinds=[keys.SlotKind.PASSWORD])


def _oldest() -> datetime:
    return timezone.now() - settings.ACCOUNT_CONFIRMATION_LASTS


def _locked_visitor(visitor: Person) -> Person:
    # Whoever leaves a receipt refers to the person's row: a full lock would make them wait, and deadlock.
    person = Person.objects.select_for_update(no_key=True).get(pk=visitor.pk)
    if not person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    return person


def _mail_code(person: Person, address: str) -> None:
    about, code = uuid4(), mailed_secrets.new_code(Use.ACCOUNT_CODE)
    UnconfirmedAddress.objects.update_or_create(
        person=person,
        defaults={
            "public_id": about,
            "address": address,
            "code_hash": mailed_secrets.hashed(Use.ACCOUNT_CODE, code),
            "asked_at": timezone.now(),
        },
    )
    holder = Person.objects.filter(email=address).first()
    notices.enqueue_notice(
        Notice.Kind.ADDRESS_HAS_ACCOUNT if holder else Notice.Kind.CONFIRM_ADDRESS,
        person=person.public_id,
        address=address,
        # Whoever reads that mailbox, not whoever asked.
        language=(holder or person).language,
        about=about,
        # Sealed for both, so that both take the same time; the mail about an account does not show it.
        token=code,
    )
    audit.record(Action.ACCOUNT_ASKED_FOR, actor=person.public_id, subject=person.public_id)


def _found(typed: str) -> UnconfirmedAddress:
    try:
        code_hash = mailed_secrets.hashed_as_typed(Use.ACCOUNT_CODE, typed)
    except BadCode:
        raise WrongConfirmation from None
    waiting = (
        UnconfirmedAddress.objects.filter(code_hash=code_hash, asked_at__gt=_oldest())
        .select_related("person")
        .first()
    )
    if waiting is None:
        raise WrongConfirmation
    return waiting
