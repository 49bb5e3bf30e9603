"""The page of somebody who began anew and has found an old password or code."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import new_keys, queries
from accounts.earlier.forms import OldSecretForm
from accounts.errors import AccountsError, ChangedElsewhere, TooBusy
from accounts.sign_in import SignedInRequest
from limits.answers import postponed
from limits.errors import TooMany


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def earlier_keys(request: SignedInRequest) -> HttpResponse:
    """Ask for an old password or code, and open again what it opens."""
    if not queries.has_earlier_keys(request.user):
        raise Http404
    form = OldSecretForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    refusal: Exception | None = None
    if form.is_valid():
        try:
            new_keys.revive(request, form.cleaned_data["secret"])
        except (AccountsError, TooBusy, TooMany) as error:
            form.add_error("secret", str(error.explanation))
            status = 409 if isinstance(error, ChangedElsewhere) else 400
            refusal = error
        else:
            return redirect("start" if request.user.is_staff_member else f"{reverse('threads')}?opened=1")
    response = render(request, "accounts/earlier/earlier_keys.html", {"form": form}, status=status)
    return postponed(response, refusal)
