"""The address that a person's notices go to: confirmed by who reads the mailbox, and taken back.

An address that was only typed may be anybody's, so nothing but notices without content goes there.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts.errors import NotPermitted
from accounts.models import Person
from accounts.services.telling import tell
from audit.actions import Action
from notices import addresses, confirmations
from notices.models import Confirmation, Notice


class State(StrEnum):
    """What the link of a notice can still do."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    OVER = "over"


@dataclass(frozen=True)
class Offer:
    """What a link leads to; `hint` is most of the address hidden, and empty for a link that is over."""

    state: State
    hint: str = ""


def look_up(token: str) -> Offer:
    """Tell what the link of a notice can do, and change nothing."""
    return _offer_of(confirmations.find(token))


@transaction.atomic(durable=True)
def confirm(token: str) -> Offer:
    """Note that the address which a notice went to is its person's own, once for each link.

    A link that was used confirms nothing again after the person took it back, or has another address.
    """
    now = timezone.now()
    confirmation = confirmations.find(token)
    if confirmation is not None and confirmations.use(confirmation, now=now):
        notice = confirmation.notice
        unconfirmed = Person.objects.filter(
            public_id=notice.person,
            notice_address=notice.address,
            notice_address_confirmed_at=None,
            disabled_at=None,
        )
        if unconfirmed.update(notice_address_confirmed_at=now):
            # Whoever has the link reads the mailbox; nobody is signed in.
            details = {"notice": notice.number}
            audit.record(Action.ADDRESS_CONFIRMED, actor=None, subject=notice.person, details=details)
        confirmation.used_at = now
    return _offer_of(confirmation)


@transaction.atomic(durable=True)
def change(*, actor: Person, address: str) -> None:
    """Write to a visitor at another address from now on, or at none, and tell the address of before.

    address: as typed, which nothing but notices without content goes to until its reader confirms it; empty
    for none. Raises NotPermitted for whoever has an account: they sign in with their address.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if not person.is_visitor or person.disabled_at is not None:
        raise NotPermitted
    former = person.notice_address
    if former == address:
        return
    person.notice_address, person.notice_address_confirmed_at = address, None
    person.save(update_fields=["notice_address", "notice_address_confirmed_at"])
    if former:
        tell(person, Notice.Kind.ADDRESS_CHANGED, also_to=[former])
    audit.record(Action.NOTICE_ADDRESS_CHANGED, actor=person.public_id, subject=person.public_id)


@transaction.atomic(durable=True)
def withdraw(*, person: Person) -> None:
    """Let nothing but notices without content go to the person's address again."""
    confirmed = Person.objects.filter(pk=person.pk, notice_address_confirmed_at__isnull=False)
    if confirmed.update(notice_address_confirmed_at=None):
        audit.record(Action.ADDRESS_WITHDRAWN, actor=person.public_id, subject=person.public_id)


def _offer_of(confirmation: Confirmation | None) -> Offer:
    if confirmation is None:
        return Offer(State.OVER)
    notice = confirmation.notice
    person = Person.objects.filter(
        public_id=notice.person, notice_address=notice.address, disabled_at=None
    ).first()
    if person is None:
        return Offer(State.OVER)
    if person.notice_address_confirmed_at is not None:
        return Offer(State.CONFIRMED, addresses.hint(notice.address))
    if confirmation.used_at is not None or confirmation.expires_at <= timezone.now():
        return Offer(State.OVER)
    return Offer(State.OPEN, addresses.hint(notice.address))
