"""Slots of passkeys, one for each that computes a secret."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from encryption.boxes import derive_key
from keys.account_keys import AccountKey
from keys.models import Slot
from keys.services.slots import remove_slots, require_in_use, seal_slot, store_sealed


@dataclass(frozen=True, repr=False, eq=False)
class PreparedPasskey:
    """Hold a slot of a passkey that waits for its transaction.

    account_key: what it opens; storing asks whether that is still the one in use.
    """

    account_key: AccountKey
    slot: Slot

    def __repr__(self) -> str:
        return f"<PreparedPasskey {self.slot.public_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a prepared slot is not pickled or copied")


def prepare_passkey_slot(
    account_key: AccountKey, person: UUID, *, passkey: UUID, secret: bytes
) -> PreparedPasskey:
    """Seal the account key under the secret that a passkey computes; stores nothing.

    secret: 32 bytes, of which nothing is kept.
    """

    def derive(salt: bytes, context: bytes) -> bytes:
        return derive_key(secret, salt=salt, info=context)

    slot = seal_slot(account_key, person, Slot.Kind.PASSKEY, slot_id=passkey, derive=derive)
    return PreparedPasskey(account_key, slot)


def store_passkey_slot(prepared: PreparedPasskey) -> None:
    """Let the passkey open the person.

    Belongs inside a transaction. Raises SlotChanged when the account key is not in use any more.
    """
    require_in_use(prepared.account_key, prepared.slot.person)
    store_sealed(prepared.slot)


def remove_passkey_slot(passkey: UUID, *, person: UUID) -> None:
    """Delete the slot of a passkey, if it has one. Belongs inside a transaction."""
    remove_slots(Slot.objects.filter(public_id=passkey, person=person), actor=person)
