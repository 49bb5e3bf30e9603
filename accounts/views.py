"""Sign-in, sign-out and the reply code."""

from typing import Any, cast

from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import notice_addresses, sign_in
from accounts.errors import WrongReplyCode
from accounts.forms import ReplyCodeForm, SignInForm
from accounts.navigation import safe_next, wanted_next
from limits import services as limits
from limits.addresses import address_key, client_address
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
            response.status_code = 429 if isinstance(form.postponed, TooMany) else 503
            response["Retry-After"] = str(form.postponed.retry_after_seconds)
            return response
        if form.non_field_errors():
            sign_in.note_refusal(form.cleaned_data.get("login", ""))
        response.status_code = 400
        return response

    def get_success_url(self) -> str:
        """Name the page to go on with."""
        return safe_next(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say to the page why somebody had to come here."""
        context = {"next": wanted_next(self.request), "ended": self.request.GET.get("ended", "")}
        return {**super().get_context_data(**kwargs), **context}


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest) -> HttpResponse:
    """Ask for the reply code and open what it opens."""
    form = ReplyCodeForm(request.POST or None)
    status = 400 if request.method == "POST" else 200
    headers = {}
    if form.is_valid():
        try:
            sign_in.with_reply_code(request, form.cleaned_data["code"])
        except WrongReplyCode as error:
            form.add_error("code", str(error.explanation))
        except TooMany as error:
            form.add_error("code", str(error.explanation))
            status, headers = 429, {"Retry-After": str(error.retry_after_seconds)}
        else:
            return redirect(safe_next(request))
    context = {"form": form, "ended": request.GET.get("ended", ""), "next": wanted_next(request)}
    response = render(request, "accounts/reply_code_entry.html", context, status=status)
    for name, value in headers.items():
        response[name] = value
    return response


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
    try:
        limits.spend("confirmation", address_key(client_address(request)))
    except TooMany as error:
        response = render(request, "portal/errors/429.html", status=429)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    notice_addresses.confirm(token)
    return redirect("confirm_address", token)


@require_POST
def withdraw_address(request: sign_in.SignedInRequest) -> HttpResponse:
    """Take back that the person's address may get more than notices without content."""
    if request.user.is_staff_member:
        raise Http404
    notice_addresses.withdraw(person=request.user)
    return redirect(safe_next(request))
