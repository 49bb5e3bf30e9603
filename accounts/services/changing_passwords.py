"""One password in the place of another, for somebody whose account is open."""

from django.db import transaction

import audit.services as audit
import keys.services as keys
from accounts import browsers, factors
from accounts.errors import ChangedElsewhere, NotPermitted
from accounts.models import PasswordReset, Person
from accounts.services.password_resets import use, withdraw_reset
from accounts.services.telling import tell
from accounts.sessions import SessionStore, end_sessions_of
from audit.actions import Action
from keys.errors import SlotChanged
from keys.unlocked import UnlockedPerson
from notices.models import Notice


@transaction.atomic(durable=True)
def change(
    *,
    holder: UnlockedPerson[Person],
    slot: keys.PreparedSlot,
    session: SessionStore,
    is_fit_alone: bool,
    browser: str = "",
    by: PasswordReset | None = None,
) -> None:
    """Store a prepared password, end every session but this one, and tell the person.

    No browser is remembered any more but this one: whoever knew the password before may have had theirs.
    is_fit_alone: whether the person might have it without a second factor.
    browser: what `browsers.token_hash` gives of this one.
    by: the mailed link that allows it, which is used up; None for whoever has proved otherwise who they are.
    Raises WrongReset, NotPermitted for a visitor, who has no password, and ChangedElsewhere when another page
    was first, as when it removed the factor beside which alone the password is fit.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=holder.person.pk)
    if person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    factors.require_for_password(person, is_fit_alone=is_fit_alone)
    if by is not None:
        use(by, person)
    try:
        keys.store_slot(slot)
    except SlotChanged:
        raise ChangedElsewhere from None
    withdraw_reset(person)
    end_sessions_of(person, but=session)
    browsers.forget_all(person, but=browser)
    tell(person, Notice.Kind.PASSWORD_CHANGED)
    audit.record(Action.PASSWORD_CHANGED, actor=person.public_id, subject=person.public_id)
