"""What waits for a second member of a unit, and the page on which they let it go or refuse."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factors, kept_forms, step_up
from accounts.middleware import keeps_text
from accounts.sign_in import SignedInRequest
from messaging import queries, services
from messaging.errors import MessagingError
from messaging.permissions import may_release, still_works_on
from messaging.releases.forms import DecisionForm
from messaging.releases.rows import opened_release, release_row
from messaging.restricting.views import ask_for_factor


@require_safe
def releases(request: SignedInRequest) -> HttpResponse:
    """List what waits for a second member in the units of whoever is signed in."""
    if not queries.units_for(request.user):
        raise Http404
    waiting = queries.pending_releases(request.user)
    names = queries.names_of({each.author_id for each in waiting})
    rows = [release_row(each, names, reader=request.user) for each in waiting]
    return render(request, "messaging/releases/releases.html", {"rows": rows})


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what would leave, to whom, and what will happen; take the decision of a second member."""
    found: Any = queries.visible_release_request(request.user, public_id)
    if found is None:
        raise Http404
    if found.thread.restricted_at is not None and not factors.opens_restricted(request):
        return ask_for_factor(request, found.thread)
    if request.method != "POST":
        form = DecisionForm()
        kept_forms.fill_in(request, form)
        return _show(request, found, form=form)
    actions = {"release": _release, "refuse": _refuse, "withdraw": _withdraw}
    chosen = request.POST.get("action", "")
    action = actions.get(chosen)
    form = DecisionForm(request.POST, needs_reason=chosen == "release")
    if action is None or not form.is_valid():
        return _show(request, found, form=form if action else None, status=400)
    try:
        answer = action(request, found, form.cleaned_data["reason"])
    except MessagingError as error:
        found.refresh_from_db()
        return _show(request, found, form=form, refusal=str(error.explanation), status=409)
    kept_forms.sent(request)
    return answer


def _release(request: SignedInRequest, found: Any, reason: str) -> HttpResponse:
    # From here on words are where no key protects them.
    step_up.require(request)
    message = services.release(releaser=request.unlocked, request=found, reason=reason)
    return redirect(f"{found.thread.get_absolute_url()}?sent={message.public_id}#sent")


def _refuse(request: SignedInRequest, found: Any, reason: str) -> HttpResponse:
    services.refuse_release(member=request.unlocked, request=found, reason=reason)
    return redirect("release", public_id=found.public_id)


def _withdraw(request: SignedInRequest, found: Any, _reason: str) -> HttpResponse:
    services.withdraw_request(author=request.unlocked, request=found)
    return redirect("release", public_id=found.public_id)


def _show(
    request: SignedInRequest,
    found: Any,
    *,
    form: DecisionForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    opened = services.open_request(reader=request.unlocked, request=found)
    shown = opened_release(found, opened) if opened else None
    people = {found.author_id, found.ended_by_id} - {None}
    context = {
        "waiting": release_row(found, queries.names_of(people), reader=request.user),
        "opened": shown,
        "reasons": services.open_reasons(reader=request.unlocked, request=found),
        "form": form or DecisionForm(),
        "may_release": bool(shown and shown["may_leave"]) and may_release(request.user, found),
        "has_author_left": not still_works_on(found.author_id, found.thread),
        "refusal": refusal,
    }
    return render(request, "messaging/releases/release.html", context, status=status)
