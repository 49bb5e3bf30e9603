"""A new beginning for somebody who has lost every way to unlock, and what becomes of it when one turns up.

The account is empty then: what was sealed to the keys of before waits until an old slot turns up, or until
members of the units that hold it too have made sure who it is. Higher apps say what that means for theirs.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.services as audit
import keys.services as keys
from accounts import browsers, password_rules
from accounts.errors import ChangedElsewhere, TooBusy, WrongOldSecret
from accounts.models import Membership, Person, Proposal
from accounts.models.factors import Authenticator
from accounts.permissions import passkeys_in_use_by, passkeys_of
from accounts.services import telling
from accounts.services.former_addresses import former_addresses_of
from accounts.services.rotating import hold
from accounts.services.withdrawing import end_proposal
from accounts.sessions import end_sessions_of
from audit.actions import Action
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, WrongSecret
from keys.errors import TooBusy as KeysTooBusy
from keys.queries import dormant_slots_of, holders_of
from keys.unlocked import UnlockedPerson
from notices.models import Notice

# Is told whose keys were reset, by whom that was begun, and which of their keys went dormant.
AfterReset = Callable[[Person, Person | None, str], None]
# Is told who has revived which of their keys.
AfterRevival = Callable[[Person, Collection[str]], None]
_after_reset: list[AfterReset] = []
_after_revival: list[AfterRevival] = []


@dataclass(frozen=True, repr=False)
class PreparedReset:
    """A reset whose slow work is done and of which nothing is stored yet."""

    person: Person
    account_key: AccountKey
    slot: keys.PreparedSlot

    def __reduce__(self) -> NoReturn:
        raise TypeError("a prepared reset is not pickled or copied")


def register_after_reset(hook: AfterReset) -> None:
    """Have a higher app lock what was sealed to somebody, in the transaction of the reset."""
    _after_reset.append(hook)


def register_after_revival(hook: AfterRevival) -> None:
    """Have a higher app unlock what opens again, in the transaction of the revival."""
    _after_revival.append(hook)


def prepare_reset(person: Person, password: str) -> PreparedReset:
    """Derive the password of somebody who begins anew; stores nothing.

    Slow: belongs outside of transactions. Raises UnfitPassword, TooBusy.
    """
    password_rules.check(password, known=(), person=person, stands_alone=True)
    account_key = AccountKey.generate()
    try:
        slot = keys.prepare_reset_slot(account_key, person.public_id, password)
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None
    return PreparedReset(person, account_key, slot)


def store_reset(prepared: PreparedReset, *, started_by: Person | None) -> None:
    """Let somebody in anew who can open nothing: with the new password, and an account that is empty.

    started_by: who began it, when that was somebody else: they may not confirm who the person is. What the
    person showed beside the password counts no more then, for whoever lost everything has lost that as well.
    Every session ends, and no browser is remembered. Members of units are asked for what was theirs: for
    threads by what `messaging` has registered, for the keys of units by a proposal. Every address that is or
    was the person's is told.
    Belongs inside the transaction that has used up what allowed the reset. Raises ChangedElsewhere.
    """
    person = hold(prepared.person)
    try:
        dormant = keys.reset_keys(
            person=person.public_id, account_key=prepared.account_key, slot=prepared.slot
        )
    except SlotChanged:
        raise ChangedElsewhere from None
    end_sessions_of(person)
    browsers.forget_all(person)
    if started_by is not None:
        _forget_factors(person, started_by)
    _ask_for_unit_keys(person)
    for hook in _after_reset:
        hook(person, started_by, dormant)
    telling.tell(person, Notice.Kind.PASSWORD_RESET, also_to=former_addresses_of(person))
    audit.record(
        Action.PERSON_RESET,
        actor=started_by.public_id if started_by else None,
        subject=person.public_id,
        details={"key_id": dormant},
    )


@transaction.atomic(durable=True)
def revive(*, holder: UnlockedPerson[Person], account_key: AccountKey, old: AccountKey, slot: UUID) -> int:
    """Open again what an old slot still opens; tells how many generations came back.

    account_key: the one in use. old: what the slot has opened, when its owner typed it in this request.
    Raises WrongOldSecret, ChangedElsewhere; nothing is changed then.
    """
    person = hold(holder.person)
    try:
        revived = keys.revive(holder=holder, account_key=account_key, old=old, slot_id=slot)
    except WrongSecret:
        raise WrongOldSecret from None
    except SlotChanged:
        raise ChangedElsewhere from None
    _forget_spent_passkeys(person)
    _take_back_requests(person)
    for hook in _after_revival:
        hook(person, revived)
    return len(revived)


def _take_back_requests(person: Person) -> None:
    """End what the person asks for themselves, where they hold the unit's key again."""
    requests = Proposal.objects.filter(person=person, proposed_by=person, ended_at=None)
    waiting = list(requests.select_related("person", "unit"))
    holders = holders_of([proposal.unit.public_id for proposal in waiting])
    for proposal in waiting:
        if person.public_id in holders.get(proposal.unit.public_id, ()):
            end_proposal(proposal, Proposal.Outcome.WITHDRAWN, person)


def _forget_factors(person: Person, started_by: Person) -> None:
    """Ask for no app and no passkey of before; an administrator keeps theirs.

    Else one administrator, with another's mailbox, would count as the two who make a third. A passkey that
    may still open what is locked stays for that, and signs nobody in.
    """
    if person.manages_people:
        return
    waiting = dormant_slots_of(person.public_id)
    apps, passkeys = Authenticator.objects.filter(person=person), passkeys_in_use_by(person)
    ended = [(Action.AUTHENTICATOR_REMOVED, {"authenticator": str(app.public_id)}) for app in apps]
    for passkey in passkeys:
        action = Action.PASSKEY_RETIRED if passkey.public_id in waiting else Action.PASSKEY_REMOVED
        ended.append((action, {"passkey": str(passkey.public_id)}))
    for action, details in ended:
        audit.record(action, actor=started_by.public_id, subject=person.public_id, details=details)
        telling.tell(person, Notice.Kind.FACTOR_REMOVED)
    apps.delete()
    passkeys.filter(public_id__in=waiting).update(dormant_at=timezone.now())
    passkeys.delete()


def _forget_spent_passkeys(person: Person) -> None:
    """Delete the dormant passkeys for which nothing waits any more."""
    dormant = passkeys_of(person).filter(dormant_at__isnull=False)
    spent = dormant.exclude(public_id__in=dormant_slots_of(person.public_id))
    owner = person.public_id
    for passkey in spent:
        details = {"passkey": str(passkey.public_id)}
        audit.record(Action.PASSKEY_REMOVED, actor=owner, subject=owner, details=details)
    spent.delete()


def _ask_for_unit_keys(person: Person) -> None:
    """Put the person before the colleagues of each of their units, as somebody to be let in to its key.

    They stand there as their own proposer, so that nobody lets themselves in.
    """
    for membership in Membership.objects.filter(person=person).select_related("unit").order_by("pk"):
        _, is_new = Proposal.objects.get_or_create(
            unit=membership.unit, person=person, ended_at=None, defaults={"proposed_by": person}
        )
        if is_new:
            audit.record(
                Action.MEMBERSHIP_PROPOSED,
                actor=person.public_id,
                subject=person.public_id,
                details={"unit": str(membership.unit.public_id)},
            )
