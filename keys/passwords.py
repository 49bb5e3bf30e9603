"""Passwords: one slow derivation checks a password and opens the account key, whoever asks."""

import hmac
import secrets
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from encryption.errors import WeakParameters
from encryption.passwords import ARGON2ID, KdfParameters, PasswordKeys, derive
from keyring import keyring
from keyring.errors import KeyringError
from keys import argon2_limit, slots
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from keys.models import Slot
from prepared.queries import PreparedQuery

NOBODY = UUID(int=0)
OWN_SLOT = PreparedQuery[Slot](
    lambda person: Slot.objects.filter(person=person, kind=Slot.Kind.PASSWORD, dormant_at=None).order_by("id")
)

# Twenty times the floor: a row that somebody changed must not take all memory or hold a place for minutes.
MOST_KIB_TIMES_PASSES = 4 * 1024 * 1024
MOST_ROUNDS = 12_000_000
MOST_LANES = 16


def chosen_parameters() -> KdfParameters:
    """Read what new slots are made with from the settings; raises ImproperlyConfigured below the floor."""
    chosen: Mapping[str, object] = settings.PASSWORD_KDF
    try:
        parameters = KdfParameters(**chosen)  # type: ignore[arg-type]
        KdfParameters.from_json(parameters.to_json())
        check_strength(parameters)
    except (TypeError, WeakParameters):
        raise ImproperlyConfigured(
            "PASSWORD_KDF must be Argon2id with at least 64 MiB, 3 iterations and 1 lane, "
            "or PBKDF2-HMAC-SHA-512 with at least 600,000 iterations."
        ) from None
    return parameters


def check_strength(parameters: KdfParameters) -> None:
    """Raise WeakParameters below the floor; settings.ALLOW_WEAK_KDF, which only tests set, lifts it."""
    if not settings.ALLOW_WEAK_KDF:
        parameters.check_floor()


def derive_limited(password: str, *, salt: bytes, pepper: bytes, parameters: KdfParameters) -> PasswordKeys:
    """Derive under the machine's limit; the only way from this app to a slow derivation.

    Belongs outside of transactions: it takes a fifth of a second and may wait for ten.
    Raises WeakParameters, TooBusy.
    """
    check_strength(parameters)
    with argon2_limit.turn():
        return argon2_limit.giving_way(
            partial(derive, password, salt=salt, pepper=pepper, parameters=parameters)
        )


def check_password(person: UUID | None, password: str) -> AccountKey:
    """Open a person's account key by their password, in exactly one slow derivation.

    person: None, or one without a password, costs the same run and gives the same error.
    Raises WrongSecret, TooBusy.
    """
    return check(person, password).account_key


def check(person: UUID | None, password: str) -> "Checked":
    """Do what `check_password` does, and tell how its slot is made."""
    found = OWN_SLOT.first(person=person or NOBODY)
    keys = derive_for(found, password)
    if found is None or not hmac.compare_digest(keys.verifier, bytes(found.verifier)):
        raise WrongSecret
    account_key = slots.open_slot(found, keys.kek)
    Slot.objects.filter(pk=found.pk, version=found.version).update(last_used_at=timezone.now())
    return Checked(account_key, found.public_id, found.version, _is_outdated(found))


class Checked(NamedTuple):
    """Hold what a right password opened, and which slot it was.

    is_outdated: new slots are made with more than this one, or with another pepper.
    """

    account_key: AccountKey
    slot: UUID
    version: int
    is_outdated: bool


def _is_outdated(slot: Slot) -> bool:
    stored, chosen = KdfParameters.from_json(slot.parameters), chosen_parameters()
    has_old_pepper = stored == chosen and slot.pepper_version != keyring().pepper().version
    return has_old_pepper or stored.is_weaker_than(chosen)


def derive_for(slot: Slot | None, typed: str) -> PasswordKeys:
    """Derive what was typed as this slot was derived, in exactly one slow run; raises TooBusy.

    slot: None, or one whose columns cannot be what was stored, costs the same run, whose result opens
    nothing.
    """
    derivation = _derivation_of(slot) or _Derivation(
        salt=secrets.token_bytes(slots.SALT_BYTES),
        pepper=keyring().pepper().secret,
        parameters=chosen_parameters(),
    )
    return derive_limited(typed, **derivation._asdict())


class _Derivation(NamedTuple):
    """Hold what one slow run takes beside the password."""

    salt: bytes
    pepper: bytes
    parameters: KdfParameters


def _derivation_of(slot: Slot | None) -> _Derivation | None:
    """Read how a slot was derived; None for no slot, and for one whose columns cannot be what was stored."""
    if slot is None or len(slot.salt) != slots.SALT_BYTES:
        return None
    try:
        parameters = KdfParameters.from_json(slot.parameters)
        _check_bearable(parameters)
        check_strength(parameters)
        pepper = keyring().pepper(slot.pepper_version).secret
    except (WeakParameters, KeyringError):
        return None
    return _Derivation(bytes(slot.salt), pepper, parameters)


def _check_bearable(parameters: KdfParameters) -> None:
    """Raise WeakParameters for numbers that no setting of ours ever gave."""
    memory, iterations, lanes = parameters.memory_kib, parameters.iterations, parameters.lanes
    bearable = all(type(number) is int and number >= 0 for number in (memory, iterations, lanes)) and (
        iterations >= 1 and 8 * lanes <= memory and memory * iterations <= MOST_KIB_TIMES_PASSES
        if parameters.algorithm == ARGON2ID
        else 1 <= iterations <= MOST_ROUNDS
    )
    if not bearable or lanes > MOST_LANES:
        raise WeakParameters("out of bounds")
