"""Recovery slots: one a person, made and replaced with a code that is shown once."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from encryption.recovery_codes import RecoveryCode
from keys.account_keys import AccountKey
from keys.errors import SlotChanged
from keys.models import Slot
from keys.services.slots import remove_slots, require_in_use, seal_slot, store_sealed


@dataclass(frozen=True, repr=False, eq=False)
class PreparedRecovery:
    """Hold a recovery code, and the slot that waits for its transaction.

    account_key: what it opens; storing asks whether that is still the one in use.
    replaces: the slot of the code that was used for it; None when it replaces whichever there is.
    """

    code: RecoveryCode
    account_key: AccountKey
    slot: Slot
    replaces: UUID | None

    def __repr__(self) -> str:
        return f"<PreparedRecovery {self.slot.public_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a prepared recovery code is not pickled or copied")


def prepare_recovery_slot(
    account_key: AccountKey, person: UUID, code: RecoveryCode, *, replaces: UUID | None = None
) -> PreparedRecovery:
    """Seal the account key under a recovery code; stores nothing."""
    slot = seal_slot(account_key, person, Slot.Kind.RECOVERY, slot_id=code.slot_id(), derive=code.key)
    return PreparedRecovery(code, account_key, slot, replaces)


def store_recovery_slot(prepared: PreparedRecovery) -> None:
    """Let the code open the person, and the one before no more.

    Belongs inside a transaction that holds the person's row: of two codes made at once the later one stays.
    Raises SlotChanged when the code that was used for it was used, replaced or removed meanwhile, or the
    account key is not in use any more.
    """
    person = prepared.slot.person
    require_in_use(prepared.account_key, person)
    current = Slot.objects.filter(person=person, kind=Slot.Kind.RECOVERY, dormant_at=None)
    if prepared.replaces is not None and not current.filter(public_id=prepared.replaces).exists():
        raise SlotChanged
    remove_slots(current, actor=person)
    store_sealed(prepared.slot)
