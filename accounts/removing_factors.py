"""The question before a second factor is removed, whichever it is.

Beside a factor a shorter password does. Nobody keeps how long it is, so whoever removes the last factor shows
that theirs is fit to stand alone.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import step_up
from accounts.errors import AccountsError, WrongProof
from accounts.fields import SingleValueForm
from accounts.passwords import changing
from accounts.passwords.forms import KnownPasswordForm
from accounts.sign_in import SignedInRequest, renew
from keys.queries import PasswordMark
from limits.answers import postponed
from limits.errors import TooMany

# Which password the person has just shown that may stand alone; None where that is not asked for.
FitAlone = PasswordMark | None
# Removes the factor.
Removal = Callable[[FitAlone], None]


def ask_and_remove(
    request: SignedInRequest, template: str, remove: Removal, *, is_last: bool, **context: Any
) -> HttpResponse:
    """Say what ends, ask for the password where it stands alone from then on, and remove when that is wanted.

    is_last: whether nothing else is asked for beside the password once the factor is gone.
    """
    make = KnownPasswordForm if is_last else SingleValueForm
    form = make(request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    status = 400 if form.is_bound else 200
    if form.is_bound and not is_last:
        # The password itself is the proof where it is asked for.
        step_up.require(request)
    if form.is_valid():
        try:
            remove(changing.prove_alone(request, form.cleaned_data["password"]) if is_last else None)
            renew(request)
        except (AccountsError, TooMany) as error:
            form.add_error("password" if isinstance(error, WrongProof) else None, str(error.explanation))
            refusal, status = error, 400 if isinstance(error, WrongProof) else 409
        else:
            return redirect("account")
    page = render(request, template, {**context, "form": form, "asks_password": is_last}, status=status)
    return postponed(page, refusal)
