"""Coming in by a recovery code: it finds its person, opens the account, and is replaced."""

from typing import cast

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest

import audit.services as audit
from accounts import proofs, shown_once
from accounts.errors import WrongRecoveryCode
from accounts.models import Person
from accounts.services import recovery_codes
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest, account_key_of, begin_session
from audit.actions import Action
from encryption.recovery_codes import RecoveryCode
from keys import recovery_codes as codes
from keys import services as keys
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key, client_address


def with_recovery_code(request: HttpRequest, typed: str, *, form_secret: bytes) -> None:
    """Begin a session for whoever holds a recovery code, and keep the code that replaces it to be shown.

    form_secret: 16 bytes that only this form holds; the form that is posted twice gives one new code.
    Raises WrongRecoveryCode for everything that opens nothing, and limits.errors.TooMany after too many of
    those from one address.
    """
    key = address_key(client_address(request))
    # Counted before the code is looked at, so that many tries at once cannot get round the limit.
    limits.spend("recovery_code", key)
    try:
        found = codes.find(typed, form_secret=form_secret)
        person = Person.objects.get(public_id=found.person, disabled_at=None)
        if not found.is_replaced:
            prepared = keys.prepare_recovery_slot(
                found.account_key, found.person, found.replacement, replaces=found.slot
            )
            recovery_codes.replace_used(person=person, prepared=prepared)
            # That every session ended, this one has to know.
            person.refresh_from_db()
    except (WrongSecret, WrongRecoveryCode, Person.DoesNotExist):
        raise _refuse() from None
    limits.give_back("recovery_code", key)
    login(request, person, backend="accounts.backends.PasswordBackend")
    action, proof = Action.RECOVERY_CODE_USED, proofs.Kind.RECOVERY_CODE
    begin_session(request, person, found.account_key, action=action, proof=proof)
    session = cast(SessionStore, request.session)
    shown_once.keep(session, found.replacement.slot_id(), {"code": found.replacement.text})


def prepare_code(request: SignedInRequest) -> keys.PreparedRecovery:
    """Make a recovery code for whoever is signed in; stores nothing. Raises SessionUnusable."""
    return keys.prepare_recovery_slot(account_key_of(request), request.user.public_id, RecoveryCode.new())


@transaction.atomic(durable=True)
def _refuse() -> WrongRecoveryCode:
    audit.record(Action.RECOVERY_CODE_REFUSED, actor=None)
    return WrongRecoveryCode()
