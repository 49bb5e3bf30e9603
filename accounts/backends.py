"""Who may sign in, and by what. A password is verified and the account key opened in one Argon2id run."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts import failures, trust, unused
from accounts.errors import CrowdedOut, SlowedDown, TooBusy
from accounts.models import Person, canonical_email
from keys import argon2_limit, passwords
from keys import services as keys
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key, client_address
from limits.errors import TooMany
from prepared.queries import PreparedQuery

# Of one name at one address: who has failed so often there is not whom strangers crowd out.
FEW_FAILURES = 2
ABLE_PERSON = PreparedQuery[Person](lambda person: Person.objects.filter(pk=person, disabled_at=None))
ABLE_PERSON_OF = PreparedQuery[Person](lambda email: Person.objects.filter(email=email, disabled_at=None))


class PersonBackend(BaseBackend):
    """Finds the person of a session; a disabled person has none."""

    def get_user(self, user_id: int) -> Person | None:
        """Load the person, unless they were disabled meanwhile."""
        return ABLE_PERSON.first(person=user_id)


class PasswordBackend(PersonBackend):
    """Signs in by e-mail address and password."""

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **_: Any
    ) -> Person | None:
        """Verify the password; the opened account key stays on the person until the session begins.

        Unknown and disabled people cost the same Argon2id run. Raises TooBusy, and without a run CrowdedOut
        after too many refusals of one address, whatever the names, and SlowedDown after too many of one
        account, whatever the addresses; both never for whom the browser is trusted.
        Nor does a password alone suffice of an account of the public that nobody has used for very long.
        """
        if request is None or email is None or password is None:
            return None
        try:
            # Before anything is written: those who try again at once must not slow down everybody.
            argon2_limit.check_room()
        except KeysTooBusy as error:
            raise TooBusy(error.retry_after_seconds) from None
        person = ABLE_PERSON_OF.first(email=canonical_email(email))
        is_trusted = bool(trust.place_of(request, person))
        # Counted before the run, so that many tries at once cannot take every place in the queue.
        spent = [] if is_trusted else _spend(request, person, email)
        # `note` comes first, so that every attempt is counted, whatever the rest says.
        suffices = (failures.note(person, email) and not unused.is_to_be_verified(person)) or is_trusted
        try:
            asked = person.public_id if person is not None and suffices else None
            checked = passwords.check(asked, password)
        except WrongSecret:
            trust.note_failure(request, person)
            return None
        except KeysTooBusy as error:
            _give_back(spent, person, email)
            raise TooBusy(error.retry_after_seconds) from None
        _give_back(spent, person, email)
        if person is not None:
            person.account_key = checked.account_key
            keys.strengthen_password_slot(checked, person.public_id, password)
        return person


def _spend(request: HttpRequest, person: Person | None, email: str) -> list[tuple[str, str]]:
    """Count an attempt of an address and of an account; gives what was counted."""
    of_address = _spend_of_address(request)
    of_account = ("sign_in_account", failures.key_of(person, email))
    try:
        limits.spend(*of_account)
    except TooMany as error:
        raise SlowedDown(error.retry_after_seconds) from None
    return [of_address, of_account]


def _spend_of_address(request: HttpRequest) -> tuple[str, str]:
    """Count an attempt of an address; raises CrowdedOut when that has failed too often.

    Strangers who share it leave a few to whoever has not failed there, unless all accounts are tried.
    """
    key = address_key(client_address(request))
    is_wary = failures.many_everywhere()
    of_address = ("sign_in_wary" if is_wary else "sign_in", key)
    of_neighbour = ("sign_in_neighbour", key)
    try:
        limits.spend(*of_address)
    except TooMany as error:
        if is_wary or getattr(request, "pair_failures", FEW_FAILURES) >= FEW_FAILURES:
            raise CrowdedOut(error.retry_after_seconds) from None
    else:
        return of_address
    try:
        limits.spend(*of_neighbour)
    except TooMany as error:
        raise CrowdedOut(error.retry_after_seconds) from None
    return of_neighbour


def _give_back(spent: list[tuple[str, str]], person: Person | None, email: str) -> None:
    limits.give_back_each(*spent, failures.counted_by_note(person, email))


class ReplyCodeBackend(PersonBackend):
    """Stands for sessions that began with a reply code; `coming_in.with_reply_code` begins them."""
