"""The page on which somebody changes the address that they sign in with."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import step_up
from accounts.addresses.forms import ChangeAddressForm
from accounts.services import changing_addresses
from accounts.sign_in import SignedInRequest
from limits import services as limits
from limits.addresses import address_key, client_address
from limits.answers import postponed
from limits.errors import TooMany


@require_http_methods(["GET", "HEAD", "POST"])
def change_address(request: SignedInRequest) -> HttpResponse:
    """Take the new address of somebody who has an account, and mail a code there."""
    _require_account(request)
    step_up.require(request)
    posted = request.POST if request.method == "POST" else None
    form = ChangeAddressForm(posted, present=str(request.user.email))
    refusal: TooMany | None = None
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            limits.spend("account", address_key(client_address(request)))
            # The same keyed hash of a day serves for an address of mail.
            limits.spend("account_mail", address_key(address))
        except TooMany as error:
            form.add_error(None, error.explanation)
            refusal = error
        else:
            changing_addresses.ask(actor=request.user, address=address)
            return redirect("change_address")
    context = {
        "form": form,
        "waiting": changing_addresses.waiting_change(request.user),
        "hours": settings.ACCOUNT_CONFIRMATION_LASTS // timedelta(hours=1),
    }
    status = 400 if form.is_bound else 200
    return postponed(render(request, "accounts/addresses/change.html", context, status=status), refusal)


@require_POST
def keep_address(request: SignedInRequest) -> HttpResponse:
    """Take back a change of address that was not confirmed yet."""
    _require_account(request)
    changing_addresses.withdraw(actor=request.user)
    return redirect(reverse("account"))


def _require_account(request: SignedInRequest) -> None:
    if not request.user.has_account:
        raise Http404
