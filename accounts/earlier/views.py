"""The page of somebody who began anew and has found an old password or code, or a passkey of before."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import new_keys, queries
from accounts.earlier.forms import OldSecretForm
from accounts.errors import AccountsError, ChangedElsewhere, TooBusy
from accounts.passkeys.forms import PasskeyForm
from accounts.passkeys.signing_in import Answer
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany


@sensitive_post_parameters("secret", "credential")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def earlier_keys(request: SignedInRequest) -> HttpResponse:
    """Ask for an old password, code or passkey, and open again what it opens."""
    if not queries.has_earlier_keys(request.user):
        raise Http404
    form: OldSecretForm | PasskeyForm = OldSecretForm(request.POST if request.method == "POST" else None)
    if "credential" in request.POST:
        form = PasskeyForm(request.POST)
    status = 400 if form.is_bound else 200
    refusal: Exception | None = None
    if form.is_valid():
        try:
            _revive(request, form)
        except (AccountsError, TooBusy, TooMany) as error:
            form.add_error(None if isinstance(form, PasskeyForm) else "secret", str(error.explanation))
            status = 409 if isinstance(error, ChangedElsewhere) else 400
            refusal = error
        else:
            return redirect("start" if request.user.is_staff_member else f"{reverse('threads')}?opened=1")
    context = {
        # The error summary is about the form that was posted.
        "form": form,
        "typed": form if isinstance(form, OldSecretForm) else OldSecretForm(),
        "has_passkey": queries.has_earlier_passkey(request.user),
    }
    return postponed(render(request, "accounts/earlier/earlier_keys.html", context, status=status), refusal)


def _revive(request: SignedInRequest, form: OldSecretForm | PasskeyForm) -> None:
    if isinstance(form, PasskeyForm):
        new_keys.revive_by_passkey(request, Answer(**form.cleaned_data))
    else:
        new_keys.revive(request, form.cleaned_data["secret"])
