"""The end of making an account, or of changing its address: with code and password a session begins."""

from enum import StrEnum
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest

from accounts import factors, proofs
from accounts.errors import TooBusy, WrongChosenPassword, WrongConfirmation
from accounts.services import changing_addresses
from accounts.sign_in import begin_session
from audit.actions import Action
from keys import passwords
from keys.account_keys import AccountKey
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key, client_address


class Outcome(StrEnum):
    """What came of a code: a session began, somebody signs in with two steps, or another code is missing."""

    SIGNED_IN = "signed_in"
    TO_SIGN_IN = "to_sign_in"
    OTHER_MISSING = "other_missing"


def confirm(request: HttpRequest, *, code: str, password: str) -> Outcome:
    """Do what a mailed code confirms, of whoever knows the password that was chosen, and sign them in.

    Whoever needs a second step signs in by the page for that instead.
    Raises WrongConfirmation, WrongChosenPassword, AddressHasAccount, TooBusy, limits.errors.TooManyWrong in
    place of the first after too many of those from one address, and TooMany after too many wrong passwords.
    """
    key = address_key(client_address(request))
    with limits.beyond_guessing("account_code", key, wrong=WrongConfirmation):
        account_key = _checked(changing_addresses.person_to_confirm(code), password)
        person = changing_addresses.confirm(typed=code)
    if person is None:
        return Outcome.OTHER_MISSING
    if person.is_staff_member or factors.asks_for_second(person):
        return Outcome.TO_SIGN_IN
    login(request, person, backend="accounts.backends.PasswordBackend")
    begin_session(request, person, account_key, action=Action.SIGNED_IN, proof=proofs.Kind.PASSWORD)
    return Outcome.SIGNED_IN


def _checked(person: UUID, password: str) -> AccountKey:
    """Open the account key by the chosen password, which whoever has the code may not try for long."""
    counted = ("chosen_password", address_key(str(person)))
    limits.spend(*counted)
    try:
        account_key = passwords.check_password(person, password)
    except WrongSecret:
        raise WrongChosenPassword from None
    except KeysTooBusy as error:
        limits.give_back(*counted)
        raise TooBusy(error.retry_after_seconds) from None
    limits.give_back(*counted)
    return account_key
