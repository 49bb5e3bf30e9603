"""Invitations: link and PIN together open the account key that waits for somebody, in a few tries in all."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from encryption.errors import BadCode
from encryption.invitations import InvitationCode
from keys import passwords, slots
from keys.account_keys import AccountKey
from keys.errors import TooBusy, WrongSecret
from keys.models import Slot

NOTHING = UUID(int=0)


def slot_id_of(typed_token: str, typed_pin: str) -> UUID:
    """Name the slot that a token stands for; there is none of this name when nothing opens."""
    try:
        return InvitationCode.parse(typed_token, typed_pin).slot_id()
    except BadCode:
        return NOTHING


def open_with(typed_token: str, typed_pin: str) -> tuple[UUID, AccountKey]:
    """Open the account key of the invited person; gives who they are.

    A try is taken before the slow derivation and given back when the PIN was right. What is unknown, used,
    revoked, expired or tried too often costs the same run. Raises WrongSecret for all of these, and TooBusy.
    """
    try:
        code = InvitationCode.parse(typed_token, typed_pin)
    except BadCode:
        raise WrongSecret from None
    slot = _spend_try(code.slot_id())
    try:
        stretched = passwords.derive_for(slot, code.pin)
    except TooBusy:
        give_back_try(code.slot_id())
        raise
    if slot is None:
        raise WrongSecret
    key = code.key(stretched.kek, salt=bytes(slot.salt), context=slots.context_of(slot))
    account_key = slots.open_slot(slot, key)
    give_back_try(code.slot_id())
    return slot.person, account_key


def give_back_try(slot_id: UUID) -> None:
    """Give back a try that was no guess: the PIN was right, or nobody had time to look at it."""
    counted = Slot.objects.filter(public_id=slot_id, tries_left__lt=settings.INVITATION_TRIES)
    counted.update(tries_left=F("tries_left") + 1)


def _spend_try(slot_id: UUID) -> Slot | None:
    """Take one of an invitation's tries, in a transaction of its own; gives the slot, or None without a try.

    One statement compares and counts, so that of any number of tries at once no more than are left go on. One
    that is over is read like one that is open, and takes as long.
    """
    with transaction.atomic(durable=True):
        usable = Slot.objects.filter(
            public_id=slot_id, kind=Slot.Kind.INVITATION, tries_left__gt=0, expires_at__gt=timezone.now()
        )
        is_taken = usable.update(tries_left=F("tries_left") - 1)
    slot = Slot.objects.filter(public_id=slot_id, kind=Slot.Kind.INVITATION).first()
    return slot if is_taken else None
