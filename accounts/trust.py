"""Which browsers go on when too many attempts of others have failed: those that their owner made known.

Trust opens nothing. It only keeps a browser out of the counters that strangers fill.
"""

from django.conf import settings
from django.http import HttpRequest

from accounts import browsers, failures
from accounts.models import Person, canonical_email
from accounts.services import sign_in_links
from accounts.sessions import hashed
from limits import services as limits
from limits.errors import TooMany


def place_of(request: HttpRequest, person: Person | None) -> str:
    """Name what this browser is trusted by for `person`, in hex; empty when it is not.

    One query for a browser with the cookie of a known one, none for any other.
    """
    if person is None:
        return ""
    if sign_in_links.is_followed(request.session, person):
        return hashed(request.session.session_key or "")
    return browsers.token_hash(request) if browsers.is_known(request, person) else ""


def place_for(request: HttpRequest, typed: str) -> str:
    """Name the same for whoever signs in with the address that was typed."""
    if not browsers.token_hash(request) and sign_in_links.NAME not in request.session:
        return ""
    return place_of(request, Person.objects.filter(email=canonical_email(typed)[:254]).first())


def note_failure(request: HttpRequest, person: Person | None) -> None:
    """Let a browser be trusted no more with which somebody failed too often.

    When a password alone no longer suffices, once is too often for a browser that is only remembered.
    """
    place = place_of(request, person)
    if person is None or not place:
        return
    if sign_in_links.is_followed(request.session, person):
        try:
            limits.spend("sign_in_link", place)
        except TooMany:
            request.session.pop(sign_in_links.NAME, None)
    elif failures.in_a_row(person) > settings.LIMITS["failures_in_a_row"][0]:
        browsers.forget_this(request, person)
