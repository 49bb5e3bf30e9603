"""Old secrets, typed or computed by a passkey, are held against the slots of one person that went dormant.

They give the account key of before, which opens nothing but dormant generations.
"""

import hmac
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from uuid import UUID

from django.db.models import QuerySet

from encryption.codes import ReplyCode
from encryption.errors import BadCode
from encryption.recovery_codes import RecoveryCode
from keys import passkeys, passwords, slots
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import Slot

# Each costs a slow derivation; whoever has reset more often than that remembers one of the newest.
PASSWORDS_TRIED = 3


def open_with(person: UUID, typed: str) -> tuple[UUID, AccountKey]:
    """Open one of the person's dormant slots by what was typed; gives its id and the account key of before.

    A code is tried first, since it costs nothing, then the newest passwords. Raises WrongSecret, TooBusy.
    """
    dormant = Slot.objects.filter(person=person, dormant_at__isnull=False)
    for slot, key in chain(_by_code(dormant, typed), _by_password(dormant, typed)):
        with suppress(WrongSecret):
            return slot.public_id, slots.open_slot(slot, key)
    raise WrongSecret


def open_with_passkey(person: UUID, passkey: UUID, secret: bytes) -> tuple[UUID, AccountKey]:
    """Open the dormant slot of one passkey by what its device computes; gives what `open_with` gives.

    secret: empty where the device computes none. Raises WrongSecret.
    """
    waiting = Slot.objects.filter(person=person, kind=Slot.Kind.PASSKEY, dormant_at__isnull=False)
    slot = waiting.filter(public_id=passkey).first()
    if slot is None:
        raise WrongSecret
    return slot.public_id, passkeys.open_slot(slot, secret)


def _by_code(dormant: QuerySet[Slot], typed: str) -> Iterator[tuple[Slot, bytes]]:
    with suppress(BadCode):
        reply = ReplyCode.parse(typed)
        for slot in dormant.filter(kind=Slot.Kind.REPLY_CODE, locator=reply.locator):
            yield slot, reply.key(bytes(slot.salt), slots.context_of(slot))
    with suppress(BadCode):
        recovery = RecoveryCode.parse(typed)
        for slot in dormant.filter(kind=Slot.Kind.RECOVERY, public_id=recovery.slot_id()):
            yield slot, recovery.key(bytes(slot.salt), slots.context_of(slot))


def _by_password(dormant: QuerySet[Slot], typed: str) -> Iterator[tuple[Slot, bytes]]:
    newest = dormant.filter(kind=Slot.Kind.PASSWORD).order_by("-dormant_at")
    for slot in newest[:PASSWORDS_TRIED]:
        derived = passwords.derive_for(slot, typed)
        if hmac.compare_digest(derived.verifier, bytes(slot.verifier)):
            yield slot, derived.kek
