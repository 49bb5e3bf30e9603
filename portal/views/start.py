"""Where somebody who has just signed in goes on."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.sign_in import SignedInRequest
from portal import queries


@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Send everybody to the page where their work begins."""
    return redirect(queries.start_page_of(request.user))
