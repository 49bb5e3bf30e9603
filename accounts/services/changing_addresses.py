"""Somebody changes the address that they sign in with, which their notices go to as well.

Nothing changes before a code that was mailed to the new address comes back; of somebody of the agency, also
one from the old address, unless an administrator started it for them. An address that has an account looks
like one that has none: its reader is told by mail, and whoever asked is not.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

import audit.services as audit
import notices.services as notices
from accounts.errors import AddressHasAccount, NothingToReset, NotPermitted, WrongConfirmation
from accounts.models import AddressChange, MailedLink, Person
from accounts.services import former_addresses, making_accounts
from accounts.services.managing import lock_managed
from accounts.services.password_resets import withdraw_reset
from accounts.services.telling import tell
from accounts.sessions import end_sessions_of
from audit.actions import Action
from encryption.errors import BadCode
from keys.queries import with_password
from notices import mailed_secrets
from notices.mailed_secrets import Use
from notices.models import Notice


def waiting_change(person: Person) -> AddressChange | None:
    """Find the change that a person has asked for and not confirmed; one SQL query."""
    return AddressChange.objects.filter(person=person, asked_at__gt=_oldest()).first()


@transaction.atomic(durable=True)
def ask(*, actor: Person, address: str) -> None:
    """Mail a code to the address that somebody wants to sign in with from now on.

    address: folded. Who asks again replaces what they asked for. Somebody of the agency confirms it at the
    address of before too. Raises NotPermitted for visitors, who have no address to sign in with.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    _mail_codes(person, address, started_by=None)


@transaction.atomic(durable=True)
def start(*, actor: Person, person: Person, address: str) -> None:
    """Mail a code to the new address of somebody whom `actor` manages, and who cannot read the old one.

    The person confirms it with their own password, and both addresses are told: whoever starts this comes in
    nowhere. Raises NotPermitted; NothingToReset for who has not come in yet or is disabled.
    """
    person = lock_managed(actor, person)
    if person.pk == actor.pk:
        raise NotPermitted
    if person.disabled_at is not None or not with_password([person.public_id]):
        raise NothingToReset
    _mail_codes(person, address, started_by=actor)


def person_to_confirm(typed: str) -> UUID:
    """Tell whose account a code is about, so that they can be asked for their password; changes nothing.

    Raises WrongConfirmation.
    """
    change = _found(typed)
    if change is None:
        return making_accounts.person_to_confirm(typed)
    person: UUID = change.person.public_id
    return person


def confirm(*, typed: str) -> Person | None:
    """Do what the code of a mail confirms: that an account is made, or that its address changes.

    Gives whose it is, as a new session needs them; None while the other address has not confirmed yet. Ask
    for their password before. Raises WrongConfirmation for everything that confirms nothing, and
    AddressHasAccount.
    """
    return _change(typed) if _is_change(typed) else making_accounts.confirm(typed=typed)


@transaction.atomic(durable=True)
def withdraw(*, actor: Person) -> None:
    """Take back a change that was asked for; its code confirms nothing any more."""
    AddressChange.objects.filter(person=actor).delete()


def forget_unconfirmed() -> None:
    """Delete the changes that nobody confirmed in time; the worker's housekeeping calls this."""
    AddressChange.objects.filter(asked_at__lte=_oldest()).delete()


def _mail_codes(person: Person, address: str, *, started_by: Person | None) -> None:
    """Promise the mails of a change, in the place of one that was asked for before."""
    about, code, former_code = uuid4(), *(mailed_secrets.new_code(Use.ACCOUNT_CODE) for _ in range(2))
    confirms_both = person.is_staff_member and started_by is None
    AddressChange.objects.update_or_create(
        person=person,
        defaults={
            "public_id": about,
            "address": address,
            "code_hash": mailed_secrets.hashed(Use.ACCOUNT_CODE, code),
            "former_code_hash": mailed_secrets.hashed(Use.ACCOUNT_CODE, former_code)
            if confirms_both
            else None,
            "confirmed_at": None,
            "former_confirmed_at": None,
            "started_by": started_by,
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
    if confirms_both:
        notices.enqueue_notice(
            Notice.Kind.CONFIRM_FORMER_ADDRESS,
            person=person.public_id,
            address=str(person.email),
            language=person.language,
            about=about,
            token=former_code,
        )
    audit.record(
        Action.ADDRESS_CHANGE_ASKED_FOR,
        actor=(started_by or person).public_id,
        subject=person.public_id,
    )


@transaction.atomic(durable=True)
def _change(typed: str) -> Person | None:
    """Note what a code confirms; with the last one the person signs in with the new address from now on.

    Every session ends then, and both addresses are told.
    """
    code_hash = _hashed(typed)
    change = _found(typed)
    if change is None:
        raise WrongConfirmation
    # Locked before it is looked at again, so that of two who come at once one finds nothing.
    person = Person.objects.select_for_update(no_key=True).get(pk=change.person_id)
    held = AddressChange.objects.select_for_update(of=("self",)).filter(pk=change.pk)
    change = held.filter(_by_code(code_hash)).select_related("started_by").first()
    if change is None or person.is_visitor or person.disabled_at is not None or not _may_still(change):
        raise WrongConfirmation
    if bytes(change.code_hash) == code_hash:
        change.confirmed_at = timezone.now()
    else:
        change.former_confirmed_at = timezone.now()
    if not change.is_confirmed:
        change.save(update_fields=["confirmed_at", "former_confirmed_at"])
        return None
    change.delete()
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
    former_addresses.note(person, former)
    tell(person, Notice.Kind.ADDRESS_CHANGED, also_to=former)
    audit.record(Action.ADDRESS_CHANGED, actor=person.public_id, subject=person.public_id)
    return person


def _is_change(typed: str) -> bool:
    try:
        return _found(typed) is not None
    except WrongConfirmation:
        return False


def _found(typed: str) -> AddressChange | None:
    found = AddressChange.objects.filter(_by_code(_hashed(typed)), asked_at__gt=_oldest())
    return found.select_related("person").first()


def _hashed(typed: str) -> bytes:
    try:
        return mailed_secrets.hashed_as_typed(Use.ACCOUNT_CODE, typed)
    except BadCode:
        raise WrongConfirmation from None


def _by_code(code_hash: bytes) -> Q:
    return Q(code_hash=code_hash) | Q(former_code_hash=code_hash)


def _may_still(change: AddressChange) -> bool:
    """Tell whether whoever started a change for somebody else still manages people."""
    return change.started_by is None or (change.started_by.manages_people and change.started_by.is_active)


def _oldest() -> datetime:
    return timezone.now() - settings.ACCOUNT_CONFIRMATION_LASTS
