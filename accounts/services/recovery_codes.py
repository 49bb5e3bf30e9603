"""Recovery codes: made by their owner, replaced when they are used, removed."""

from django.db import transaction

import audit.services as audit
from accounts.errors import ChangedElsewhere, LastWayIn, NotPermitted, WrongRecoveryCode
from accounts.models import Person
from accounts.services.telling import tell
from accounts.sessions import SessionStore, end_sessions_of
from audit.actions import Action
from keys import queries
from keys import services as keys
from keys.errors import SlotChanged
from keys.unlocked import UnlockedPerson
from notices.models import Notice


@transaction.atomic(durable=True)
def make(*, holder: UnlockedPerson[Person], prepared: keys.PreparedRecovery, session: SessionStore) -> None:
    """Let a new recovery code open the holder's account, in the place of the one before.

    Ends every session but this one. Raises NotPermitted for a visitor, ChangedElsewhere when the account key
    is not in use any more.
    """
    person = _locked(holder)
    try:
        keys.store_recovery_slot(prepared)
    except SlotChanged:
        raise ChangedElsewhere from None
    end_sessions_of(person, but=session)
    tell(person, Notice.Kind.FACTOR_ADDED)


@transaction.atomic(durable=True)
def replace_used(*, person: Person, prepared: keys.PreparedRecovery) -> None:
    """Put the prepared code in the place of the one by which this person is just coming in.

    Ends every session: whoever needs a recovery code may have lost a device that is still signed in.
    Raises WrongRecoveryCode when somebody used the code at the same moment, or the person may not come in.
    """
    locked = Person.objects.select_for_update(no_key=True).filter(pk=person.pk, disabled_at=None).first()
    if locked is None:
        raise WrongRecoveryCode
    try:
        keys.store_recovery_slot(prepared)
    except SlotChanged:
        raise WrongRecoveryCode from None
    audit.record(Action.RECOVERY_CODE_USED, actor=locked.public_id, subject=locked.public_id)
    end_sessions_of(locked)
    tell(locked, Notice.Kind.RECOVERY_CODE_USED)


@transaction.atomic(durable=True)
def remove(*, holder: UnlockedPerson[Person], session: SessionStore) -> None:
    """Let the holder's recovery code open nothing any more, and end every session but this one.

    Raises NotPermitted for a visitor, LastWayIn when nothing else opens the account, ChangedElsewhere when
    there is no recovery code.
    """
    person = _locked(holder)
    if not queries.unlocks_without(person.public_id, keys.SlotKind.RECOVERY):
        raise LastWayIn
    kinds = [keys.SlotKind.RECOVERY]
    if not keys.end_slots(actor=person.public_id, person=person.public_id, kinds=kinds):
        raise ChangedElsewhere
    end_sessions_of(person, but=session)
    tell(person, Notice.Kind.FACTOR_REMOVED)


def _locked(holder: UnlockedPerson[Person]) -> Person:
    person = Person.objects.select_for_update(no_key=True).get(pk=holder.person.pk)
    if person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    return person
