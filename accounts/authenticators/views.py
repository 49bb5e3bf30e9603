"""The pages on which somebody adds and removes the app that gives them one-time codes."""

from typing import cast

import pyotp
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import factors, step_up
from accounts.errors import AccountsError
from accounts.proofs import Kind
from accounts.removing_factors import FitAlone, ask_and_remove
from accounts.second_step.forms import OneTimeCodeForm
from accounts.services import authenticators
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest, renew
from limits.answers import postponed
from limits.errors import TooMany


@require_POST
def authenticator_new(request: SignedInRequest) -> HttpResponse:
    """Make a secret for a new app, and go on to the page that shows it."""
    _require_account(request)
    step_up.require(request)
    authenticators.begin(holder=request.unlocked)
    return redirect("authenticator")


@sensitive_post_parameters("code")
@sensitive_variables("secret", "context")
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator(request: SignedInRequest) -> HttpResponse:
    """Show the secret that the app shall take, and add the app when its first code is right."""
    _require_account(request)
    step_up.require(request)
    secret = authenticators.waiting_secret(request.unlocked)
    if secret is None:
        return redirect("account")
    form = OneTimeCodeForm(request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    if form.is_valid():
        session = cast(SessionStore, request.session)
        try:
            authenticators.confirm(holder=request.unlocked, typed=form.cleaned_data["code"], session=session)
        except (AccountsError, TooMany) as error:
            form.add_error("code", str(error.explanation))
            refusal = error
        else:
            renew(request, proof=Kind.ONE_TIME_CODE, shows_second=True)
            return redirect(f"{reverse('account')}?app=1")
    context = {"form": form, "secret": _in_groups(secret), "for_camera": _for_camera(request, secret)}
    status = 400 if form.is_bound else 200
    return postponed(
        render(request, "accounts/authenticators/authenticator.html", context, status=status), refusal
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def authenticator_remove(request: SignedInRequest) -> HttpResponse:
    """Say what ends with the app, and remove it when that is wanted."""
    _require_account(request)
    if not factors.has_authenticator(request.user):
        raise Http404

    def remove(fit_alone: FitAlone) -> None:
        authenticators.remove(
            holder=request.unlocked,
            session=cast(SessionStore, request.session),
            fit_alone=fit_alone,
        )

    is_last = factors.is_last_app(request.user) and not factors.must_have_one(request.user)
    return ask_and_remove(request, "accounts/authenticators/remove.html", remove, is_last=is_last)


def _require_account(request: SignedInRequest) -> None:
    """Answer visitors as if the page were not there: their reply code is all that they have."""
    if request.user.is_visitor:
        raise Http404


def _in_groups(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _for_camera(request: SignedInRequest, secret: str) -> str:
    """Write the secret as apps read it from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=request.user.email, issuer_name=settings.AGENCY_NAME)
