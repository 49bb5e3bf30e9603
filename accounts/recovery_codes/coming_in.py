"""Coming in by a recovery code: it finds its person, opens the account, and is replaced."""

from django.db import transaction
from django.http import HttpRequest

import audit.services as audit
from accounts import factors, half_way, proofs
from accounts.errors import WrongRecoveryCode
from accounts.models import Person
from accounts.sign_in import SignedInRequest, account_key_of
from audit.actions import Action
from encryption.recovery_codes import RecoveryCode
from keys import recovery_codes as codes
from keys import services as keys
from keys.account_keys import AccountKey
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key, client_address


def with_recovery_code(request: HttpRequest, typed: str, *, form_secret: bytes, next_page: str) -> bool:
    """Let in whoever holds a recovery code, or put them half-way; tells whether they are in.

    form_secret: 16 bytes that only this form holds; the form that is posted twice gives one new code.
    Raises WrongRecoveryCode for everything that opens nothing, and limits.errors.TooManyWrong in its place
    after too many of those from one address.
    """
    person, account_key, used = _open(request, typed, form_secret)
    kind = proofs.Kind.RECOVERY_CODE
    if factors.asks_for_second(person):
        half_way.begin(request, person, account_key, first=kind, next_page=next_page, recovery=used)
        return False
    try:
        half_way.enter(request, person, account_key, proof=kind, is_strong=False, recovery=used)
    except WrongRecoveryCode:
        raise _refuse() from None
    return True


def as_second_step(
    request: HttpRequest, half: half_way.HalfWay, typed: str, *, form_secret: bytes
) -> tuple[AccountKey, half_way.UsedRecoveryCode]:
    """Open the account of whoever is half-way by their recovery code, which is not replaced yet.

    Raises what `with_recovery_code` raises, also for somebody else's code.
    """
    person, account_key, used = _open(request, typed, form_secret)
    if person.pk != half.person.pk:
        raise _refuse()
    return account_key, used


def _open(
    request: HttpRequest, typed: str, form_secret: bytes
) -> tuple[Person, AccountKey, half_way.UsedRecoveryCode]:
    key = address_key(client_address(request))
    with limits.beyond_guessing("recovery_code", key, wrong=WrongRecoveryCode) as is_used_up:
        try:
            found = codes.find(typed, form_secret=form_secret)
            person = Person.objects.get(public_id=found.person, disabled_at=None)
        except (WrongSecret, Person.DoesNotExist):
            raise (WrongRecoveryCode() if is_used_up else _refuse()) from None
    return person, found.account_key, half_way.UsedRecoveryCode(found.slot, found.replacement)


def prepare_code(request: SignedInRequest) -> keys.PreparedRecovery:
    """Make a recovery code for whoever is signed in; stores nothing. Raises SessionUnusable."""
    return keys.prepare_recovery_slot(account_key_of(request), request.user.public_id, RecoveryCode.new())


@transaction.atomic(durable=True)
def _refuse() -> WrongRecoveryCode:
    audit.record(Action.RECOVERY_CODE_REFUSED, actor=None)
    return WrongRecoveryCode()
