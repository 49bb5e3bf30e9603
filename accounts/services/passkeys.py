"""Passkeys, added and removed by their owner."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

import audit.services as audit
from accounts import factors
from accounts.errors import ChangedElsewhere, LastWayIn, NotPermitted, WrongPasskey
from accounts.models import Person
from accounts.models.factors import Passkey
from accounts.passkeys.webauthn import Credential
from accounts.permissions import passkeys_in_use_by
from accounts.services.telling import tell
from accounts.sessions import SessionStore, end_sessions_of
from audit.actions import Action
from keys import queries
from keys import services as keys
from keys.errors import SlotChanged
from keys.queries import PasswordMark
from keys.unlocked import UnlockedPerson
from notices.models import Notice


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that a browser has just made, and how its owner calls it."""

    public_id: UUID
    label: str
    credential: Credential


@transaction.atomic(durable=True)
def add(
    *,
    holder: UnlockedPerson[Person],
    new: NewPasskey,
    slot: keys.PreparedPasskey | None,
    session: SessionStore,
) -> None:
    """Let a passkey sign its owner in, and unlock where the device computes a secret.

    slot: None where it computes none. Ends every session but this one.
    Raises NotPermitted for a visitor; WrongPasskey for one that somebody has already; ChangedElsewhere.
    """
    person = _locked(holder)
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                public_id=new.public_id,
                person=person,
                label=new.label,
                credential_id=new.credential.credential_id,
                credential=new.credential.public,
                sign_count=new.credential.sign_count,
            )
        if slot is not None:
            keys.store_passkey_slot(slot)
    except IntegrityError:
        raise WrongPasskey from None
    except SlotChanged:
        raise ChangedElsewhere from None
    _record(Action.PASSKEY_ADDED, person, passkey)
    end_sessions_of(person, but=session)
    tell(person, Notice.Kind.FACTOR_ADDED)


@transaction.atomic(durable=True)
def let_open(
    *,
    holder: UnlockedPerson[Person],
    passkey: Passkey,
    slot: keys.PreparedPasskey,
    session: SessionStore,
) -> None:
    """Let a passkey that only signed its owner in unlock too, and end every session but this one.

    Raises NotPermitted unless the holder signs in with it; ChangedElsewhere when it has a slot meanwhile, or
    the account key is not in use any more.
    """
    person = _locked(holder)
    if not passkeys_in_use_by(person).contains(passkey):
        raise NotPermitted
    try:
        with transaction.atomic():
            keys.store_passkey_slot(slot)
    except (IntegrityError, SlotChanged):
        raise ChangedElsewhere from None
    end_sessions_of(person, but=session)
    tell(person, Notice.Kind.FACTOR_ADDED)


@transaction.atomic(durable=True)
def remove(
    *,
    holder: UnlockedPerson[Person],
    passkey: Passkey,
    session: SessionStore,
    fit_alone: PasswordMark | None = None,
) -> None:
    """Let a passkey neither sign in nor unlock any more, nor open what is locked.

    Ends every session but this one.
    fit_alone: the password that the holder has just shown, and that is fit without a second factor.
    Raises NotPermitted unless it is the holder's; LastWayIn when nothing else unlocks; LastFactor for
    somebody of the agency who has no other; PasswordAlone when nothing else is asked for beside a password
    that was not shown to be fit for it.
    """
    person = _locked(holder)
    found = Passkey.objects.filter(person=person, pk=passkey.pk).first()
    if found is None:
        raise NotPermitted
    if not queries.unlocks_without_slot(person.public_id, found.public_id):
        raise LastWayIn
    if factors.is_last_passkey(person, found):
        factors.require_left(person, fit_alone=fit_alone)
    keys.remove_passkey_slot(found.public_id, person=person.public_id)
    _record(Action.PASSKEY_REMOVED, person, found)
    found.delete()
    end_sessions_of(person, but=session)
    tell(person, Notice.Kind.FACTOR_REMOVED)


def _locked(holder: UnlockedPerson[Person]) -> Person:
    person = Person.objects.select_for_update(no_key=True).get(pk=holder.person.pk)
    if person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    return person


def _record(action: Action, person: Person, passkey: Passkey) -> None:
    details = {"passkey": str(passkey.public_id)}
    audit.record(action, actor=person.public_id, subject=person.public_id, details=details)
