"""The session vault: an account key, sealed under the session key that only the browser holds.

The functions that give an account key or an UnlockedPerson are here, and only sign-in code may import them.
"""

import base64
import binascii
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.utils import timezone

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import CannotOpen
from keys import person_keys
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.unlocked import P, UnlockedPerson

LEAST_SESSION_KEY_CHARACTERS = 32


def seal(
    account_key: AccountKey, *, session_key: str, person: UUID, signed_in_at: datetime, expires_at: datetime
) -> str:
    """Seal an account key for the session row; gives base 64.

    session_key: the random text of the browser's cookie, at least 32 characters, else ValueError.
    signed_in_at, expires_at: aware; opening needs the same two.
    """
    if len(session_key) < LEAST_SESSION_KEY_CHARACTERS:
        raise ValueError("a session key has at least 32 characters")
    key, context = _binding(session_key, person, signed_in_at, expires_at)
    return base64.b64encode(boxes.seal(key, account_key.secret, context)).decode()


def unlock(
    sealed: str, *, session_key: str, person: P, signed_in_at: datetime, expires_at: datetime
) -> UnlockedPerson[P]:
    """Open the vault of a session, and the person's keys; raises WrongSecret, also when it has expired."""
    account_key = open_account_key(
        sealed,
        session_key=session_key,
        person=person.public_id,
        signed_in_at=signed_in_at,
        expires_at=expires_at,
    )
    return unlock_with(account_key, person)


def open_account_key(
    sealed: str, *, session_key: str, person: UUID, signed_in_at: datetime, expires_at: datetime
) -> AccountKey:
    """Open the vault of a session for another way to unlock; raises WrongSecret, also when it has expired."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        key, context = _binding(session_key, person, signed_in_at, expires_at)
        account_key = AccountKey(boxes.unseal(key, raw, context))
    except (binascii.Error, ValueError, CannotOpen):
        raise WrongSecret from None
    if expires_at <= timezone.now():
        raise WrongSecret
    return account_key


def unlock_with(account_key: AccountKey, person: P) -> UnlockedPerson[P]:
    """Open the person's keys with an account key that a slot has just opened; raises WrongSecret."""
    private, side, opened = person_keys.open_all(account_key, person.public_id)
    return UnlockedPerson(person=person, signing_key=private, side=side, private_keys=opened)


def seal_half_way(
    account_key: AccountKey | None,
    extra: bytes,
    *,
    session_key: str,
    person: UUID,
    first: str,
    generation: int,
    until: datetime,
) -> str:
    """Seal what the first of two steps has opened until the second; gives base 64.

    account_key: None when the first step opens nothing. extra: what else waits for the second.
    The context is not the vault's, so that nobody can put this in a vault's place.
    """
    key, context = _half_way_binding(session_key, person, first, generation, until)
    secret = account_key.secret if account_key is not None else bytes(boxes.KEY_BYTES)
    return base64.b64encode(boxes.seal(key, secret + extra, context)).decode()


def open_half_way(
    sealed: str, *, session_key: str, person: UUID, first: str, generation: int, until: datetime
) -> tuple[AccountKey | None, bytes]:
    """Open what `seal_half_way` sealed for the same place; raises WrongSecret."""
    try:
        key, context = _half_way_binding(session_key, person, first, generation, until)
        opened = boxes.unseal(key, base64.b64decode(sealed, validate=True), context)
    except (binascii.Error, ValueError, AttributeError, CannotOpen):
        raise WrongSecret from None
    secret, extra = opened[: boxes.KEY_BYTES], opened[boxes.KEY_BYTES :]
    return (AccountKey(secret) if any(secret) else None), extra


def _half_way_binding(
    session_key: str, person: UUID, first: str, generation: int, until: datetime
) -> tuple[bytes, bytes]:
    secret = session_key.encode("utf-8", "surrogatepass")
    context = ctx("half-way", person, first, generation, _moment(until))
    return boxes.derive_key(secret, info=ctx("half-way-key")), context


def _binding(
    session_key: str, person: UUID, signed_in_at: datetime, expires_at: datetime
) -> tuple[bytes, bytes]:
    """Derive the vault's key, and what it is bound to."""
    secret = session_key.encode("utf-8", "surrogatepass")
    context = ctx("vault", person, sha256(secret).digest(), _moment(signed_in_at), _moment(expires_at))
    return boxes.derive_key(secret, info=ctx("vault-key")), context


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a session's times are aware")
    return at.astimezone(UTC).isoformat(timespec="microseconds")
