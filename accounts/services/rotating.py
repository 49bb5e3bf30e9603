"""New keys for somebody who is signed in, in the place of those that somebody may know."""

from django.db import transaction

import keys.services as keys
from accounts import browsers, factors
from accounts.errors import ChangedElsewhere
from accounts.models import Person, Unit
from accounts.services.password_resets import withdraw_reset
from accounts.services.telling import tell
from accounts.sessions import end_sessions_of
from keys.account_keys import AccountKey
from keys.errors import SlotChanged
from keys.unlocked import UnlockedPerson
from notices.models import Notice


@transaction.atomic(durable=True)
def rotate(
    *,
    holder: UnlockedPerson[Person],
    account_key: AccountKey,
    slot: keys.PreparedSlot,
    is_fit_alone: bool,
    browser: str = "",
) -> tuple[Person, keys.Rotated]:
    """Change account key and person keys; every session and every other way to unlock ends.

    No browser is remembered any more but this one, of which browser is what `browsers.token_hash` gives.
    account_key: a new one. slot: the password that opens it from now on. is_fit_alone: whether the person
    might have that password without a second factor.
    Gives the person, as a new session needs them, and what has ended and was carried on.
    Raises ChangedElsewhere when another page was first; nothing is changed then.
    """
    person = hold(holder.person)
    factors.require_for_password(person, is_fit_alone=is_fit_alone)
    try:
        rotated = keys.rotate_keys(holder=holder, account_key=account_key, slot=slot)
    except SlotChanged:
        raise ChangedElsewhere from None
    withdraw_reset(person)
    end_sessions_of(person)
    browsers.forget_all(person, but=browser)
    tell(person, Notice.Kind.PASSWORD_CHANGED)
    return person, rotated


def hold(person: Person) -> Person:
    """Hold a person's row, and then those of their units, so that no epoch is made for keys that change.

    Belongs inside a transaction. Raises ChangedElsewhere for somebody who was disabled meanwhile.
    """
    held = Person.objects.select_for_update(no_key=True).filter(pk=person.pk, disabled_at=None).first()
    if held is None:
        raise ChangedElsewhere
    units = Unit.objects.filter(memberships__person=held).order_by("pk")
    list(
        Unit.objects.select_for_update(no_key=True)
        .filter(pk__in=list(units.values_list("pk", flat=True)))
        .order_by("pk")
    )
    return held
