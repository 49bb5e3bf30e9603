"""The pages of recovery codes. A code is shown to the browser that made it, and only for some minutes."""

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts import proofs, queries, shown_once, sign_in, step_up
from accounts.errors import AccountsError, WrongRecoveryCode
from accounts.navigation import safe_next, wanted_next
from accounts.recovery_codes import coming_in
from accounts.recovery_codes.forms import RecoveryForm
from accounts.services import recovery_codes
from accounts.sessions import SessionStore
from limits.answers import postponed
from limits.errors import TooMany


@login_not_required
@sensitive_post_parameters("code", "form")
@require_http_methods(["GET", "HEAD", "POST"])
def recovery(request: HttpRequest) -> HttpResponse:
    """Ask for a recovery code, let in whoever has one, and go on to the code that replaces it."""
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    if form.is_valid():
        try:
            is_in = coming_in.with_recovery_code(
                request,
                form.cleaned_data["code"],
                form_secret=form.cleaned_data["form"],
                next_page=wanted_next(request),
            )
        except (WrongRecoveryCode, TooMany) as error:
            form.add_error("code", str(error.explanation))
            refusal = error
        else:
            if not is_in:
                return redirect("second_step")
            return redirect(f"{reverse('recovery_code')}?{urlencode({'next': wanted_next(request)})}")
    context = {"form": form, "next": wanted_next(request)}
    status = 400 if form.is_bound else 200
    page = render(request, "accounts/recovery_codes/recovery.html", context, status=status)
    return postponed(page, refusal)


@require_POST
@sensitive_variables("prepared")
def recovery_code_new(request: sign_in.SignedInRequest) -> HttpResponse:
    """Make a recovery code in the place of the one before, and go on to it."""
    _require_account(request)
    step_up.require(request)
    session = cast(SessionStore, request.session)
    prepared = coming_in.prepare_code(request)
    try:
        recovery_codes.make(holder=request.unlocked, prepared=prepared, session=session)
    except AccountsError:
        # The account key was rotated meanwhile, which has ended this session too.
        return redirect("account")
    sign_in.renew(request)
    shown_once.keep(session, prepared.code.slot_id(), {"code": prepared.code.text})
    return redirect("recovery_code")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("words")
def recovery_code(request: sign_in.SignedInRequest) -> HttpResponse:
    """Show the recovery code to the browser that has just made it, also when the page is loaded again.

    The button forgets it, and so do some minutes and the end of the session.
    """
    _require_account(request)
    session = cast(SessionStore, request.session)
    slot = queries.recovery_slot_of(request.user)
    words = shown_once.look(session, slot) if slot else None
    if request.method == "POST":
        shown_once.forget(session)
        return redirect(safe_next(request) if wanted_next(request) else "account")
    if words is None:
        return redirect("account")
    step_up.require(request)
    context = {
        "code": words["code"],
        "next": wanted_next(request),
        "came_by_code": proofs.recent(request.session, request.user.public_id) is proofs.Kind.RECOVERY_CODE,
        "minutes": settings.SHOWN_ONCE_LASTS // timedelta(minutes=1),
    }
    return render(request, "accounts/recovery_codes/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recovery_code_remove(request: sign_in.SignedInRequest) -> HttpResponse:
    """Say what dies with the recovery code, and remove it when that is wanted."""
    _require_account(request)
    slot = queries.recovery_slot_of(request.user)
    if slot is None:
        raise Http404
    explanation = ""
    if request.method == "POST":
        step_up.require(request)
        try:
            recovery_codes.remove(holder=request.unlocked, session=cast(SessionStore, request.session))
        except AccountsError as error:
            explanation = str(error.explanation)
        else:
            sign_in.renew(request)
            return redirect("account")
    context = {"explanation": explanation, "ends": queries.what_ends_with(request.user, slot)}
    status = 409 if explanation else 200
    return render(request, "accounts/recovery_codes/remove.html", context, status=status)


def _require_account(request: sign_in.SignedInRequest) -> None:
    """Answer visitors as if the page were not there: their reply code is all that they have."""
    if request.user.is_visitor:
        raise Http404
