"""Who may sign in, and by what. A password is verified and the account key opened in one Argon2id run."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.errors import TooBusy
from accounts.models import Person, canonical_email
from keys import argon2_limit, passwords
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from limits import services as limits
from limits.addresses import address_key, client_address
from prepared.queries import PreparedQuery

ABLE_PERSON = PreparedQuery[Person](lambda person: Person.objects.filter(pk=person, disabled_at=None))


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

        Unknown and disabled people cost the same Argon2id run. Raises TooBusy, and limits.errors.TooMany
        without a run after too many refusals of one address, whatever the names.
        """
        if request is None or email is None or password is None:
            return None
        try:
            # Before anything is written: those who try again at once must not slow down everybody.
            argon2_limit.check_room()
        except KeysTooBusy as error:
            raise TooBusy(error.retry_after_seconds) from None
        key = address_key(client_address(request))
        # Counted before the run, so that many tries at once cannot take every place in the queue.
        limits.spend("sign_in", key)
        person = Person.objects.filter(email=canonical_email(email), disabled_at=None).first()
        try:
            account_key = passwords.check_password(person.public_id if person else None, password)
        except WrongSecret:
            return None
        except KeysTooBusy as error:
            limits.give_back("sign_in", key)
            raise TooBusy(error.retry_after_seconds) from None
        limits.give_back("sign_in", key)
        if person is not None:
            person.account_key = account_key
        return person


class ReplyCodeBackend(PersonBackend):
    """Stands for sessions that began with a reply code; `sign_in.with_reply_code` begins them."""
