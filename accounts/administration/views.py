"""The administrator's pages: people, and the units that they work in. Nothing here shows a message."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import kept_forms, shown_once, step_up
from accounts.administration import queries
from accounts.administration.forms import InviteForm, NewAddressForm, RoleForm, SearchForm, UnitForm
from accounts.administration.words import roles_in_detail
from accounts.errors import AccountsError, ProposalEnded
from accounts.fields import SingleValueForm
from accounts.middleware import keeps_text
from accounts.permissions import people_managed_by
from accounts.services import access, changing_addresses, invitations, memberships, password_resets, roles
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest
from limits import services as limits
from limits.addresses import address_key
from limits.answers import postponed
from limits.errors import TooMany
from prepared import pager


@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """List the agency's people by name, a page at a time, or those whose name or address has a word in it."""
    _require_manager(request)
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "accounts/administration/people.html", {"form": form, "rows": []}, status=400)
    search, is_unused = form.cleaned_data["q"], "unused" in request.GET
    try:
        after = UUID(request.GET["after"]) if "after" in request.GET else None
        rows, following = queries.people_page(request.user, search=search, is_unused=is_unused, after=after)
    except ValueError:
        raise Http404 from None
    asked = ({"q": search} if search else {}) | ({"unused": "1"} if is_unused else {})
    context = {
        "form": form,
        "rows": rows,
        "search": search,
        "is_unused": is_unused,
        "unused_days": settings.STAFF_UNUSED // timedelta(days=1),
        **pager.links(reverse("people"), place=after, following=following, name="after", chosen=asked),
    }
    return render(request, "accounts/administration/people.html", context)


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: SignedInRequest) -> HttpResponse:
    """Invite somebody, and go on to their PIN."""
    _require_manager(request)
    step_up.require(request)
    form = InviteForm(
        request.POST if request.method == "POST" else None, initial={"language": request.user.language}
    )
    kept_forms.fill_in(request, form)
    status, refusal = 400 if form.is_bound else 200, None
    if form.is_valid():
        try:
            invited = invitations.invite(actor=request.user, invitee=invitations.Invitee(**form.cleaned_data))
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
            status, refusal = 409, error
        else:
            kept_forms.sent(request)
            return _go_on_to_pin(request, invited)
    page = render(request, "accounts/administration/invite.html", {"form": form}, status=status)
    return postponed(page, refusal)


