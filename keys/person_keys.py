"""People's own key pairs: sealed under the account key, opened by it."""

from contextlib import suppress
from uuid import UUID

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import BadKey, CannotOpen
from encryption.keypairs import PrivateKey
from keys import directory
from keys.account_keys import AccountKey
from keys.errors import ForgedKey, WrongSecret
from keys.models import PersonKey, Side
from prepared.queries import PreparedQuery

GENERATIONS = PreparedQuery[PersonKey](
    lambda person: PersonKey.objects.filter(person=person).order_by("-generation")
)


def seal_private(account_key: AccountKey, private: PrivateKey, *, person: UUID, generation: int) -> bytes:
    """Seal a private half for the row of this generation."""
    context = _context(person, generation, private.key_id, private.profile)
    return boxes.seal(account_key.secret, private.to_bytes(), context)


def open_all(account_key: AccountKey, person: UUID) -> tuple[PrivateKey, Side | None, dict[str, PrivateKey]]:
    """Open the person key in use, and every earlier generation that this account key opens; one query.

    Gives the key in use, the side that the directory signed of it (None when it did not), and all of them by
    key id. Raises WrongSecret when the account key does not open the key in use.
    """
    generations = GENERATIONS.rows(person=person)
    in_use = next((stored for stored in generations if stored.state == PersonKey.State.ACTIVE), None)
    if in_use is None:
        raise WrongSecret
    private = open_one(account_key, in_use)
    opened = {private.key_id: private}
    for stored in generations:
        if stored is not in_use:
            with suppress(WrongSecret):
                opened[stored.key_id] = open_one(account_key, stored)
    return private, directory.signed_side(in_use, private, person), opened


def open_one(account_key: AccountKey, stored: PersonKey) -> PrivateKey:
    """Open one generation; raises WrongSecret.

    The key id is part of what was sealed, so that it need not be computed again.
    """
    context = _context(stored.person, stored.generation, stored.key_id, stored.profile)
    try:
        return PrivateKey.from_bytes(
            boxes.unseal(account_key.secret, directory.stored_bytes(stored.sealed_private), context)
        )
    except (CannotOpen, BadKey, ForgedKey, TypeError, ValueError):
        raise WrongSecret from None


def _context(person: UUID, generation: int, key_id: str, profile: str) -> bytes:
    return ctx("pk", person, generation, key_id, profile)
