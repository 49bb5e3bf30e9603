"""The second of two steps: which things count after the first, and taking one of them."""

from typing import Any

from django.http import HttpRequest

from accounts import factors, failures, half_way
from accounts.errors import (
    HalfWayOver,
    TooBusy,
    WrongOneTimeCode,
    WrongPasskey,
    WrongProof,
    WrongRecoveryCode,
)
from accounts.half_way import HalfWay
from accounts.passkeys import signing_in as passkey_sign_in
from accounts.proofs import Kind
from accounts.recovery_codes import coming_in
from accounts.services import authenticators
from keys import argon2_limit, passwords, queries
from keys import services as keys
from keys.account_keys import AccountKey
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key


def ways_of(half: HalfWay) -> list[Kind]:
    """List what whoever is half-way may show next, the best first; never what they have shown already.

    A passkey that unlocks nothing counts for both steps; what is left is to unlock.
    """
    person = half.person
    is_there = {
        Kind.PASSKEY: half.first is not Kind.PASSKEY and factors.has_passkey(person),
        Kind.ONE_TIME_CODE: half.first is not Kind.PASSKEY and factors.has_authenticator(person),
        Kind.PASSWORD: half.first is not Kind.PASSWORD,
        Kind.RECOVERY_CODE: half.first is not Kind.RECOVERY_CODE
        and queries.recovery_slot_of(person.public_id) is not None,
    }
    return [kind for kind, is_possible in is_there.items() if is_possible]


def take(request: HttpRequest, half: HalfWay, kind: Kind, typed: dict[str, Any]) -> bool:
    """Take the second thing and begin the whole session; tells whether a new recovery code waits.

    typed: of the form of this kind.
    Raises WrongOneTimeCode, CodesStopped, WrongPasskey, WrongProof, WrongRecoveryCode, HalfWayOver, TooBusy,
    and limits.errors.TooMany.
    """
    if kind not in ways_of(half):
        raise HalfWayOver
    try:
        return _take(request, half, kind, typed)
    except (WrongOneTimeCode, WrongPasskey, WrongProof, WrongRecoveryCode):
        # The owner hears of it at their next sign-in: somebody has shown one thing of theirs, and not two.
        failures.note(half.person)
        raise


def _take(request: HttpRequest, half: HalfWay, kind: Kind, typed: dict[str, Any]) -> bool:
    if kind is Kind.ONE_TIME_CODE:
        authenticators.check(person=half.person, typed=typed["code"])
        return half_way.finish(request, half, second=kind)
    if kind is Kind.PASSKEY:
        answer = passkey_sign_in.Answer(typed["credential"], typed["secret"])
        return passkey_sign_in.as_second_step(request, half, answer)
    if kind is Kind.RECOVERY_CODE:
        account_key, used = coming_in.as_second_step(request, half, typed["code"], form_secret=typed["form"])
        return half_way.finish(request, half, second=kind, account_key=account_key, recovery=used)
    account_key = _by_password(half, typed["password"])
    return half_way.finish(request, half, second=kind, account_key=account_key)


def _by_password(half: HalfWay, password: str) -> AccountKey:
    key = address_key(str(half.person.public_id))
    try:
        argon2_limit.check_room()
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None
    # Counted before it is looked at, so that many tries at once cannot get round the limit.
    limits.spend("proof", key)
    try:
        checked = passwords.check(half.person.public_id, password)
    except KeysTooBusy as error:
        limits.give_back("proof", key)
        raise TooBusy(error.retry_after_seconds) from None
    except WrongSecret:
        raise WrongProof from None
    limits.give_back("proof", key)
    keys.strengthen_password_slot(checked, half.person.public_id, password)
    return checked.account_key
