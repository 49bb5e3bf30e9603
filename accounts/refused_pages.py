"""What somebody asked for and may not see: told like what is not there, and written down."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse

import audit.services as audit
from accounts.models import Person
from audit.actions import Action


def noted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Record who, of those signed in, asked for a page that is not there for them.

    It is the same event, and the same work, whether the id that they asked for is somebody else's or
    nobody's. Source: OWASP ASVS 5.0 requirement 16.3.2, failed authorization attempts are logged.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 404 and _is_behind_sign_in(request):
            _record(request)
        return response

    return answer


def _is_behind_sign_in(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True) and request.user.is_authenticated


@transaction.atomic(durable=True)
def _record(request: HttpRequest) -> None:
    match = request.resolver_match
    asked_for = match.kwargs.get("public_id") if match else None
    audit.record(
        Action.PAGE_REFUSED,
        actor=cast(Person, request.user).public_id,
        subject=asked_for if isinstance(asked_for, UUID) else None,
        details={"page": (match.url_name if match else "") or "unnamed"},
    )
