"""A unit's own pages: its members, and the proposals that another member decides about."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import kept_forms, step_up
from accounts.errors import AccountsError
from accounts.middleware import keeps_text
from accounts.permissions import (
    members_staffed_by,
    proposals_decided_by,
    proposals_withdrawn_by,
    units_managed_by,
    units_seen_by,
    units_staffed_by,
)
from accounts.services import memberships, set_notice_links, set_plain_email, set_screening_floors
from accounts.sign_in import SignedInRequest
from accounts.units import queries
from accounts.units.forms import LetInForm, ProposeForm, ScreeningForm


@require_safe
def own_key(request: SignedInRequest) -> HttpResponse:
    """Show somebody of the agency the six words of their key, which a colleague asks for."""
    if not request.user.is_staff_member:
        raise Http404
    key, units = queries.own_key(request.user)
    return render(request, "accounts/units/own_key.html", {"key": key, "units": units})


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show who belongs to a unit, and take the proposal of somebody more."""
    found = get_object_or_404(units_seen_by(request.user), public_id=public_id)
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not units_staffed_by(request.user).contains(found):
        raise Http404
    status = 400 if form.is_bound else 200
    if form.is_valid():
        step_up.require(request)
        try:
            memberships.propose_member(actor=request.user, unit=found, email=form.cleaned_data["email"])
        except AccountsError as error:
            form.add_error("email", str(error.explanation))
            status = 409
        else:
            kept_forms.sent(request)
            return redirect("unit", found.public_id)
    return _show_unit(request, found, form, status=status)


@require_POST
def unit_plain_email(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let a unit's clean answers go by plain e-mail, or stop that."""
    found = get_object_or_404(units_managed_by(request.user), public_id=public_id)
    step_up.require(request)
    set_plain_email(actor=request.user, unit=found, is_allowed=request.POST.get("allow") == "1")
    return redirect("unit", found.public_id)


@require_POST
def unit_notice_links(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let the notices about a unit's answers have a link, or only an address to type."""
    found = get_object_or_404(units_managed_by(request.user), public_id=public_id)
    step_up.require(request)
    set_notice_links(actor=request.user, unit=found, has_link=request.POST.get("allow") == "1")
    return redirect("unit", found.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_screening(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show which findings a unit takes more gravely than screening does, and change that."""
    found = get_object_or_404(units_managed_by(request.user), public_id=public_id)
    form = ScreeningForm(request.POST if request.method == "POST" else None, initial=found.screening_floors)
    if form.is_valid():
        step_up.require(request)
        set_screening_floors(actor=request.user, unit=found, floors=form.floors())
        return redirect("unit", found.public_id)
    status = 400 if form.is_bound else 200
    return render(request, "accounts/units/screening.html", {"unit": found, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: SignedInRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Ask once, then take somebody out of a unit."""
    found = get_object_or_404(
        members_staffed_by(request.user).select_related("unit", "person"),
        unit__public_id=public_id,
        person__public_id=person_id,
    )
    explanation = ""
    if request.method == "POST":
        step_up.require(request)
        try:
            memberships.end_membership(actor=request.user, unit=found.unit, person=found.person)
        except AccountsError as error:
            explanation = str(error.explanation)
        else:
            return redirect("unit", public_id)
    context = {"membership": found, "explanation": explanation}
    return render(request, "accounts/units/member_end.html", context, status=409 if explanation else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show who shall become a member, and let them in, or become the first member oneself."""
    found = _decided(request, public_id)
    form = LetInForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    if form.is_bound:
        step_up.require(request)
    if form.is_valid():
        try:
            _decide(request, found, form)
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
            status = 409
        else:
            return redirect("unit", found.unit.public_id)
    return _show_proposal(request, found, form, status=status)


@require_POST
def proposal_refuse(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say no to a proposal."""
    found = _decided(request, public_id)
    try:
        memberships.refuse_proposal(actor=request.user, proposal=found)
    except AccountsError as error:
        refusal = str(error.explanation)
        return _show_proposal(request, found, LetInForm(), refusal=refusal, status=409)
    return redirect("start") if found.person_id == request.user.pk else redirect("unit", found.unit.public_id)


@require_POST
def proposal_withdraw(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a proposal back."""
    found = get_object_or_404(
        proposals_withdrawn_by(request.user).select_related("unit"), public_id=public_id
    )
    try:
        memberships.withdraw_proposal(actor=request.user, proposal=found)
    except AccountsError as error:
        refusal = str(error.explanation)
        return _show_unit(request, found.unit, ProposeForm(), refusal=refusal, status=409)
    return redirect("unit", found.unit.public_id)


def _show_unit(
    request: SignedInRequest, unit: Any, form: ProposeForm, *, refusal: str = "", status: int
) -> HttpResponse:
    page = queries.unit_page(request.user, unit)
    if page.may_propose:
        kept_forms.fill_in(request, form)
    context = {"page": page, "form": form, "refusal": refusal}
    return render(request, "accounts/units/unit.html", context, status=status)


def _show_proposal(
    request: SignedInRequest, found: Any, form: LetInForm, *, refusal: str = "", status: int
) -> HttpResponse:
    context = {"page": queries.proposal_page(request.user, found), "form": form, "refusal": refusal}
    return render(request, "accounts/units/proposal.html", context, status=status)


def _decided(request: SignedInRequest, public_id: UUID) -> Any:
    decided = proposals_decided_by(request.user).select_related("unit", "person", "proposed_by")
    return get_object_or_404(decided, public_id=public_id)


def _decide(request: SignedInRequest, found: Any, form: LetInForm) -> None:
    if found.person_id == request.user.pk:
        memberships.confirm_founding(founder=request.unlocked, proposal=found)
        return
    memberships.grant_proposal(granter=request.unlocked, proposal=found, **form.cleaned_data)
