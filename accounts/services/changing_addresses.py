"""Somebody who has an account changes the address that they sign in with, which their notices go to as well.

Nothing changes before a code that was mailed to the new address comes back. An address that has an account
looks like one that has none: its reader is told by mail, and whoever asked is not.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
import notices.services as notices
from accounts.errors import AddressHasAccount, NotPermitted, WrongConfirmation
from accounts.models import AddressChange, MailedLink, Person
from accounts.services import making_accounts
from accounts.services.password_resets import withdraw_reset
from accounts.services.telling import tell
from accounts.sessions import end_sessions_of
from audit.actions import Action
from encryption.errors import BadCode
from notices import mailed_secrets
from notices.mailed_secrets import Use
from notices.models import Notice


def waiting_change(person: Person) -> AddressChange | None:
    """Find the change that a person has asked for and not confirmed; one SQL query."""
    return AddressChange.objects.filter(person=person, asked_at__gt=_oldest()).first()


@transaction.atomic(durable=True)
def ask(*, actor: Person, address: str) -> None:
    """Mail a code to the address that somebody wants to sign in with from now on.

    address: folded. Who asks again replaces what they asked for. Raises NotPermitted for whoever has no
    account of the public: staff sign in with the address that they were invited with.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if not person.has_account or person.disabled_at is not None:
        raise NotPermitted
    about, code = uuid4(), mailed_secrets.new_code(Use.ACCOUNT_CODE)
    AddressChange.objects.update_or_create(
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
        language=(holder or person).language,
        about=about,
        # Sealed for both, so that both take the same time; the mail about an account does not show it.
        token=code,
    )
    audit.record(Action.ADDRESS_CHANGE_ASKED_FOR, actor=person.public_id, subject=person.public_id)


def person_to_confirm(typed: str) -> UUID:
    """Tell whose account a code is about, so that they can be asked for their password; changes nothing.

    Raises WrongConfirmation.
    """
    change = _found(typed)
    if change is None:
        return making_accounts.person_to_confirm(typed)
    person: UUID = change.person.public_id
    return person


def confirm(*, typed: str) -> Person:
    """Do what the code of a mail confirms: that an account is made, or that its address changes.

    Gives whose it is, as a new session needs them. Ask for their password before. Raises WrongConfirmation
    for everything that confirms nothing, and AddressHasAccount.
    """
    return _change(typed) if _is_change(typed) else making_accounts.confirm(typed=typed)


@transaction.atomic(durable=True)
def withdraw(*, actor: Person) -> None:
    """Take back a change that was asked for; its code confirms nothing any more."""
    AddressChange.objects.filter(person=actor).delete()


def forget_unconfirmed() -> None:
    """Delete the changes that nobody confirmed in time; the worker's housekeeping calls this."""
    AddressChange.objects.filter(asked_at__lte=_oldest()).delete()


@transaction.atomic(durable=True)
def _change(typed: str) -> Person:
    """Let the person sign in with the new address; every session ends, and both addresses are told."""
    change = _found(typed)
    if change is None:
        raise WrongConfirmation
    # Locked before it is looked at again, so that of two who come at once one finds nothing.
    person = Person.objects.select_for_update(no_key=True).get(pk=change.person_id)
    used, _by_table = AddressChange.objects.filter(pk=change.pk, code_hash=change.code_hash).delete()
    if not used or not person.has_account or person.disabled_at is not None:
        raise WrongConfirmation
    former = [str(person.email), person.notice_address]
    person.email = person.notice_address = change.address
    person.notice_address_confirmed_at = timezone.now()
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "notice_address", "notice_address_confirmed_at"])
    except IntegrityError:
        raise AddressHasAccount from None
    # What was mailed to the old address opens the way in no more.
    MailedLink.objects.filter(person=person).delete()
    withdraw_reset(person)
    end_sessions_of(person)
    tell(person, Notice.Kind.ADDRESS_CHANGED, also_to=former)
    audit.record(Action.ADDRESS_CHANGED, actor=person.public_id, subject=person.public_id)
    return person


def _is_change(typed: str) -> bool:
    try:
        return _found(typed) is not None
    except WrongConfirmation:
        return False


def _found(typed: str) -> AddressChange | None:
    try:
        code_hash = mailed_secrets.hashed_as_typed(Use.ACCOUNT_CODE, typed)
    except BadCode:
        raise WrongConfirmation from None
    found = AddressChange.objects.filter(code_hash=code_hash, asked_at__gt=_oldest())
    return found.select_related("person").first()


def _oldest() -> datetime:
    return timezone.now() - settings.ACCOUNT_CONFIRMATION_LASTS
