"""The pages on which somebody changes the address that they sign in with, or that our notices go to."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import asking, step_up
from accounts.addresses.forms import ChangeAddressForm, NoticeAddressForm
from accounts.services import changing_addresses, notice_addresses
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany
from notices.addresses import hint


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
            asking.spend(request)
            asking.spend_mail(request, address)
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


@require_http_methods(["GET", "HEAD", "POST"])
def notice_address(request: SignedInRequest) -> HttpResponse:
    """Take where a visitor wants to be told of answers, or that they want no e-mail any more."""
    if not request.user.is_visitor:
        raise Http404
    form = NoticeAddressForm(request.POST if request.method == "POST" else None)
    refusal: TooMany | None = None
    if form.is_valid():
        address = form.cleaned_data["email"]
        try:
            asking.spend(request)
            if address:
                asking.spend_mail(request, address)
        except TooMany as error:
            form.add_error(None, error.explanation)
            refusal = error
        else:
            notice_addresses.change(actor=request.user, address=address)
            return redirect(f"{reverse('notice_address')}?changed=1")
    context = {
        "form": form,
        # Of which most is hidden, as on the page of the thread: a code may be in somebody else's hands.
        "present": hint(request.user.notice_address),
        "is_changed": "changed" in request.GET and not form.is_bound,
    }
    status = 400 if form.is_bound else 200
    return postponed(render(request, "accounts/addresses/notices.html", context, status=status), refusal)


def _require_account(request: SignedInRequest) -> None:
    if request.user.is_visitor:
        raise Http404
