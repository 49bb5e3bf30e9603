"""Pages about topics, for administrators, and about screening and what could not be sent, for who looks
after both.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import kept_forms, step_up
from accounts.middleware import keeps_text
from accounts.permissions import units_managed_by
from accounts.sign_in import SignedInRequest
from messaging import services
from messaging.administration import queries
from messaging.administration.forms import ChangedTopicForm, ShownDeliveriesForm, TopicForm
from messaging.errors import MessagingError, MoveEnded
from messaging.permissions import dead_letters_visible_to, topics_managed_by
from prepared import pager


@require_safe
def topics(request: SignedInRequest) -> HttpResponse:
    """List the topics in the order of the public form."""
    _require_manager(request)
    context = {"topics": queries.topics(request.user)}
    return render(request, "messaging/administration/topics.html", context)


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def topic_new(request: SignedInRequest) -> HttpResponse:
    """Add a topic, behind all others."""
    _require_manager(request)
    form = TopicForm(request.POST if request.method == "POST" else None, units=units_managed_by(request.user))
    kept_forms.fill_in(request, form)
    if form.is_valid():
        step_up.require(request)
        try:
            services.offer_topic(actor=request.user, **form.cleaned_data)
        except MessagingError as error:
            form.add_error(None, str(error.explanation))
            return _show_topic(request, form, action=reverse("topic_new"), status=409)
        kept_forms.sent(request)
        return redirect("topics")
    status = 400 if form.is_bound else 200
    return _show_topic(request, form, action=reverse("topic_new"), status=status)


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Change the words of a topic and its place, and ask the unit that answers it to give it to another."""
    found = get_object_or_404(topics_managed_by(request.user), public_id=public_id)
    form = ChangedTopicForm(
        request.POST if request.method == "POST" else None,
        units=units_managed_by(request.user),
        initial={
            "name": found.name,
            "description": found.description,
            "unit": found.unit.public_id,
            "position": found.position,
            "mail_address": found.mail_address,
        },
    )
    kept_forms.fill_in(request, form)
    action = reverse("topic", args=[public_id])
    if form.is_valid():
        step_up.require(request)
        try:
            move = services.change_topic(actor=request.user, topic=found, **form.cleaned_data)
        except MessagingError as error:
            form.add_error(None, str(error.explanation))
            return _show_topic(request, form, action=action, topic=found, status=409)
        kept_forms.sent(request)
        return redirect("topics") if move is None else redirect("topic", found.public_id)
    return _show_topic(request, form, action=action, topic=found, status=400 if form.is_bound else 200)


@require_POST
def topic_stay(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take back that a topic shall move."""
    found = get_object_or_404(topics_managed_by(request.user), public_id=public_id)
    # The unit may have been faster; the page says where the topic is now.
    with suppress(MoveEnded):
        services.withdraw_move(actor=request.user, topic=found)
    return redirect("topic", found.public_id)


@require_safe
def screening(request: SignedInRequest) -> HttpResponse:
    """Show what was found by mistake and how often screening failed: to supervisors of their own units."""
    _require_looking_after(request)
    context = {"counts": queries.screening_counts(request.user)}
    return render(request, "messaging/administration/screening.html", context)


@require_safe
def deliveries(request: SignedInRequest) -> HttpResponse:
    """List what could not be sent: to supervisors of their own units, to administrators by ids."""
    _require_looking_after(request)
    return _show_deliveries(request)


@require_POST
def deliveries_again(request: SignedInRequest) -> HttpResponse:
    """Try everything again that the page has shown."""
    _require_looking_after(request)
    form = ShownDeliveriesForm(request.POST)
    if not form.is_valid():
        return _show_deliveries(request, explanation=str(form.errors["shown"][0]), status=400)
    try:
        services.try_all_again(actor=request.user, subjects=form.cleaned_data["shown"])
    except MessagingError as error:
        return _show_deliveries(request, explanation=str(error.explanation), status=409)
    return redirect(f"{reverse('deliveries')}?again=all")


@require_POST
def delivery_again(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Try a dead letter again; whoever comes from its thread goes back there, and reads how far it came."""
    place = queries.place_on_thread(request.user, public_id) if "thread" in request.POST else ""
    if not dead_letters_visible_to(request.user).filter(subject=public_id).exists():
        if place:
            return redirect(place)
        raise Http404
    try:
        services.try_again(actor=request.user, subject=public_id)
    except MessagingError as error:
        if place:
            return redirect(place)
        return _show_deliveries(request, explanation=str(error.explanation), status=409)
    return redirect(place or f"{reverse('deliveries')}?again=1")


def _require_manager(request: SignedInRequest) -> None:
    if not request.user.manages_people:
        raise Http404


def _require_looking_after(request: SignedInRequest) -> None:
    if not request.user.looks_after_deliveries:
        raise Http404


def _show_topic(request: SignedInRequest, form: TopicForm, *, status: int, **context: Any) -> HttpResponse:
    if "topic" in context:
        context["move"] = queries.waiting_move(request.user, context["topic"])
    return render(request, "messaging/administration/topic.html", {"form": form, **context}, status=status)


def _show_deliveries(request: SignedInRequest, *, explanation: str = "", status: int = 200) -> HttpResponse:
    place = pager.place_asked(request.GET)
    shown, following = queries.deliveries_page(request.user, before=place)
    context = {
        "deliveries": shown,
        **pager.links(reverse("deliveries"), place=place, following=following),
        "shown": ",".join(str(delivery.public_id) for delivery in shown),
        "explanation": explanation,
        "was_tried_again": request.GET.get("again", ""),
    }
    return render(request, "messaging/administration/deliveries.html", context, status=status)
