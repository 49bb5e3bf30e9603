"""How a unit made sure who the person of a thread is, for its members."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import factors
from accounts.sign_in import SignedInRequest
from messaging import queries
from messaging.restricting.views import ask_for_factor
from messaging.services.vouching import open_vouchings


@require_safe
def vouchings(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List who made sure of a thread's person, when, by what means and why."""
    found: Any = queries.visible_thread(request.user, public_id)
    if found is None or not request.user.works_in_units:
        raise Http404
    if found.restricted_at is not None and not factors.opens_restricted(request):
        return ask_for_factor(request, found)
    context = {
        "thread_url": found.get_absolute_url(),
        "vouchings": open_vouchings(reader=request.unlocked, thread=found),
    }
    return render(request, "messaging/vouching/vouchings.html", context)
