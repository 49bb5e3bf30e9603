"""Signing in with the agency's own account: it says who somebody is, and opens nothing.

Whoever comes back is not signed in yet; what they unlock with is asked for on the sign-in page, with all its
limits. Somebody of the staff who is signed in links their identity, by a button and after a recent proof.
"""

from dataclasses import asdict
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import agency_notes, queries, step_up
from accounts.agency_sign_in import provider
from accounts.errors import AccountsError, AgencySignInFailed
from accounts.services import identities
from accounts.sign_in import SignedInRequest
from limits import services as limits
from limits.addresses import address_key, client_address
from limits.answers import postponed
from limits.errors import TooMany

OFFER = "agency_offer"
OFFER_SALT = "accounts.agency-offer"
OFFER_LASTS = 600
# The link that changes the language would repeat what the provider sent.
NO_SWITCH = {"has_no_switch": True}


@login_not_required
@require_safe
def send(request: HttpRequest) -> HttpResponse:
    """Send somebody to the agency's provider; a link, since a form may lead to our own pages only."""
    _require_provider(request)
    try:
        limits.spend("agency_sign_in", address_key(client_address(request)))
        return provider.send(request)
    except (AgencySignInFailed, TooMany) as error:
        return _refuse(request, error)


@login_not_required
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Take somebody back from the agency's provider."""
    _require_provider(request)
    try:
        claims = provider.receive(request)
    except AgencySignInFailed as error:
        return _refuse(request, error)
    # Whom the provider knows is no stranger; all of an office come from one address, at one hour.
    limits.give_back("agency_sign_in", address_key(client_address(request)))
    if request.user.is_authenticated and request.user.is_staff_member:
        offer = {**asdict(claims), "person": str(request.user.public_id)}
        request.session[OFFER] = signing.dumps(offer, salt=OFFER_SALT)
        return redirect("agency_identity")
    person = identities.find(issuer=claims.issuer, subject=claims.subject)
    if person is None:
        identities.note_refused()
        return render(request, "accounts/agency_sign_in/unknown.html", NO_SWITCH, status=403)
    agency_notes.note_named(request.session, person.public_id, is_strong=claims.is_strong)
    identities.note_named(person)
    return redirect("sign_in")


@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: SignedInRequest) -> HttpResponse:
    """Show somebody of the staff their identity at the provider; link the one they came with, or end it."""
    if not request.user.is_staff_member or not provider.is_configured():
        raise Http404
    offer = _offer(request)
    explanation, status = "", 200
    if request.method == "POST":
        step_up.require(request)
        try:
            _decide(request, offer)
        except AccountsError as error:
            explanation, status = str(error.explanation), 409
        else:
            return redirect("agency_identity")
    context = {
        "linked": queries.staff_identity(request.user),
        "offer": offer,
        "explanation": explanation,
    }
    return render(request, "accounts/agency_sign_in/identity.html", context, status=status)


def _decide(request: SignedInRequest, offer: dict[str, Any] | None) -> None:
    deed = request.POST.get("deed")
    if deed == "link" and offer is not None:
        identities.link(actor=request.unlocked, issuer=offer["issuer"], subject=offer["subject"])
        del request.session[OFFER]
    elif deed == "unlink":
        identities.unlink(actor=request.user)


def _offer(request: SignedInRequest) -> dict[str, Any] | None:
    """Read whom the provider named to this person's own session just now."""
    try:
        offer = signing.loads(request.session[OFFER], salt=OFFER_SALT, max_age=OFFER_LASTS)
        return cast(dict[str, Any], offer) if offer["person"] == str(request.user.public_id) else None
    except (KeyError, TypeError, signing.BadSignature):
        return None


def _require_provider(request: HttpRequest) -> None:
    """Answer as if the page were not there where there is no provider, and to the public's accounts."""
    is_taxpayer = request.user.is_authenticated and cast(SignedInRequest, request).user.has_account
    if not provider.is_configured() or is_taxpayer:
        raise Http404


def _refuse(request: HttpRequest, error: AgencySignInFailed | TooMany) -> HttpResponse:
    context = {"explanation": error.explanation, **NO_SWITCH}
    response = render(request, "accounts/agency_sign_in/failed.html", context, status=400)
    return postponed(response, error)
