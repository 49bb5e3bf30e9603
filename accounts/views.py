"""Sign-in, sign-out, the reply code, and the account that a visitor makes."""

from datetime import timedelta
from typing import Any, cast

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import asking, coming_in, factors, failures, languages, queries, sign_in, step_up
from accounts.addresses import confirming
from accounts.agency_sign_in import provider
from accounts.errors import AccountsError, AddressHasAccount, TooBusy, WrongChosenPassword, WrongReplyCode
from accounts.forms import ConfirmAccountForm, MakeAccountForm, ProofForm, ReplyCodeForm, SignInForm
from accounts.navigation import safe_next, wanted_next
from accounts.passwords.checking import rules_for
from accounts.services import making_accounts, notice_addresses
from accounts.sessions import SessionStore
from limits import services as limits
from limits.answers import postponed
from limits.errors import TooMany


@method_decorator(login_not_required, name="dispatch")
@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class SignInView(LoginView):  # type: ignore[misc]
    """Signs in by e-mail address and password."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send whoever is signed in on, except visitors: somebody else may sit down at the same computer."""
        if request.user.is_authenticated and not request.user.is_visitor:
            return redirect(self.get_success_url())
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))

    def get_form_class(self) -> type[SignInForm]:
        """Name the form."""
        return SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """Show the form again with what was typed, except the password."""
        response = cast(HttpResponse, self.render_to_response(self.get_context_data(form=form)))
        if form.postponed is not None:
            return postponed(response, form.postponed)
        if form.non_field_errors():
            failures.note_refusal(form.cleaned_data.get("login", ""))
        response.status_code = 400
        return response

    def get_success_url(self) -> str:
        """Name the page to go on with."""
        return safe_next(self.request)

    def get_initial(self) -> dict[str, Any]:
        """Fill in the address of whom the agency's own sign-in has named."""
        person = queries.named_by_agency(self.request)
        return {**super().get_initial(), **({"login": person.email} if person else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say to the page why somebody had to come here."""
        context = {
            "next": wanted_next(self.request),
            "ended": self.request.GET.get("ended", ""),
            "is_link_followed": "link" in self.request.GET,
            "has_agency_sign_in": provider.is_configured(),
            "agency_account": settings.OIDC_NAME,
            "named": queries.named_by_agency(self.request),
            "is_password_set": "reset" in self.request.GET,
            "address": self.request.GET.get("address", ""),
            "is_late": "late" in self.request.GET,
        }
        return {**super().get_context_data(**kwargs), **context}


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """Ask for the reply code and open what it opens."""
    form = ReplyCodeForm(request.POST or None)
    refusal: Exception | None = None
    if form.is_valid():
        try:
            coming_in.with_reply_code(request, form.cleaned_data["code"])
        except (WrongReplyCode, TooMany) as error:
            form.add_error("code", str(error.explanation))
            refusal = error
        else:
            return redirect(safe_next(request))
    context = {"form": form, "ended": request.GET.get("ended", ""), "next": wanted_next(request)}
    status = 400 if request.method == "POST" else 200
    return postponed(render(request, "accounts/reply_code_entry.html", context, status=status), refusal)


@sensitive_post_parameters("proof-password")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: sign_in.SignedInRequest) -> HttpResponse:
    """Ask somebody who is signed in whether it is still them, and send them on to what they asked for."""
    if request.user.is_visitor:
        raise Http404
    try:
        if request.method == "POST" or step_up.is_recent(request):
            step_up.require(request)
            return redirect(safe_next(request))
    except step_up.ProofNeeded as needed:
        form, postponed, status = needed.form, needed.postponed, 400
    else:
        form, postponed, status = ProofForm(), None, 200
    context = {"form": form, "here": reverse("prove"), "kept": [("next", wanted_next(request))]}
    return step_up.page(request, context, postponed, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on this device."""
    sign_in.end(cast(sign_in.SignedInRequest, request))
    return redirect("signed_out")


@login_not_required
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Confirm that nothing is open any more."""
    return render(request, "accounts/signed_out.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever followed the link of a notice whether the address is theirs; only the button says yes.

    Looking changes nothing: mail scanners open every link, some of them twice.
    """
    if request.method != "POST":
        offer = notice_addresses.look_up(token)
        status = 404 if offer.state is notice_addresses.State.OVER else 200
        return render(request, "accounts/confirm_address.html", {"offer": offer}, status=status)
    notice_addresses.confirm(token)
    return redirect("confirm_address", token)


@require_POST
def withdraw_address(request: sign_in.SignedInRequest) -> HttpResponse:
    """Take back that the person's address may get more than notices without content."""
    _require_public(request)
    notice_addresses.withdraw(person=request.user)
    return redirect(safe_next(request))


@require_safe
def account(request: sign_in.SignedInRequest) -> HttpResponse:
    """Show somebody who signs in how they come in; a visitor is asked whether they want an account."""
    if request.user.is_visitor:
        return redirect("make_account")
    ways_in, earlier = queries.ways_in(request.user), queries.earlier_slots(request.user)
    passkeys = queries.passkey_rows(request.user, ways_in, earlier)
    context = {
        "ways_in": [way for way in ways_in if way.kind != "passkey"],
        "is_only_way": len(ways_in) == 1,
        "is_last_but_one": len(ways_in) == 2,
        "has_recovery_code": any(way.kind == "recovery" for way in ways_in),
        "has_earlier_keys": bool(earlier),
        "authenticator": queries.authenticator_of(request.user),
        "passkeys": [passkey for passkey in passkeys if passkey.dormant_at is None],
        "earlier_passkeys": [passkey for passkey in passkeys if passkey.dormant_at is not None],
        "new_passkey": request.GET.get("passkey", ""),
        "is_code_ended": "ended" in request.GET,
        "is_app_added": "app" in request.GET,
        "has_agency_sign_in": provider.is_configured(),
        "is_password_changed": "changed" in request.GET,
        "are_keys_renewed": "renewed" in request.GET,
    }
    return render(request, "accounts/account.html", context)


@require_safe
def second_factor(request: sign_in.SignedInRequest) -> HttpResponse:
    """Have somebody of the agency set up a second factor, without which nothing opens to them."""
    if not request.user.is_staff_member:
        raise Http404
    if not factors.is_wanting(request):
        return redirect("account")
    context = {"has_one": factors.has_authenticator(request.user) or factors.has_passkey(request.user)}
    return render(request, "accounts/second_factor.html", context)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def make_account(request: sign_in.SignedInRequest) -> HttpResponse:
    """Take the address and the password of a visitor who wants an account, and mail them a code."""
    _require_public(request)
    if not request.user.is_visitor:
        return redirect("account")
    if request.method != "POST":
        return _show_making(request, MakeAccountForm(person=request.user))
    form = MakeAccountForm(request.POST, person=request.user)
    if not form.is_valid():
        return _show_making(request, form, status=400)
    address = form.cleaned_data["email"]
    counted: list[tuple[str, str]] = []
    try:
        counted.append(asking.spend(request))
        counted += asking.spend_mail(request, address)
        slot = sign_in.prepare_password(request, form.cleaned_data["password"])
        making_accounts.ask(
            visitor=request.unlocked, address=address, language=languages.at_hand(), slot=slot
        )
    except (AccountsError, TooMany) as error:
        if isinstance(error, TooBusy):
            # Nothing was mailed, and nobody has to wait longer than the machine does.
            limits.give_back_each(*counted)
        form.add_error(None, str(error.explanation))
        return postponed(_show_making(request, form, status=409), error)
    return redirect("make_account")


@require_POST
def send_confirmation(request: sign_in.SignedInRequest) -> HttpResponse:
    """Mail another code to a visitor whose address waits to be confirmed."""
    _require_public(request)
    waiting = making_accounts.waiting_address(request.user)
    if waiting is None:
        return redirect("account")
    try:
        asking.spend_mail(request, waiting.address)
        making_accounts.send_again(visitor=request.unlocked)
    except (AccountsError, TooMany) as error:
        refusal = str(error.explanation)
        form = MakeAccountForm(person=request.user)
        return postponed(_show_making(request, form, refusal=refusal, status=409), error)
    return redirect(f"{reverse('make_account')}?again=1")


@login_not_required
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_account(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was mailed; only the button makes or changes an account, looking does nothing."""
    form = ConfirmAccountForm(request.POST or None)
    template = "accounts/confirm_account.html"
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, template, {"form": form}, status=status)
    try:
        outcome = confirming.confirm(request, **form.cleaned_data)
    except (AccountsError, TooMany) as error:
        field = "password" if isinstance(error, WrongChosenPassword) else "code"
        form.add_error(field, str(error.explanation))
        status = 409 if isinstance(error, AddressHasAccount) else 400
        return postponed(render(request, template, {"form": form}, status=status), error)
    if outcome is confirming.Outcome.SIGNED_IN:
        return redirect("start")
    return redirect(f"{reverse('sign_in')}?address={outcome.value}")


@require_http_methods(["GET", "HEAD", "POST"])
def end_reply_code(request: sign_in.SignedInRequest) -> HttpResponse:
    """Say what dies with the reply code of somebody who has an account, and end it when that is wanted."""
    _require_public(request)
    if request.user.is_visitor:
        return redirect("make_account")
    if request.method != "POST":
        slot = queries.reply_code_slot_of(request.user)
        if slot is None:
            return redirect("account")
        ends = queries.what_ends_with(request.user, slot)
        return render(request, "accounts/end_reply_code.html", {"ends": ends})
    step_up.require(request)
    session = cast(SessionStore, request.session)
    making_accounts.end_reply_code(holder=request.unlocked, session=session)
    sign_in.renew(request)
    return redirect(f"{reverse('account')}?ended=1")


def _require_public(request: sign_in.SignedInRequest) -> None:
    """Answer staff as if the page were not there: these pages are of the people who write to the agency."""
    if request.user.is_staff_member:
        raise Http404


def _show_making(
    request: sign_in.SignedInRequest, form: MakeAccountForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {
        "form": form,
        # Of the person nothing: a reply code may be in somebody else's hands.
        **rules_for(),
        "waiting": making_accounts.waiting_address(request.user),
        "is_sent_again": "again" in request.GET,
        "hours": settings.ACCOUNT_CONFIRMATION_LASTS // timedelta(hours=1),
        **more,
    }
    return render(request, "accounts/make_account.html", context, status=status)
