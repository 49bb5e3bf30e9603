"""The mailbox of a unit, and somebody's own threads, to which they add by a reply code."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factors
from accounts.coming_in import visitor_of_code
from accounts.errors import WrongReplyCode
from accounts.forms import ReplyCodeForm
from accounts.services import memberships
from accounts.sign_in import SignedInRequest
from accounts.units.queries import keys_in_danger
from limits.answers import postponed
from limits.errors import TooMany
from messaging import queries, representatives, services, thread_lists
from messaging.errors import MessagingError
from messaging.listing import rows as listed
from messaging.regrants.queries import opened_again

# Of so many units a visit to a mailbox makes the next key.
KEPT_AT_ONCE = 3


@require_safe
def mailbox(request: SignedInRequest) -> HttpResponse:
    """List the threads of one of the person's units, newest first."""
    units = queries.units_for(request.user)
    wanted = request.GET.get("unit", "")
    unit = next((unit for unit in units if not wanted or str(unit.public_id) == wanted), None)
    if unit is None:
        raise Http404
    before = _place(request)
    _keep_keys(request, unit, units)
    rows, following = services.open_mailbox(
        reader=request.unlocked,
        unit=unit,
        before=before,
        opens_restricted=factors.opens_restricted(request),
    )
    here = f"{reverse('mailbox')}?unit={unit.public_id}"
    context = {
        "rows": listed.mailbox_rows(rows),
        "next_url": f"{here}&before={following}" if following else "",
        "first_url": here if before else "",
        "units": units,
        "chosen_unit": unit,
        "keys_in_danger": keys_in_danger(request.user, units),
        "lacks_key": any(row.summary is None and not row.is_withheld for row in rows)
        and services.lacks_unit_key(request.unlocked, unit.public_id),
    }
    return render(request, "messaging/mailbox.html", context)


def _keep_keys(request: SignedInRequest, shown: Any, units: list[Any]) -> None:
    """Do for the keys of every unit of the person what only an unlocked holder can: of the unit that is shown
    first, for its list is opened next, then of some others, so that no page takes long.
    """
    waiting = [unit for unit in units if unit.has_untagged_grant or unit.has_epoch_due]
    for unit in sorted(waiting, key=lambda unit: unit != shown)[:KEPT_AT_ONCE]:
        if unit.has_untagged_grant:
            memberships.tag_own_grants(holder=request.unlocked, unit=unit)
        if unit.has_epoch_due:
            memberships.renew_unit_key(holder=request.unlocked, unit=unit)


@require_safe
def threads(request: SignedInRequest) -> HttpResponse:
    """List the threads of somebody who has an account, newest first; a visitor has one, and is sent there."""
    if request.user.is_staff_member:
        raise Http404
    if request.user.is_visitor:
        return redirect("start")
    rows, following = services.open_threads(
        reader=request.unlocked,
        before=_place(request),
        opens_restricted=factors.opens_restricted(request),
    )
    here = reverse("threads")
    cards = [listed.thread_card(row, request.user) for row in rows]
    context = {
        "threads": cards,
        "next_url": f"{here}?before={following}" if following else "",
        "first_url": here if "before" in request.GET else "",
        "is_added": "added" in request.GET,
        "is_opened": "opened" in request.GET,
        "has_locked": any(card["is_locked"] for card in cards),
        "waits_to_be_let_in": representatives.waits_to_be_let_in(request.user),
        "opened_again": opened_again(request.user),
        "agency_contact": settings.AGENCY_CONTACT,
    }
    return render(request, "messaging/threads.html", context)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def add_thread(request: SignedInRequest) -> HttpResponse:
    """Move what a reply code opens into the account of whoever types it; refused in the words of "Read your
    answer".
    """
    if request.user.is_staff_member:
        raise Http404
    if request.user.is_visitor:
        return redirect("start")
    form = ReplyCodeForm(request.POST or None)
    refusal: Exception | None = None
    if form.is_valid():
        try:
            visitor = visitor_of_code(request, form.cleaned_data["code"])
            services.adopt(account=request.unlocked, visitor=visitor)
        except (WrongReplyCode, MessagingError, TooMany) as error:
            form.add_error("code", str(error.explanation))
            refusal = error
        else:
            return redirect(f"{reverse('threads')}?added=1")
    status = 400 if request.method == "POST" else 200
    return postponed(render(request, "messaging/add_thread.html", {"form": form}, status=status), refusal)


def _place(request: SignedInRequest) -> thread_lists.Cursor | None:
    """Read where the page of a list begins; None for the newest."""
    try:
        return thread_lists.Cursor.parse(request.GET["before"]) if "before" in request.GET else None
    except thread_lists.BadCursor:
        raise Http404 from None
