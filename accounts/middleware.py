"""Sign-in by default, keys that open on first use, and texts that outlive their session."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import browsers, factors, sign_in, step_up, timeouts
from accounts.models import Person, Role
from accounts.sessions import SessionStore
from accounts.typed_words import typed_words

View = Callable[..., HttpResponseBase]
# Keeps the text of a request for its author, and tells whether there was one.
TextKeeper = Callable[..., bool]

# What somebody of the agency reaches who has no second factor yet. A device that holds a passkey of before
# makes a new one only when that has opened what it can (ADR 39); without a factor it is shown to nobody.
SETTING_UP = (
    "second_factor",
    "passkey_new",
    "authenticator_new",
    "authenticator",
    "earlier_keys",
    "prove",
    "sign_out",
)


def keeps_text(keeper: TextKeeper) -> Callable[[View], View]:
    """Let `keeper(author, request, **url_arguments)` seal what somebody posts to this view after their
    session ended.
    """

    def mark(view: View) -> View:
        view.text_keeper = keeper  # type: ignore[attr-defined]
        return view

    return mark


class UnlockingMiddleware:
    """Offers `request.unlocked`, and sends whoever's session opens nothing back to sign in.

    The keys of the public open on first use. Those of staff open before any page of theirs, which is where a
    role is held against what the directory signed; no page has to ask for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.unlocked = SimpleLazyObject(lambda: sign_in.unlock(request))  # type: ignore[attr-defined]
        is_in = bool(request.session.session_key) and request.user.is_authenticated
        if is_in and not timeouts.is_locked(request.session, cast(Person, request.user)):
            timeouts.touch(request.session)
        response = self.get_response(request)
        browsers.set_cookie(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: tuple[Any, ...], view_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let nobody act as staff without keys that prove it and a second factor, or go on when locked."""
        if not request.user.is_authenticated:
            return None
        signed_in = cast(sign_in.SignedInRequest, request)
        try:
            sign_in.check_staff(signed_in)
            if timeouts.is_locked(request.session, request.user) and _is_behind_lock(request, view_func):
                step_up.require(signed_in)
        except (sign_in.SessionUnusable, step_up.ProofNeeded) as unusable:
            return self.process_exception(request, unusable)
        if factors.is_wanting(signed_in) and _is_behind_second_factor(request, view_func):
            return redirect("second_factor")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a session that opens nothing, with what was typed kept first, and what needs a proof.

        A session that another request has ended while this one was at work, as a new password does, opens
        nothing either: what this one wrote is undone, and its page is over.
        """
        if isinstance(exception, step_up.ProofNeeded):
            return step_up.ask(request, exception)
        if not isinstance(exception, (sign_in.SessionUnusable, UpdateError)):
            return None
        # A row may be changed to name anybody: a text is sealed only to whom the browser's key proves.
        author = sign_in.person_of(request)
        request.session.flush()
        request.user = AnonymousUser()
        return _come_back(author, request, request.resolver_match.func if request.resolver_match else None)


def back_with_text_kept(request: HttpRequest) -> HttpResponse | None:
    """Send the author of a form, whose session is over, to sign in, with their text kept; None when it was
    not kept. For a page that is there without sign-in too, and can go on with the text by itself.
    """
    author = cast(SessionStore, request.session).former_person
    view = request.resolver_match.func if request.resolver_match else None
    return _sent_back(author, request, kept=True) if author and _keep(author, request, view) else None


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in everywhere that does not say otherwise; loses nothing that was written when the
    session is over.
    """

    def handle_no_permission(  # type: ignore[override]  # Django only ever redirects
        self, request: HttpRequest, view_func: View
    ) -> HttpResponse:
        """Send the visitor to sign in, with their text kept; show it when it cannot be kept."""
        author = cast(SessionStore, request.session).former_person
        if author is None and not _typed(request, view_func):
            return super().handle_no_permission(request, view_func)
        return _come_back(author, request, view_func)


def _is_behind_lock(request: HttpRequest, view: View) -> bool:
    """Tell whether a page asks for sign-in, and is neither the way out nor the question itself."""
    match = request.resolver_match
    is_open = match is not None and match.url_name in ("prove", "sign_out")
    return getattr(view, "login_required", True) and not is_open


def _is_behind_second_factor(request: HttpRequest, view: View) -> bool:
    """Tell whether a page asks for sign-in, and is neither the way out nor part of adding a factor."""
    match = request.resolver_match
    is_open = match is not None and match.url_name in SETTING_UP
    return getattr(view, "login_required", True) and not is_open


def _come_back(author: UUID | None, request: HttpRequest, view: View | None) -> HttpResponse:
    """Send the author of a request whose session is over to where they came in, with their text kept.

    Answers 403 with the text, to be copied, when it could not be kept for anybody.
    """
    kept = author is not None and request.method == "POST" and _keep(author, request, view)
    if not kept and (typed := _typed(request, view)):
        return render(request, "accounts/signed_out_meanwhile.html", {"kept": typed}, status=403)
    return _sent_back(author, request, kept=kept)


def _sent_back(author: UUID | None, request: HttpRequest, *, kept: bool) -> HttpResponse:
    query = urlencode({"next": request.path, "ended": "kept" if kept else "1"})
    return redirect(f"{_entrance(author)}?{query}")


def _keep(author: UUID, request: HttpRequest, view: View | None) -> bool:
    keeper: TextKeeper | None = getattr(view, "text_keeper", None)
    arguments: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
    return keeper is not None and keeper(author, request, **arguments)


def _typed(request: HttpRequest, view: View | None) -> list[tuple[str, str]]:
    """List, with their labels, the texts of a request whose view keeps texts."""
    if request.method != "POST" or not hasattr(view, "text_keeper"):
        return []
    return typed_words(request)


def _entrance(author: UUID | None) -> str:
    is_visitor = author is not None and Person.objects.filter(public_id=author, role=Role.VISITOR).exists()
    return reverse("reply" if is_visitor else "sign_in")
