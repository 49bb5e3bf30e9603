"""People's own key pairs: sealed under the account key, opened by it."""

from uuid import UUID

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import BadKey, CannotOpen
from encryption.keypairs import PrivateKey
from keys import directory
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import PersonKey, Side


def seal_private(account_key: AccountKey, private: PrivateKey, *, person: UUID, generation: int) -> bytes:
    """Seal a private half for the row of this generation."""
    context = _context(person, generation, private.key_id, private.profile)
    return boxes.seal(account_key.secret, private.to_bytes(), context)


def open_active(account_key: AccountKey, person: UUID) -> tuple[PrivateKey, Side | None]:
    """Open the person key in use, and tell which side it was signed for; None when the directory did not.

    Raises WrongSecret when there is none that this account key opens.
    """
    stored = PersonKey.objects.filter(person=person, state=PersonKey.State.ACTIVE).first()
    if stored is None:
        raise WrongSecret
    context = _context(person, stored.generation, stored.key_id, stored.profile)
    try:
        private = PrivateKey.from_bytes(
            boxes.unseal(account_key.secret, bytes(stored.sealed_private), context)
        )
    except (CannotOpen, BadKey):
        raise WrongSecret from None
    return private, directory.signed_side(stored, private, person)


def _context(person: UUID, generation: int, key_id: str, profile: str) -> bytes:
    return ctx("pk", person, generation, key_id, profile)
