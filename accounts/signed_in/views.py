"""The page on which somebody sees where they are signed in, and ends it."""

from typing import cast
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import last_sign_in
from accounts.services import own_sessions
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest

ENDED = {"one", "others"}


@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """List where somebody is signed in."""
    at, failures = last_sign_in.told_of(request.session)
    ended = request.GET.get("ended", "")
    context = {
        "sessions": own_sessions.open_sessions(request.user, cast(SessionStore, request.session)),
        "last_sign_in_at": at,
        "failures": failures,
        "ended": ended if ended in ENDED else "",
    }
    return render(request, "accounts/signed_in/sessions.html", context)


@require_safe
def stay(request: SignedInRequest) -> HttpResponse:
    """Say that somebody stays signed in: asking for this page, as for any other, is what they do for it."""
    return render(request, "accounts/signed_in/stay.html")


@require_POST
def end_session(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End one session of one's own."""
    if not own_sessions.end_one(actor=request.user, public_id=public_id):
        raise Http404
    return redirect(f"{reverse('sessions')}?ended=one")


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End every session of one's own but this one."""
    own_sessions.end_others(actor=request.user, session=cast(SessionStore, request.session))
    return redirect(f"{reverse('sessions')}?ended=others")
