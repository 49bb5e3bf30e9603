"""The choice of the language that pages are shown in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.navigation import is_page_of_ours


@require_safe
@login_not_required
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Show all pages in this language until the browser is closed, and go back to the page at hand.

    A link and no form: a form would need a cookie on every page, also of who never chooses.
    """
    if code not in dict(settings.LANGUAGES):
        raise Http404
    wanted = request.GET.get("next", "")
    response = redirect(wanted if is_page_of_ours(wanted) else "home")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
