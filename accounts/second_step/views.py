"""The page of whoever has shown one of two things."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import half_way
from accounts.errors import AccountsError, HalfWayOver
from accounts.fields import SingleValueForm
from accounts.navigation import safe_page
from accounts.proofs import Kind
from accounts.second_step import steps
from accounts.second_step.forms import FORMS
from limits.answers import postponed
from limits.errors import TooMany


@login_not_required
@sensitive_post_parameters("code", "password", "form", "credential", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second thing, in whichever way the person has, and let them in."""
    try:
        half = half_way.look(request)
        ways = steps.ways_of(half)
        posted = _posted_kind(request, ways)
        forms = {
            kind: FORMS[kind](request.POST if kind is posted else None, auto_id=f"id_{kind.value}_%s")
            for kind in ways
        }
        refusal: Exception | None = None
        if posted is not None and forms[posted].is_valid():
            form = forms[posted]
            try:
                has_new_code = steps.take(request, half, posted, form.cleaned_data)
            except HalfWayOver:
                raise
            except (AccountsError, TooMany) as error:
                form.add_error(_field_of(form), str(error.explanation))
                refusal = error
            else:
                return redirect(_onward(half.next_page, has_new_code=has_new_code))
    except HalfWayOver:
        return redirect(f"{reverse('sign_in')}?late=1")
    context = {
        # The error summary is about the form that was posted.
        "form": forms.get(posted, SingleValueForm()) if posted else SingleValueForm(),
        "forms": {kind.value: form for kind, form in forms.items()},
        "first": half.first.value,
        "person": half.person,
    }
    status = 400 if request.method == "POST" else 200
    return postponed(
        render(request, "accounts/second_step/second_step.html", context, status=status), refusal
    )


def _posted_kind(request: HttpRequest, ways: list[Kind]) -> Kind | None:
    posted = request.POST.getlist("way")
    return next((kind for kind in ways if [kind.value] == posted), None)


def _field_of(form: SingleValueForm) -> str | None:
    """Name the field beside which a refusal stands; None where a script has filled in the form."""
    first = next(iter(form.fields))
    return None if first in form.unshown else first


def _onward(next_page: str, *, has_new_code: bool) -> str:
    if has_new_code:
        return f"{reverse('recovery_code')}?{urlencode({'next': next_page})}"
    return safe_page(next_page)
