"""Pages on which somebody chooses a new password: signed in, or by a mailed link."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import asking, new_keys, queries
from accounts.errors import AccountsError, UnfitPassword, WrongProof
from accounts.passwords import changing
from accounts.passwords import forgotten as resets
from accounts.passwords.checking import rules_for
from accounts.passwords.forms import ChangePasswordForm, ForgottenForm, ResetForm
from accounts.services import password_resets
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: SignedInRequest) -> HttpResponse:
    """Take the password until now and a new one."""
    return _choose(request, "accounts/passwords/change.html", changing.change, done="changed")


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_known(request: SignedInRequest) -> HttpResponse:
    """Say what can be done when somebody may know the password, and do it: new keys, a new password."""
    return _choose(request, "accounts/passwords/known.html", new_keys.rotate, done="renewed")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link to a new password mailed; nobody learns whether somebody has the address."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = form.cleaned_data["email"]
        asking.way_in(request, address=address, scope="reset_mail", promise=password_resets.ask)
        return redirect(f"{reverse('forgotten')}?sent=1")
    context = {"form": form, "is_sent": "sent" in request.GET and not form.is_bound}
    status = 400 if form.is_bound else 200
    return render(request, "accounts/passwords/forgotten.html", context, status=status)


@login_not_required
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: SignedInRequest) -> HttpResponse:
    """Take the code of a mailed link and a new password; only the button uses it, looking does nothing."""
    is_open = resets.is_open_here(request)
    if is_open and not resets.has_just_come_in(request):
        status = 403 if request.method == "POST" else 200
        return render(request, "accounts/passwords/prove_first.html", status=status)
    form = ResetForm(request.POST if request.method == "POST" else None, is_open=is_open)
    refusal: Exception | None = None
    if form.is_valid():
        try:
            resets.choose(request, code=form.cleaned_data["code"], password=form.cleaned_data["password"])
        except (AccountsError, TooMany) as error:
            form.add_error("password" if isinstance(error, UnfitPassword) else "code", str(error.explanation))
            refusal = error
        else:
            return redirect(f"{reverse('account')}?changed=1" if is_open else f"{reverse('sign_in')}?reset=1")
    rules = rules_for(request.user if is_open else None, stands_alone=True)
    context = {"form": form, "is_open": is_open, **rules}
    status = 400 if form.is_bound else 200
    return postponed(render(request, "accounts/passwords/new.html", context, status=status), refusal)


def _choose(
    request: SignedInRequest, template: str, take: Callable[[SignedInRequest, str], object], *, done: str
) -> HttpResponse:
    """Ask for the password until now and a new one, have `take` take it, and go on to the account."""
    if request.user.is_visitor:
        raise Http404
    form = ChangePasswordForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        asks_current=changing.asks_current(request),
    )
    refusal: Exception | None = None
    if form.is_valid():
        try:
            if "current" in form.cleaned_data:
                changing.prove(request, form.cleaned_data["current"])
            take(request, form.cleaned_data["password"])
        except (AccountsError, TooMany) as error:
            form.add_error(_field_of(error), str(error.explanation))
            refusal = error
        else:
            return redirect(f"{reverse('account')}?{done}=1")
    return _show(request, template, form, refusal)


def _field_of(error: Exception) -> str | None:
    if isinstance(error, WrongProof):
        return "current"
    return "password" if isinstance(error, UnfitPassword) else None


def _show(
    request: HttpRequest, template: str, form: ChangePasswordForm, refusal: Exception | None
) -> HttpResponse:
    has_earlier_keys = queries.has_earlier_keys(form.person)
    context = {"form": form, "has_earlier_keys": has_earlier_keys, **rules_for(form.person)}
    status = 400 if form.is_bound else 200
    return postponed(render(request, template, context, status=status), refusal)
