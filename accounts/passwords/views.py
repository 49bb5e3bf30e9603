"""Pages on which somebody who is signed in chooses a new password."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import new_keys, new_passwords
from accounts.errors import AccountsError, UnfitPassword, WrongProof
from accounts.passwords.checking import rules_for
from accounts.passwords.forms import ChangePasswordForm
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: SignedInRequest) -> HttpResponse:
    """Take the password until now and a new one."""
    return _choose(request, "accounts/passwords/change.html", new_passwords.change, done="changed")


@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_known(request: SignedInRequest) -> HttpResponse:
    """Say what can be done when somebody may know the password, and do it: new keys, a new password."""
    return _choose(request, "accounts/passwords/known.html", new_keys.rotate, done="renewed")


def _choose(
    request: SignedInRequest, template: str, take: Callable[[SignedInRequest, str], object], *, done: str
) -> HttpResponse:
    """Ask for the password until now and a new one, have `take` take it, and go on to the account."""
    if request.user.is_visitor:
        raise Http404
    form = ChangePasswordForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        asks_current=not new_passwords.has_come_in_by_code(request),
    )
    refusal: Exception | None = None
    if form.is_valid():
        try:
            if "current" in form.cleaned_data:
                new_passwords.prove(request, form.cleaned_data["current"])
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
    context = {"form": form, **rules_for(form.person)}
    status = 400 if form.is_bound else 200
    return postponed(render(request, template, context, status=status), refusal)
