"""The page of somebody who was invited."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import coming_in
from accounts.errors import TooBusy, UnfitPassword, WrongInvitation
from accounts.invitations.forms import InvitationForm
from accounts.passwords.checking import rules_for
from limits.answers import postponed
from limits.errors import TooMany


@login_not_required
@sensitive_post_parameters("token", "pin", "password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Ask for code, PIN and a new password, and let the invited person in; looking uses nothing up."""
    form = InvitationForm(request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("token", "pin", "password")}
        try:
            coming_in.with_invitation(request, **typed)
        except UnfitPassword as error:
            form.add_error("password", str(error.explanation))
        except WrongInvitation as error:
            form.add_error(None, str(error.explanation))
        except (TooBusy, TooMany) as error:
            form.add_error(None, str(error.explanation))
            refusal = error
        else:
            return redirect("start")
    context = {"form": form, **rules_for()}
    status = 400 if form.is_bound else 200
    return postponed(render(request, "accounts/invitation.html", context, status=status), refusal)
