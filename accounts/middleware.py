"""Sign-in by default, keys that open on first use, and texts that outlive their session."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts import sign_in
from accounts.models import Person, Role
from accounts.sessions import SessionStore

View = Callable[..., HttpResponseBase]
# Keeps the text of a request for its author, and tells whether there was one.
TextKeeper = Callable[..., bool]


def keeps_text(keeper: TextKeeper) -> Callable[[View], View]:
    """Let `keeper(author, request, **url_arguments)` seal what somebody posts to this view after their
    session ended.
    """

    def mark(view: View) -> View:
        view.text_keeper = keeper  # type: ignore[attr-defined]
        return view

    return mark


class UnlockingMiddleware:
    """Offers `request.unlocked`, and sends whoever's session opens nothing back to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.unlocked = SimpleLazyObject(lambda: sign_in.unlock(request))  # type: ignore[attr-defined]
        if request.session.session_key and request.user.is_authenticated:
            sign_in.touch(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a session that opens nothing; what was typed is kept first."""
        if not isinstance(exception, sign_in.SessionUnusable):
            return None
        # A forged row may name anybody here: a text is sealed to them, and nobody else ever reads it.
        author = sign_in.person_of(request)
        answer = _come_back(author, request, request.resolver_match.func if request.resolver_match else None)
        request.session.flush()
        return answer


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in everywhere that does not say otherwise; keeps what was written when the session is
    over.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponseRedirect:
        """Send the visitor to sign in, with their text kept if they had written one."""
        author = cast(SessionStore, request.session).former_person
        if author is None:
            return super().handle_no_permission(request, view_func)
        return _come_back(author, request, view_func)


def _come_back(author: UUID | None, request: HttpRequest, view: View | None) -> HttpResponseRedirect:
    """Send the author of a request whose session is over to where they came in, with their text kept."""
    kept = author is not None and request.method == "POST" and _keep(author, request, view)
    query = urlencode({"next": request.path, "ended": "kept" if kept else "1"})
    return redirect(f"{_entrance(author)}?{query}")


def _keep(author: UUID, request: HttpRequest, view: View | None) -> bool:
    keeper: TextKeeper | None = getattr(view, "text_keeper", None)
    arguments: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
    return keeper is not None and keeper(author, request, **arguments)


def _entrance(author: UUID | None) -> str:
    is_visitor = author is not None and Person.objects.filter(public_id=author, role=Role.VISITOR).exists()
    return reverse("reply" if is_visitor else "sign_in")
