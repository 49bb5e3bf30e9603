"""Pages about people who may not know of an answer, for the unit that has to reach them another way."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.sign_in import SignedInRequest
from messaging.errors import MessagingError
from messaging.permissions import threads_invited_to_by, unreached_visible_to
from messaging.services import unreached as services
from messaging.unreached import queries
from messaging.unreached.forms import ReachedForm
from prepared import pager


@require_safe
def unreached(request: SignedInRequest) -> HttpResponse:
    """List those whom the person's units have to reach another way."""
    if not request.user.works_in_units:
        raise Http404
    place = pager.place_asked(request.GET)
    entries, following = queries.unreached_page(request.user, before=place)
    context = {
        "entries": entries,
        **pager.links(reverse("unreached"), place=place, following=following),
        "was_reached": "reached" in request.GET,
    }
    return render(request, "messaging/unreached/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unreached_entry(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say why somebody may not know of an answer, and note how they were reached."""
    found = _found(request, public_id)
    form = ReachedForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            services.mark_reached(actor=request.user, entry=found, way=form.cleaned_data["way"])
        except MessagingError as error:
            form.add_error(None, str(error.explanation))
            status = 409
        else:
            return redirect(f"{reverse('unreached')}?reached=1")
    invitable = threads_invited_to_by(request.user).filter(pk=found.thread_id).exists()
    taxpayer = found.thread.taxpayer
    context = {
        "entry": queries.entry_of(found),
        "form": form,
        "may_invite": invitable,
        "has_account": taxpayer.has_account,
        "has_way_in": queries.has_way_in(taxpayer),
    }
    return render(request, "messaging/unreached/entry.html", context, status=status)


@require_safe
def unreached_letter(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a letter to print that says that a message waits, and nothing of what it is.

    It sends a visitor to the page of reply codes, and whoever has an account to that on which they sign in.
    None has a code: for a visitor one is made on purpose, as an invitation; an account is opened by what its
    owner has alone, and a code in an envelope would be a way in that they did not choose.
    """
    found = _found(request, public_id)
    taxpayer = found.thread.taxpayer
    if not queries.has_way_in(taxpayer):
        raise Http404
    services.record_letter(actor=request.user, entry=found)
    address = settings.SITE_URL + reverse("sign_in" if taxpayer.has_account else "reply")
    context = {
        "entry": queries.entry_of(found),
        "has_account": taxpayer.has_account,
        "reader_language": taxpayer.language,
        "link": address,
        "answer_address": address.removeprefix("https://").removeprefix("http://"),
    }
    return render(request, "messaging/unreached/letter.html", context)


def _found(request: SignedInRequest, public_id: UUID) -> Any:
    listed = unreached_visible_to(request.user)
    return get_object_or_404(
        listed.select_related("thread__topic", "thread__unit", "thread__taxpayer"), public_id=public_id
    )
