"""Passkeys that unlock: the secret that a device computes for this portal opens a slot.

Source: WebAuthn level 3, section 10.1.4 (pseudo-random function extension). The secret is used and forgotten.
"""

from uuid import UUID

from encryption.boxes import derive_key
from keys import slots
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import Slot

SECRET_BYTES = 32


def open_with(passkey: UUID, secret: bytes) -> tuple[UUID, AccountKey]:
    """Open the account key by the secret of this passkey; gives whose it is.

    Raises WrongSecret, also for a passkey that has no slot.
    """
    slot = Slot.objects.filter(public_id=passkey, kind=Slot.Kind.PASSKEY, dormant_at=None).first()
    if slot is None:
        raise WrongSecret
    return slot.person, open_slot(slot, secret)


def open_slot(slot: Slot, secret: bytes) -> AccountKey:
    """Open a passkey's slot, in use or dormant, by what its device computes; raises WrongSecret."""
    if len(secret) != SECRET_BYTES:
        raise WrongSecret
    return slots.open_slot(slot, derive_key(secret, salt=bytes(slot.salt), info=slots.context_of(slot)))
