"""Recovery codes: the typed code finds its slot and opens it, and is then replaced."""

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from encryption.errors import BadCode
from encryption.recovery_codes import RecoveryCode
from keys import slots
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import Slot


@dataclass(frozen=True, repr=False, eq=False)
class Found:
    """Hold what a recovery code opened.

    slot: of the code, or of the one that has replaced it already. replacement: the code that comes, or came,
    in its place.
    """

    person: UUID
    account_key: AccountKey
    slot: UUID
    replacement: RecoveryCode

    def __repr__(self) -> str:
        return "<Found>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an opened recovery code is not pickled or copied")


def find(typed: str, *, form_secret: bytes) -> Found:
    """Find whose code this is, and open their account key; nothing is changed.

    form_secret: of the form in which it was typed. For some minutes the same form finds the code that it was
    replaced by. Raises WrongSecret for everything that opens nothing.
    """
    try:
        code = RecoveryCode.parse(typed)
    except BadCode:
        raise WrongSecret from None
    replacement = code.replacement(form_secret)
    recovery = Slot.objects.filter(kind=Slot.Kind.RECOVERY, dormant_at=None)
    just_now = Q(created_at__gt=timezone.now() - settings.SHOWN_ONCE_LASTS)
    for candidate, condition in ((code, Q()), (replacement, just_now)):
        slot = recovery.filter(condition, public_id=candidate.slot_id()).first()
        if slot is not None:
            key = candidate.key(bytes(slot.salt), slots.context_of(slot))
            return Found(slot.person, slots.open_slot(slot, key), slot.public_id, replacement)
    raise WrongSecret
