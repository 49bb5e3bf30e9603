"""The pages on which administrators help the owners of accounts of the public. Nothing lists accounts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import step_up
from accounts.errors import AccountsError
from accounts.fields import SingleValueForm
from accounts.helping.forms import FindAccountForm, HowAskedForm, WhyDisabledForm
from accounts.permissions import accounts_managed_by
from accounts.services import access, helping, password_resets
from accounts.sign_in import SignedInRequest
from limits import services as limits
from limits.addresses import address_key
from limits.answers import postponed
from limits.errors import TooMany

# What has just been done, as the page of an account is told by its address.
DONE = ("reset", "disabled", "enabled", "signed_out")


@require_http_methods(["GET", "HEAD", "POST"])
def helped(request: SignedInRequest) -> HttpResponse:
    """Take the whole address of an account, and lead to it; the address stands in no link and no history."""
    if not request.user.manages_people:
        raise Http404
    form = FindAccountForm(request.POST if request.method == "POST" else None)
    refusal: TooMany | None = None
    if form.is_valid():
        try:
            found = helping.find(actor=request.user, address=form.cleaned_data["email"])
        except TooMany as error:
            form.add_error(None, str(error.explanation))
            refusal = error
        else:
            if found is not None:
                return redirect("helped_account", found.public_id)
            form.add_error(
                "email", _("Nobody of the public has an account with this address. Ask them to spell it.")
            )
    status = 400 if form.is_bound else 200
    context = {"form": form, "most": settings.LIMITS["account_search"][0]}
    return postponed(render(request, "accounts/helping/find.html", context, status=status), refusal)


@require_safe
def helped_account(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show how the owner of an account gets in, and what may be done for them."""
    found, done = _managed(request, public_id), request.GET.get("done", "")
    context = {
        "page": helping.open_account(actor=request.user, person=found),
        "done": done if done in DONE else "",
    }
    return render(request, "accounts/helping/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def helped_reset(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say what a reset means, and have the link mailed by which the owner chooses a new password."""

    def start(person: Any, how: str) -> None:
        limits.spend("reset_mail", address_key(str(person.email)))
        password_resets.start(actor=request.user, person=person, how=how)

    hours = settings.PASSWORD_RESET_LASTS_TAXPAYER // timedelta(hours=1)
    form = HowAskedForm(request.POST if request.method == "POST" else None)
    return _ask_and_do(request, public_id, form, start, page="reset", done="reset", hours=hours)


@require_http_methods(["GET", "HEAD", "POST"])
def helped_disable(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask why, then end everything by which the owner comes in at once."""

    def disable(person: Any, why: str) -> None:
        access.disable(actor=request.user, person=person, why=why)

    form = WhyDisabledForm(request.POST if request.method == "POST" else None)
    return _ask_and_do(request, public_id, form, disable, page="disable", done="disabled")


@require_POST
def helped_enable(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let the owner of a disabled account sign in again."""
    found = _managed(request, public_id)
    step_up.require(request)
    access.enable(actor=request.user, person=found)
    return _go_back(found, "enabled")


@require_POST
def helped_sign_out(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End every session of an account."""
    found = _managed(request, public_id)
    step_up.require(request)
    access.end_sessions(actor=request.user, person=found)
    return _go_back(found, "signed_out")


def _managed(request: SignedInRequest, public_id: UUID) -> Any:
    return get_object_or_404(accounts_managed_by(request.user), public_id=public_id)


def _ask_and_do(
    request: SignedInRequest,
    public_id: UUID,
    form: SingleValueForm,
    deed: Callable[[Any, str], None],
    *,
    page: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Say what will happen, take the one reason that the form holds, and do it."""
    found = _managed(request, public_id)
    status, refusal = (400 if form.is_bound else 200), None
    if form.is_valid():
        step_up.require(request)
        [reason] = form.cleaned_data.values()
        try:
            deed(found, reason)
        except (AccountsError, TooMany) as error:
            form.add_error(None, str(error.explanation))
            status, refusal = 409, error
        else:
            return _go_back(found, done)
    context |= {"form": form, "public_id": found.public_id, "email": found.email}
    return postponed(render(request, f"accounts/helping/{page}.html", context, status=status), refusal)


def _go_back(found: Any, done: str) -> HttpResponse:
    return redirect(f"{reverse('helped_account', args=[found.public_id])}?done={done}")
