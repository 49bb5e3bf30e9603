"""Inviting a member of the public to a thread, and the page of somebody who was invited to one."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import coming_in, kept_forms, languages, shown_once, step_up
from accounts.errors import AccountsError, TooBusy, WrongInvitation, WrongReplyCode
from accounts.middleware import keeps_text
from accounts.services import invitations
from accounts.sessions import SessionStore
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany
from messaging import channel, pages, queries, services
from messaging.errors import MessagingError
from messaging.forms import refused_words
from messaging.inviting.forms import InviteAgainForm, InviteForm, TakeUpForm, new_form_token
from messaging.permissions import threads_invited_to_by


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest) -> HttpResponse:
    """Write to somebody who has no way in yet, and go on to the two halves of their invitation."""
    if not queries.units_for(request.user):
        raise Http404
    if request.method != "POST":
        fresh = {"message_id": uuid4(), "language": request.user.language}
        form = InviteForm(officer=request.user, initial=fresh)
        kept_forms.fill_in(request, form)
        return _show_invite(request, form)
    form = InviteForm(request.POST, officer=request.user)
    if not form.is_valid():
        return _show_invite(request, form, status=400)
    words, decision = _decided(form)
    try:
        if looked_at := _looked_at(request, form, words, decision):
            return looked_at
        done = services.invite(
            officer=request.unlocked,
            topic=form.cleaned_data["topic"],
            words=words,
            decision=decision,
            way=form.chosen_way,
            address=form.cleaned_data["email"],
            language=form.cleaned_data["language"],
        )
    except (AccountsError, MessagingError) as error:
        form.add_error(None, str(error.explanation))
        return postponed(_show_invite(request, form, status=409), error)
    if done.invited is not None:
        _keep_halves(request, done.thread, done.invited)
    kept_forms.sent(request)
    return redirect("halves", done.thread.public_id)


@require_POST
def invite_check(request: SignedInRequest) -> HttpResponse:
    """Screen what is being written to somebody new, store nothing, and give the strip above the button."""
    if not queries.units_for(request.user):
        raise Http404
    form = InviteForm(request.POST, officer=request.user)
    if refused := refused_words(form, "name", "subject", "text"):
        return HttpResponse(refused, status=400, content_type="text/plain")
    check = pages.check_of_first(*_decided(form))
    return render(request, "messaging/inviting/_checked.html", {"check": check})


@keeps_text(kept_forms.keep)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_again(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give somebody another way in, in the place of a lost code or an invitation that did not arrive."""
    found = _invitable(request, public_id)
    step_up.require(request)
    has_come_in, is_unreached = queries.has_come_in(found.taxpayer), queries.is_unreached(found)
    template = "messaging/inviting/invite_again.html"
    context = {"thread_url": found.get_absolute_url(), "has_come_in": has_come_in}
    known = {"email": found.taxpayer.notice_address, "language": found.taxpayer.language}
    form = InviteAgainForm(
        request.POST if request.method == "POST" else None,
        has_come_in=has_come_in,
        may_be_on_file=is_unreached,
        notice_address=found.taxpayer.notice_address,
        initial=known,
    )
    if not form.is_bound:
        kept_forms.fill_in(request, form)
        return render(request, template, {**context, "form": form})
    status, refusal = 400, None
    if form.is_valid():
        try:
            invited = services.invite_again(
                officer=request.unlocked,
                thread=found,
                way=form.chosen_way,
                address=form.cleaned_data["email"],
                language=form.cleaned_data["language"],
                vouched=form.vouched if has_come_in else None,
            )
        except (AccountsError, MessagingError) as error:
            form.add_error(None, str(error.explanation))
            status, refusal = 409, error
        else:
            _keep_halves(request, found, invited)
            kept_forms.sent(request)
            return redirect("halves", found.public_id)
    return postponed(render(request, template, {**context, "form": form}, status=status), refusal)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("kept")