@require_safe
def person(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one person: role, units, state, and what may be done."""
    return _show_person(request, _managed(request, public_id))


@require_POST
def person_renew(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Invite somebody anew, and go on to their new PIN."""
    found = _managed(request, public_id)
    step_up.require(request)
    try:
        invited = invitations.renew(actor=request.user, person=found)
    except AccountsError as error:
        return _show_person(request, found, error)
    return _go_on_to_pin(request, invited)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("words")
def person_pin(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the PIN to whoever has just invited this person, also when the page is loaded again.

    The button forgets it, and so do some minutes, the end of the session, and that of the invitation.
    """
    found = _managed(request, public_id)
    session = cast(SessionStore, request.session)
    open_invitation = queries.open_invitation_of(found)
    words = shown_once.look(session, open_invitation.public_id) if open_invitation else None
    if request.method == "POST":
        shown_once.forget(session)
    if request.method == "POST" or words is None:
        return redirect("person", found.public_id)
    step_up.require(request)
    context = {
        "row": queries.person_row(found),
        "pin": words["pin"],
        "expires_at": datetime.fromisoformat(words["expires_at"]),
        "minutes": settings.SHOWN_ONCE_LASTS // timedelta(minutes=1),
    }
    return render(request, "accounts/administration/pin.html", context)


@require_POST
def person_revoke(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    return _do(request, public_id, invitations.revoke)


@require_http_methods(["GET", "HEAD", "POST"])
def person_disable(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then end everything of a person at once."""
    if request.method == "POST":
        return _do(request, public_id, access.disable)
    page = queries.person_page(request.user, _managed(request, public_id))
    return render(request, "accounts/administration/disable.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def person_role(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give somebody another role; a new administrator is proposed, and another one has to agree."""
    found = _managed(request, public_id)
    step_up.require(request)
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": found.role})
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            roles.change_role(actor=request.user, person=found, role=form.cleaned_data["role"])
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
            status = 409
        else:
            return redirect("person", found.public_id)
    context = {"form": form, "row": queries.person_row(found)}
    return render(request, "accounts/administration/role.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person_reset(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say what a reset means, and have the link mailed by which somebody chooses a new password."""
    found = _managed(request, public_id)
    step_up.require(request)
    form = SingleValueForm({} if request.method == "POST" else None)
    status, refusal = 200, None
    if request.method == "POST":
        try:
            limits.spend("reset_mail", address_key(str(found.email)))
            password_resets.start(actor=request.user, person=found)
        except (AccountsError, TooMany) as error:
            form.add_error(None, str(error.explanation))
            status, refusal = 409, error
        else:
            return redirect(f"{reverse('person', args=[found.public_id])}?reset=1")
    context = {"form": form, "row": queries.person_row(found), "hours": _hours_of_link()}
    page = render(request, "accounts/administration/reset.html", context, status=status)
    return postponed(page, refusal)


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def person_address(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take the new address of somebody who cannot read the old one; they confirm it, with their password."""
    found = _managed(request, public_id)
    step_up.require(request)
    form = NewAddressForm(request.POST if request.method == "POST" else None, present=str(found.email))
    kept_forms.fill_in(request, form)
    status, refusal = (400 if form.is_bound else 200), None
    if form.is_valid():
        try:
            address = form.cleaned_data["email"]
            limits.spend("account_mail", address_key(str(request.user.public_id), address))
            changing_addresses.start(actor=request.user, person=found, address=address)
        except (AccountsError, TooMany) as error:
            form.add_error(None, str(error.explanation))
            status, refusal = 409, error
        else:
            kept_forms.sent(request)
            return redirect(f"{reverse('person', args=[found.public_id])}?address=1")
    context = {
        "form": form,
        "row": queries.person_row(found),
        "hours": settings.ACCOUNT_CONFIRMATION_LASTS // timedelta(hours=1),
    }
    page = render(request, "accounts/administration/address.html", context, status=status)
    return postponed(page, refusal)


@require_safe
def roles_page(request: SignedInRequest) -> HttpResponse:
    """Say of each role what it may do and what it may not."""
    _require_manager(request)
    return render(request, "accounts/administration/roles.html", {"roles": roles_in_detail()})


@require_POST
def person_agree(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Agree that somebody becomes an administrator."""
    return _decide(request, public_id, roles.agree)


@require_POST
def person_refuse(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Refuse that somebody becomes an administrator, or take it back."""
    return _decide(request, public_id, roles.refuse)


@require_POST
def person_enable(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let a disabled person sign in again."""
    return _do(request, public_id, access.enable)


@require_POST
def person_sign_out(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End every session of a person."""
    return _do(request, public_id, access.end_sessions)


@require_safe
def units(request: SignedInRequest) -> HttpResponse:
    """List the units, with what is wrong with their keys."""
    _require_manager(request)
    return render(request, "accounts/administration/units.html", {"rows": queries.unit_rows(request.user)})


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: SignedInRequest) -> HttpResponse:
    """Name a unit and its first member, who makes its key when they confirm."""
    _require_manager(request)
    step_up.require(request)
    form = UnitForm(request.POST if request.method == "POST" else None)
    kept_forms.fill_in(request, form)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            made = memberships.name_unit(
                actor=request.user, name=form.cleaned_data["name"], founder_email=form.cleaned_data["founder"]
            )
        except AccountsError as error:
            form.add_error(None, str(error.explanation))
            status = 409
        else:
            kept_forms.sent(request)
            return redirect("unit", made.public_id)
    return render(request, "accounts/administration/unit_new.html", {"form": form}, status=status)


def _require_manager(request: SignedInRequest) -> None:
    if not request.user.manages_people:
        raise Http404


def _managed(request: SignedInRequest, public_id: UUID) -> Any:
    return get_object_or_404(people_managed_by(request.user), public_id=public_id)


def _do(request: SignedInRequest, public_id: UUID, deed: Any) -> HttpResponse:
    found = _managed(request, public_id)
    step_up.require(request)
    try:
        deed(actor=request.user, person=found)
    except AccountsError as error:
        return _show_person(request, found, error)
    return redirect("person", found.public_id)


def _decide(request: SignedInRequest, public_id: UUID, deed: Any) -> HttpResponse:
    found = _managed(request, public_id)
    step_up.require(request)
    promotion = queries.open_promotion_of(request.user, found)
    try:
        if promotion is None:
            raise ProposalEnded
        deed(actor=request.user, promotion=promotion)
    except AccountsError as error:
        return _show_person(request, found, error)
    return redirect("person", found.public_id)


def _show_person(request: SignedInRequest, found: Any, error: AccountsError | None = None) -> HttpResponse:
    """Render the page of a person, with what went wrong above it."""
    form = SingleValueForm({} if error else None)
    if error is not None:
        form.add_error(None, str(error.explanation))
    context = {
        "page": queries.person_page(request.user, found),
        "form": form,
        "was_reset": "reset" in request.GET and error is None,
        "was_addressed": "address" in request.GET and error is None,
    }
    page = render(request, "accounts/administration/person.html", context, status=409 if error else 200)
    return postponed(page, error)


@sensitive_variables("invited")
def _go_on_to_pin(request: SignedInRequest, invited: invitations.Invited) -> HttpResponse:
    """Lead to a page of its own, which can be loaded again without inviting anybody again."""
    words = {"pin": invited.pin, "expires_at": invited.expires_at.isoformat()}
    shown_once.keep(cast(SessionStore, request.session), invited.public_id, words)
    return redirect("person_pin", invited.person.public_id)


def _hours_of_link() -> int:
    return settings.PASSWORD_RESET_LASTS_STAFF // timedelta(hours=1)
