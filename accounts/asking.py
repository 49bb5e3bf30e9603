"""Asking for mail: how often from one address, and what remains to whoever shares it with strangers.

A stranger may use up what an address has in an hour. Of mail that lets somebody in one goes to each mailbox
even then, so whoever asks has one; and whoever has a session asks once more on their own account.
So it is with mail to an address that somebody names as theirs: strangers who name it first take none away.
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


def spend_mail(request: SignedInRequest, address: str) -> list[tuple[str, str]]:
    """Count a mail to an address that whoever has a session says is theirs; gives what was counted.

    Whoever has confirmed the address is counted alone. Others are by where they ask from, where each of a few
    has one of their own when that is used up, and all together, so that many places flood no mailbox.
    Raises limits.errors.TooMany.
    """
    person, named = request.user, canonical_email(address)
    if person.notice_address_confirmed_at and canonical_email(person.notice_address) == named:
        alone = ("account_mail", address_key(str(person.public_id), named))
        limits.spend(*alone)
        return [alone]
    own = ("account_mail_own", address_key(str(person.public_id), named))
    of_place = ("account_mail", address_key(client_address(request), named))
    of_all = ("account_mail_all", mailbox(address))
    counted: list[tuple[str, str]] = [own, of_place, of_all]
    is_first = limits.count(*own) <= settings.LIMITS["account_mail_own"][0]
    try:
        limits.spend(*of_place)
    except TooMany:
        if not is_first:
            raise
        # Codes for comments are had for nothing: of all that have one at this place, some are served.
        of_neighbours = ("account_mail_neighbours", of_place[1])
        limits.spend(*of_neighbours)
        counted.append(of_neighbours)
    limits.spend(*of_all)
    return counted
