"""Threads that open only after a second factor: marking them, and the way to them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import factors, step_up
from accounts.fields import shown_again
from accounts.sign_in import SignedInRequest
from messaging import queries, services
from messaging.permissions import may_restrict


@require_POST
def thread_restrict(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Mark a thread as restricted, or take the mark back."""
    found: Any = queries.visible_thread(request.user, public_id)
    if found is None or not may_restrict(request.user, found):
        raise Http404
    is_restricted = request.POST.get("restricted") == "yes"
    if not is_restricted:
        # From then on whoever has only a password reads it.
        step_up.require(request)
    services.set_restricted(actor=request.user, thread=found, is_restricted=is_restricted)
    return redirect(f"{found.get_absolute_url()}#restricted")


def ask_for_factor(request: SignedInRequest, thread: Any) -> HttpResponse:
    """Say what opens a restricted thread, in the way that is open to this person; nothing of it is shown.

    A text that they posted is given back to be copied.
    """
    person = request.user
    context = {
        "thread": {"unit": thread.unit.name, "topic": thread.topic.name},
        "has_account": not person.is_visitor,
        "has_factor": factors.has_authenticator(person) or factors.has_passkey(person),
        "here": thread.get_absolute_url(),
        "text": shown_again(request.POST.get("text", "")),
    }
    return render(request, "messaging/restricting/needs_factor.html", context, status=403)