def halves(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the PIN, and how the code travels, to whoever has just invited; the button forgets both."""
    found = _invitable(request, public_id)
    kept = _kept_halves(request, found)
    if request.method == "POST":
        shown_once.forget(cast(SessionStore, request.session))
    if request.method == "POST" or kept is None:
        return redirect(found)
    step_up.require(request)
    return render(request, "messaging/inviting/halves.html", {**_words_of(found, kept), "pin": kept["pin"]})


@require_safe
@sensitive_variables("kept", "half")
def letter(request: SignedInRequest, public_id: UUID, *, is_second: bool = False) -> HttpResponse:
    """Lay out a letter with one half: the code where no mail carries it, else the PIN; never with both.

    is_second: after the letter with the code, one of its own with the PIN.
    """
    found = _invitable(request, public_id)
    kept = _kept_halves(request, found)
    if kept is None:
        return redirect(found)
    step_up.require(request)
    has_code = bool(kept["token"]) and not is_second
    half = {"token": kept["token"]} if has_code else {"pin": kept["pin"]}
    link = settings.SITE_URL + reverse("invited")
    context = {
        **_words_of(found, kept),
        **half,
        # Behind the #, as in a mail; never the PIN, so that who photographs the letter has one half.
        "link": f"{link}#{kept['token']}" if has_code else link,
        "reader_language": found.taxpayer.language,
    }
    return render(request, "messaging/inviting/letter.html", context)


@require_POST
def revoke(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take an invitation back at once; one that has ended meanwhile stays as it is."""
    found = _invitable(request, public_id)
    with suppress(AccountsError, MessagingError):
        services.revoke_invitation(officer=request.user, thread=found)
    return redirect(found)


@login_not_required
@sensitive_post_parameters("token", "pin", "form_token")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Ask for code and PIN, and let the invited person in; looking uses nothing up."""
    if request.method != "POST":
        return _show_taking_up(request, TakeUpForm(initial={"form_token": new_form_token()}))
    form = TakeUpForm(request.POST)
    if not form.is_valid():
        return _show_taking_up(request, form, status=400)
    try:
        _take_up(request, **{name: form.cleaned_data[name] for name in ("token", "pin", "form_token")})
    except (WrongInvitation, TooBusy, TooMany) as error:
        form.add_error(None, str(error.explanation))
        return postponed(_show_taking_up(request, form, status=400), error)
    return redirect("invited_code")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("kept")
def invited_code(request: SignedInRequest) -> HttpResponse:
    """Show the reply code to whoever has just come in; who has kept it goes on to what waits."""
    session = cast(SessionStore, request.session)
    kept = shown_once.look(session, request.user.public_id) if request.user.is_visitor else None
    if request.method == "POST":
        shown_once.forget(session)
    if request.method == "POST" or kept is None:
        return redirect("start")
    context = {"code": kept["code"], "minutes": settings.SHOWN_ONCE_LASTS // timedelta(minutes=1)}
    return render(request, "messaging/inviting/invited_code.html", context)


def _decided(form: InviteForm) -> tuple[services.FirstWords, channel.Decision]:
    """Take the words out of a form, as far as they are written, and decide on them for their unit."""
    typed = {name: form.cleaned_data.get(name, "") for name in ("name", "subject", "text")}
    words = services.FirstWords(message_id=form.cleaned_data.get("message_id") or uuid4(), **typed)
    topic = form.cleaned_data.get("topic")
    unit = topic.unit if topic is not None else None
    return words, channel.decide(words.document(), latest_sequence=0, unit=unit)


def _looked_at(
    request: SignedInRequest, form: InviteForm, words: services.FirstWords, decision: channel.Decision
) -> HttpResponse | None:
    """Show what was found where no page has shown it yet, or a button asks for it; None where it may leave.

    Raises NotFoundHere or TooManyReports of what is reported as a false alarm.
    """
    check = pages.check_of_first(words, decision)
    if "false_alarm" in request.POST:
        unit, code = form.cleaned_data["topic"].unit, request.POST["false_alarm"]
        services.report_false_alarm(officer=request.user, unit=unit, decision=decision, code=code)
        return _show_invite(request, form, check=check, is_noted=True)
    if request.POST.get("action") == "check":
        return _show_invite(request, form, check=check)
    if decision.findings and form.cleaned_data["confirmed"] != decision.seen_hash:
        held = pages.held_words(decision, is_plain_wanted=False)
        return _show_invite(request, form, check=check, held=held)
    return None


def _show_invite(
    request: SignedInRequest, form: InviteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "check": None, "is_first": True, **more}
    return render(request, "messaging/inviting/invite.html", context, status=status)


def _take_up(request: HttpRequest, *, token: str, pin: str, form_token: bytes) -> None:
    """Take an invitation up and come in; the same page sent again comes in with the same code.

    Raises WrongInvitation, TooBusy, TooMany.
    """
    try:
        both = coming_in.with_both_halves(request, token=token, pin=pin)
        services.take_up(
            invited=both.unlocked,
            invitation=both.invitation,
            form_secret=form_token,
            language=languages.at_hand(),
        )
    except WrongInvitation:
        if not invitations.is_taken_up(token):
            raise
    code = services.code_of(form_token)
    try:
        person = coming_in.with_reply_code(request, code)
    except WrongReplyCode:
        raise WrongInvitation from None
    shown_once.keep(cast(SessionStore, request.session), person.public_id, {"code": code})


def _show_taking_up(request: HttpRequest, form: TakeUpForm, *, status: int = 200) -> HttpResponse:
    if "form_token" in form.errors:
        form.data = {**form.data.dict(), "form_token": new_form_token()}  # type: ignore[attr-defined]
    return render(request, "messaging/inviting/invited.html", {"form": form}, status=status)


def _invitable(request: SignedInRequest, public_id: UUID) -> Any:
    threads = threads_invited_to_by(request.user).select_related("taxpayer", "unit")
    return get_object_or_404(threads, public_id=public_id)


def _keep_halves(request: SignedInRequest, thread: Any, done: invitations.Invited) -> None:
    words = {"pin": done.pin, "token": done.token, "expires_at": done.expires_at.isoformat()}
    words["invitation"] = str(done.public_id)
    shown_once.keep(cast(SessionStore, request.session), thread.public_id, words)


def _kept_halves(request: SignedInRequest, thread: Any) -> dict[str, str] | None:
    """Give the halves that this browser keeps of a thread, while the invitation that they open waits."""
    kept = shown_once.look(cast(SessionStore, request.session), thread.public_id)
    waiting = queries.open_invitation_of(thread.taxpayer)
    return kept if kept is not None and str(waiting) == kept["invitation"] else None


def _words_of(thread: Any, kept: dict[str, str]) -> dict[str, Any]:
    """Say what the page and the letter say of an invitation, without its halves."""
    return {
        "public_id": thread.public_id,
        "is_mailed": not kept["token"],
        "address": thread.taxpayer.notice_address,
        "expires_at": datetime.fromisoformat(kept["expires_at"]),
        "invited_address": f"{settings.SITE_URL}{reverse('invited')}".partition("://")[2],
        "minutes": settings.SHOWN_ONCE_LASTS // timedelta(minutes=1),
    }
