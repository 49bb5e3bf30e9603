"""Reply codes: the typed code finds its slot and opens it."""

from uuid import UUID

from django.utils import timezone

from encryption.codes import ReplyCode
from encryption.errors import BadCode
from keys import slots
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import Slot

# A code has 80 random bits, so its derivation need not be slow; the slot's context names which it is.
PARAMETERS = '{"algorithm":"hkdf-sha512"}'


def find(typed: str) -> tuple[UUID, AccountKey]:
    """Find whose code this is, and open their account key.

    Raises WrongSecret for everything that opens nothing; a code that was mistyped is no exception.
    """
    try:
        code = ReplyCode.parse(typed)
    except BadCode:
        raise WrongSecret from None
    # The locator narrows the search to a handful of rows: with a million codes, some thirty.
    for slot in Slot.objects.filter(kind=Slot.Kind.REPLY_CODE, locator=code.locator):
        try:
            account_key = slots.open_slot(slot, code.key(bytes(slot.salt), slots.context_of(slot)))
        except WrongSecret:
            continue
        Slot.objects.filter(pk=slot.pk, version=slot.version).update(last_used_at=timezone.now())
        return slot.person, account_key
    raise WrongSecret
