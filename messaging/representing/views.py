"""The pages of representatives: who is let in by whom, and how it ends."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factors, kept_forms, step_up
from accounts.middleware import keeps_text
from accounts.sign_in import SignedInRequest
from messaging import representatives as shown
from messaging import services
from messaging.errors import MessagingError, NotPermitted
from messaging.permissions import representations_ended_by, threads_opened_to_others_by
from messaging.representing import queries
from messaging.representing.forms import AddressSearchForm, RepresentativeForm, again_as
from messaging.restricting.views import ask_for_factor
from prepared import pager


@require_safe
def representatives(request: SignedInRequest) -> HttpResponse:
    """Show somebody who has an account whom they let in, whom they represent, and their own number."""
    if not request.user.has_account:
        raise Http404
    representing = shown.shown_by(request.user)
    context = {
        "let_in": shown.shown_for(request.user),
        "representing": representing,
        "waits": any(each.waits for each in representing),
        "number": shown.number_of(request.user),
        "is_ended": "ended" in request.GET,
    }
    return render(request, "messaging/representing/representatives.html", context)


@require_safe
def represented(request: SignedInRequest) -> HttpResponse:
    """List who represents whom, for administrators: addresses of which most is hidden, and no name."""
    if not request.user.manages_people:
        raise Http404
    form = AddressSearchForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "rows": []}
        return render(request, "messaging/representing/represented.html", context, status=400)
    address = form.cleaned_data["q"]
    try:
        before = UUID(request.GET["before"]) if "before" in request.GET else None
        rows, following = queries.represented_page(request.user, address=address, before=before)
    except ValueError:
        raise Http404 from None
    asked = {"q": address} if address else {}
    context = {
        "form": form,
        "rows": rows,
        "address": address,
        **pager.links(reverse("represented"), place=before, following=following, chosen=asked),
        "is_ended": "ended" in request.GET,
    }
    return render(request, "messaging/representing/represented.html", context)


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def representative_new(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let a representative into a thread, or into all of its taxpayer's about its topic."""
    threads = threads_opened_to_others_by(request.user).select_related("taxpayer", "unit", "topic")
    found: Any = get_object_or_404(threads, public_id=public_id, closed_at=None)
    if found.restricted_at is not None and not factors.opens_restricted(request):
        return ask_for_factor(request, found)
    step_up.require(request)
    for_form = request.user.works_in_units
    again = queries.waiting_in(found, request.GET.get("again", ""))
    form = RepresentativeForm(
        request.POST if request.method == "POST" else None,
        topic=found.topic.name,
        for_form=for_form,
        initial=again_as(again) if again else None,
    )
    kept_forms.fill_in(request, form)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            services.let_in(actor=request.unlocked, thread=found, named=form.named())
        except MessagingError as error:
            form.add_error(None, str(error.explanation))
            status = 409
        else:
            kept_forms.sent(request)
            return redirect(f"{found.get_absolute_url()}#readers")
    context = {
        "form": form,
        "thread_url": found.get_absolute_url(),
        "for_form": for_form,
        "is_again": again is not None,
    }
    return render(request, "messaging/representing/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def representative_end(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then end what somebody may do for somebody else at once."""
    found: Any = get_object_or_404(representations_ended_by(request.user), public_id=public_id)
    is_manager = request.user.manages_people
    if is_manager:
        step_up.require(request)
    if request.method == "POST":
        # Somebody may have been faster.
        with suppress(NotPermitted):
            services.end_representation(actor=request.user, representation=found)
        if request.user.has_account:
            return redirect(f"{reverse('representatives')}?ended=1")
        return redirect(f"{reverse('represented')}?ended=1" if is_manager else "start")
    context = {
        "public_id": found.public_id,
        # What somebody is called is content, which no administrator reads.
        "name": "" if is_manager else shown.name_of(found),
        "is_manager": is_manager,
    }
    return render(request, "messaging/representing/end.html", context)
