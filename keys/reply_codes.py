"""Reply codes: the typed code finds its slot and opens it."""

from uuid import UUID

from django.utils import timezone

from encryption.codes import ReplyCode
from encryption.errors import BadCode
from keys import directory, slots
from keys.account_keys import AccountKey
from keys.errors import KeysError, WrongSecret
from keys.models import Side, Slot


def find(typed: str) -> tuple[UUID, AccountKey]:
    """Find whose code this is, and open their account key.

    Raises WrongSecret for everything that opens nothing, a code that was mistyped among them, and for codes
    of the agency's people, who have passwords.
    """
    try:
        code = ReplyCode.parse(typed)
    except BadCode:
        raise WrongSecret from None
    # The locator narrows the search to a handful of rows: with a million codes, some thirty.
    for slot in Slot.objects.filter(kind=Slot.Kind.REPLY_CODE, locator=code.locator, dormant_at=None):
        try:
            account_key = slots.open_slot(slot, code.key(bytes(slot.salt), slots.context_of(slot)))
        except WrongSecret:
            continue
        _require_public(slot.person)
        Slot.objects.filter(pk=slot.pk, version=slot.version).update(last_used_at=timezone.now())
        return slot.person, account_key
    raise WrongSecret


def fits(slot: Slot, code: ReplyCode) -> bool:
    """Tell whether this slot would open with this code."""
    try:
        slots.open_slot(slot, code.key(bytes(slot.salt), slots.context_of(slot)))
    except WrongSecret:
        return False
    return True


def _require_public(person: UUID) -> None:
    try:
        side = directory.side_of(person)
    except KeysError:
        raise WrongSecret from None
    if side is not Side.PUBLIC:
        raise WrongSecret
