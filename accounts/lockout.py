"""What django-axes counts: pairs of a name and an address, neither of them stored in clear.

Names are folded first, so that `ALICE` gets no fresh counter. An address that is not signed in lives a day,
as a keyed hash; axes wants an address in that column, so the hash is written as one that no network routes
(RFC 4193).
"""

import ipaddress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from accounts.models import canonical_email
from limits.addresses import address_key, client_address


def attempted_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Name whom the attempt is for, as a keyed hash of the folded e-mail address."""
    typed: str = ""
    if credentials:
        typed = credentials.get("email") or credentials.get("username") or ""
    elif request is not None:
        typed = request.POST.get("login", "")
    return salted_hmac("accounts.lockout.name", canonical_email(typed)).hexdigest()


def attempt_address(request: HttpRequest) -> str:
    """Give the day's keyed hash of the visitor's address, in the form of a local IPv6 address."""
    digest = bytes.fromhex(address_key(client_address(request)))
    return str(ipaddress.IPv6Address(b"\xfd" + digest[:15]))


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer a pair that failed too often."""
    response = render(request, "portal/errors/429.html", status=429)
    response["Retry-After"] = "1800"
    return response
