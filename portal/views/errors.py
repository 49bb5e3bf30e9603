"""Pages for what went wrong; they say what to do next and keep what was typed."""

import secrets
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.typed_words import typed_words
from portal.context_processors import agency
from portal.logs import ERROR_NUMBER

RETRY_AFTER_SECONDS = 5


def bad_request_page(request: HttpRequest, explanation: str) -> HttpResponse:
    """Answer 400 with a sentence."""
    return render(request, "portal/errors/400.html", {"explanation": explanation}, status=400)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 to a request that Django could not or would not read."""
    explanation = getattr(exception, "explanation", "")
    if isinstance(exception, TooManyFieldsSent):
        explanation = _("What you sent is longer than we can take.")
    if isinstance(exception, RequestDataTooBig):
        explanation = _(
            "What you sent is longer than we can take. Go back: your text should still be there. "
            "Shorten it to 20,000 characters."
        )
    return bad_request_page(request, explanation)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason, when the rule that refused gave one."""
    context = {"explanation": getattr(exception, "explanation", "")}
    return render(request, "portal/errors/403.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that is too old or came from elsewhere; show what was typed, to be copied."""
    return render(request, "portal/errors/403_csrf.html", {"kept": typed_words(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, the same for what is not there and for what may not be seen."""
    return render(request, "portal/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a number that the log has too, or 503 when the database could not be reached.

    Neither page asks the database or the session for anything: they may be what broke.
    """
    number = request.META[ERROR_NUMBER] = secrets.token_hex(4).upper()
    # Only what Django has read already: reading may be what broke.
    kept = typed_words(request) if hasattr(request, "_post") else []
    context = {**agency(request), "error_number": number, "kept": kept}
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = render_to_string(
            "portal/errors/503.html", {**context, "retry_after_seconds": RETRY_AFTER_SECONDS}
        )
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return HttpResponse(render_to_string("portal/errors/500.html", context), status=500)
