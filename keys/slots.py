"""What a slot binds an account key to."""

from uuid import UUID

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import CannotOpen
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import Slot

SALT_BYTES = 16
# A secret of 80 random bits or more needs no slow derivation; the slot's context names which one it has.
HKDF_PARAMETERS = '{"algorithm":"hkdf-sha512"}'


def context(*, person: UUID, slot: UUID, kind: str, parameters: str, version: int) -> bytes:
    """Bind to one slot of one person, at one version, with the derivation that was chosen for it."""
    return ctx("ak", person, slot, kind, parameters, version)


def context_of(slot: Slot) -> bytes:
    """Bind to this row."""
    return context(
        person=slot.person,
        slot=slot.public_id,
        kind=slot.kind,
        parameters=slot.parameters,
        version=slot.version,
    )


def open_slot(slot: Slot, key: bytes) -> AccountKey:
    """Open the account key of this row; raises WrongSecret.

    key: 32 bytes that the slot's own derivation gave.
    """
    try:
        return AccountKey(boxes.unseal(key, bytes(slot.sealed_account_key), context_of(slot)))
    except CannotOpen:
        raise WrongSecret from None
