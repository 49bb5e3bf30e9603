"""The page on which members of a unit decide whether another unit answers one of its topics from now on."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import step_up
from accounts.sign_in import SignedInRequest
from messaging import services
from messaging.errors import MessagingError
from messaging.permissions import topic_moves_decided_by


@require_safe
def moves(request: SignedInRequest) -> HttpResponse:
    """List what administrators want to give to other units of what this person's units answer."""
    if not request.user.works_in_units:
        raise Http404
    return _show(request, decided=request.GET.get("decided", ""))


@require_POST
def move(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Agree to a move, or keep the topic."""
    found: Any = get_object_or_404(topic_moves_decided_by(request.user), public_id=public_id)
    step_up.require(request)
    deeds = {"agree": services.agree_to_move, "refuse": services.refuse_move}
    action = request.POST.get("action", "")
    if action not in deeds:
        return _show(
            request, explanation=_("Choose whether to give the topic away or to keep it."), status=400
        )
    try:
        deeds[action](actor=request.unlocked, move=found)
    except MessagingError as error:
        return _show(request, explanation=str(error.explanation), status=409)
    return redirect(f"{reverse('moves')}?decided={action}")


def _show(
    request: SignedInRequest, *, explanation: str = "", decided: str = "", status: int = 200
) -> HttpResponse:
    waiting = topic_moves_decided_by(request.user)
    context = {
        "moves": waiting.select_related("topic", "topic__unit", "unit", "proposed_by").order_by("pk"),
        "explanation": explanation,
        "decided": decided,
    }
    return render(request, "messaging/topic_moves/moves.html", context, status=status)
