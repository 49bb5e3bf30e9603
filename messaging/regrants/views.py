"""What is locked after a reset: the page of whoever was reset, and those of the members who decide."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factors, kept_forms, shown_once, step_up
from accounts.middleware import keeps_text
from accounts.permissions import units_of
from accounts.queries import has_earlier_keys
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany
from messaging.errors import MessagingError
from messaging.permissions import regrants_decided_by
from messaging.regrants import queries
from messaging.regrants.forms import LetterCodeForm, RegrantForm
from messaging.representing.queries import waiting_representatives
from messaging.services import regranting


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def locked_threads(request: SignedInRequest) -> HttpResponse:
    """Say to whoever began anew what is locked and how it opens, and take the code of a letter."""
    if not queries.has_locked_threads(request.user):
        raise Http404
    form = LetterCodeForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    refusal: Exception | None = None
    if form.is_valid():
        try:
            regranting.type_letter_code(person=request.unlocked, typed=form.cleaned_data["code"])
        except (MessagingError, TooMany) as error:
            form.add_error("code", str(error.explanation))
            refusal = error
        else:
            return redirect(f"{reverse('locked_threads')}?typed=1")
    context = {
        "form": form,
        "is_typed": "typed" in request.GET,
        "has_earlier_keys": has_earlier_keys(request.user),
        "agency_contact": settings.AGENCY_CONTACT,
        "own_words": queries.own_words(request.user),
    }
    response = render(request, "messaging/regrants/locked_threads.html", context, status=status)
    return postponed(response, refusal)


@require_safe
def regrants(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List whom the members of a unit are to make sure of."""
    unit = get_object_or_404(units_of(request.user), public_id=public_id)
    rows = queries.regrant_rows(request.user, unit)
    context = {
        "unit": unit,
        "rows": rows,
        "representatives": waiting_representatives(
            request.user, unit, opens_restricted=factors.opens_restricted(request)
        ),
        "is_cut": len(rows) == queries.MOST_ROWS,
        "is_done": "done" in request.GET,
    }
    return render(request, "messaging/regrants/regrants.html", context)


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def regrant(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a member what to compare, and open the person's threads to them again."""
    found = _decided(request, public_id)
    form = RegrantForm(request.POST if request.method == "POST" else None)
    kept_forms.fill_in(request, form)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        step_up.require(request)
        try:
            regranting.regrant(
                granter=request.unlocked,
                regrant=found,
                key_id=form.cleaned_data["key_id"],
                vouched=form.vouched,
            )
        except MessagingError as error:
            form.add_error(None, str(error.explanation))
            status = 409
        else:
            kept_forms.sent(request)
            return redirect(f"{reverse('regrants', args=[found.unit.public_id])}?done=1")
    return _show(request, found, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def regrant_letter(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Make a letter with a code, and show it to whoever made it, to be printed, for some minutes."""
    found = _decided(request, public_id)
    session = cast(SessionStore, request.session)
    if request.method == "POST":
        step_up.require(request)
        try:
            code = regranting.make_letter(member=request.user, regrant=found)
        except MessagingError as error:
            return _show(request, found, RegrantForm(), refusal=str(error.explanation), status=409)
        words = {"code": code.text, "expires_at": code.expires_at.isoformat()}
        shown_once.keep(session, found.public_id, words)
        return redirect("regrant_letter", found.public_id)
    kept = shown_once.look(session, found.public_id)
    if kept is None:
        return redirect("regrant", found.public_id)
    step_up.require(request)
    context = {
        "page": queries.regrant_page(request.user, found),
        "code": kept["code"],
        "expires_at": datetime.fromisoformat(kept["expires_at"]),
        "link": settings.SITE_URL + reverse("locked_threads"),
        "reader_language": found.person.language,
    }
    return render(request, "messaging/regrants/letter.html", context)


def _decided(request: SignedInRequest, public_id: UUID) -> Any:
    decided = regrants_decided_by(request.user).select_related("unit", "person")
    return get_object_or_404(decided, public_id=public_id)


def _show(
    request: SignedInRequest, found: Any, form: RegrantForm, *, refusal: str = "", status: int
) -> HttpResponse:
    context = {
        "page": queries.regrant_page(request.user, found),
        "subjects": regranting.open_locked(
            reader=request.unlocked,
            regrant=found,
            opens_restricted=factors.opens_restricted(request),
        ),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "messaging/regrants/regrant.html", context, status=status)
