"""The pages of passkeys. A script of ours has the browser ask the device; its answer is posted as a form."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import factors, queries, step_up
from accounts.errors import AccountsError
from accounts.navigation import safe_next, wanted_next
from accounts.passkeys import signing_in
from accounts.passkeys.forms import NewPasskeyForm, PasskeyForm
from accounts.permissions import passkeys_of, passkeys_that_only_sign_in
from accounts.removing_factors import FitAlone, ask_and_remove
from accounts.services import passkeys
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest, renew


@login_not_required
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Give a browser a challenge for one purpose, and say which passkeys may answer."""
    try:
        options = signing_in.options_for(request, request.POST.get("purpose", ""))
    except AccountsError:
        return JsonResponse({}, status=400)
    return JsonResponse(options)


@login_not_required
@sensitive_post_parameters("credential", "secret")
@sensitive_variables("answer")
@require_POST
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Let in whoever's passkey has answered; one that unlocks nothing goes on to the second step."""
    form = PasskeyForm(request.POST)
    if form.is_valid():
        answer = signing_in.Answer(form.cleaned_data["credential"], form.cleaned_data["secret"])
        try:
            is_in = signing_in.come_in(request, answer, next_page=wanted_next(request))
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
        else:
            return redirect(safe_next(request) if is_in else "second_step")
    context = {"form": form, "next": wanted_next(request)}
    return render(request, "accounts/passkeys/refused.html", context, status=400)


@sensitive_post_parameters("credential", "secret")
@sensitive_variables("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_new(request: SignedInRequest) -> HttpResponse:
    """Add a passkey of the browser at hand."""
    _require_account(request)
    step_up.require(request)
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = signing_in.Answer(form.cleaned_data["credential"], form.cleaned_data["secret"])
        try:
            unlocks = signing_in.add(request, answer, label=form.cleaned_data["label"])
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
        else:
            renew(request, shows_second=True)
            return redirect(f"{reverse('account')}?passkey={'unlocks' if unlocks else 'signs-in'}")
    status = 400 if form.is_bound else 200
    context = {"form": form, "earlier": queries.earlier_passkey_labels(request.user)}
    return render(request, "accounts/passkeys/new.html", context, status=status)


@sensitive_post_parameters("credential", "secret")
@sensitive_variables("answer")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_open(request: SignedInRequest) -> HttpResponse:
    """Let a passkey that only signs in open messages too, where its device computes a secret now."""
    passkeys_at_hand = list(passkeys_that_only_sign_in(request.user))
    if not passkeys_at_hand:
        raise Http404
    step_up.require(request)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answer = signing_in.Answer(form.cleaned_data["credential"], form.cleaned_data["secret"])
        try:
            signing_in.let_open(request, answer)
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
        else:
            renew(request)
            return redirect(f"{reverse('account')}?passkey=unlocks")
    context = {"form": form, "passkeys": passkeys_at_hand}
    status = 400 if form.is_bound else 200
    return render(request, "accounts/passkeys/open.html", context, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_remove(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say what ends with a passkey, and remove it when that is wanted."""
    found = get_object_or_404(passkeys_of(request.user), public_id=public_id)

    def remove(fit_alone: FitAlone) -> None:
        passkeys.remove(
            holder=request.unlocked,
            passkey=found,
            session=cast(SessionStore, request.session),
            fit_alone=fit_alone,
        )

    is_last = factors.is_last_passkey(request.user, found) and not factors.must_have_one(request.user)
    template = "accounts/passkeys/remove.html"
    ends = queries.what_ends_with(request.user, found.public_id)
    return ask_and_remove(request, template, remove, is_last=is_last, passkey=found, ends=ends)


def _require_account(request: SignedInRequest) -> None:
    """Answer visitors as if the page were not there: their reply code is all that they have."""
    if request.user.is_visitor:
        raise Http404
