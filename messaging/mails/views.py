"""The page that lists the e-mails about messages, for who looks after them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.sign_in import SignedInRequest
from messaging.mails import queries
from prepared import pager


@require_safe
def mails(request: SignedInRequest) -> HttpResponse:
    """List each e-mail about a message with its state: to supervisors of their units, to administrators
    by ids.
    """
    if not request.user.looks_after_deliveries:
        raise Http404
    state = request.GET.get("state", "")
    try:
        before = queries.place_of(request.GET["before"]) if "before" in request.GET else None
        shown, following = queries.mails_page(request.user, state=state, before=before)
    except queries.NoSuchPage:
        raise Http404 from None
    chosen = {"state": state} if state else {}
    context = {
        "mails": shown,
        "states": queries.STATES.items(),
        "chosen": state,
        **pager.links(reverse("mails"), place=before, following=following, chosen=chosen),
    }
    return render(request, "messaging/mails/mails.html", context)
