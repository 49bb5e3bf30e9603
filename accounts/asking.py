"""Asking for mail: how often from one address, and what remains to whoever shares it with strangers.

A stranger may use up what an address has in an hour. Of mail that lets somebody in one goes to each mailbox
even then, so whoever asks has one; and whoever has a session asks once more on their own account.
"""

from typing import Protocol

from django.conf import settings
from django.http import HttpRequest

from accounts.models import canonical_email
from accounts.sign_in import SignedInRequest
from limits import services as limits
from limits.addresses import AddressKey, address_key, client_address
from limits.errors import TooMany


class Promise(Protocol):
    """A service that promises mail to whoever signs in with an address, if anybody does."""

    def __call__(self, *, address: str, is_flooded: bool) -> None:
        """Promise it; nothing is left of what nobody reads where `is_flooded`."""


def way_in(request: HttpRequest, *, address: str, scope: str, promise: Promise) -> None:
    """Have mail sent by which whoever signs in with `address` gets in; nobody learns whether anybody does.

    scope: how many a mailbox gets in an hour; it is sent no more, and the page says the same. Where too many
    were asked for from the visitor's own address, each mailbox gets one: whose ever it was, it works.
    """
    asked = limits.count("account", address_key(client_address(request)))
    is_flooded = asked > settings.LIMITS["account"][0]
    if limits.count(scope, mailbox(address)) <= (1 if is_flooded else settings.LIMITS[scope][0]):
        promise(address=address, is_flooded=is_flooded)


def mailbox(address: str) -> AddressKey:
    """Name the counters of one e-mail address, however it is written; the same keyed hash of a day serves."""
    return address_key(canonical_email(address))


def spend(request: SignedInRequest) -> tuple[str, str]:
    """Count that whoever has a session asks for mail to an address of theirs; gives what was counted.

    Raises limits.errors.TooMany when others have used up what their address has, and they what they have.
    """
    of_address = ("account", address_key(client_address(request)))
    try:
        limits.spend(*of_address)
    except TooMany:
        own = ("account_own", address_key(str(request.user.public_id)))
        limits.spend(*own)
        return own
    return of_address
