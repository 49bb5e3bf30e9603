"""What every form and page that takes a new password shares: the rules, asked there and said here."""

from collections.abc import Iterable

from django import forms
from django.conf import settings

from accounts import password_rules
from accounts.errors import UnfitPassword
from accounts.models import Person
from accounts.password_rules import words


def refuse_unfit(form: forms.Form, *, known: Iterable[str] = (), person: Person | None = None) -> None:
    """Say beside the field `password` of a form that is being cleaned why its password is not taken.

    known, person: as `password_rules.check` takes them.
    """
    password = form.cleaned_data.get("password")
    if password is None:
        return
    try:
        password_rules.check(password, known=known, person=person)
    except UnfitPassword as error:
        form.add_error("password", str(error.explanation))


def rules_for(person: Person | None = None) -> dict[str, object]:
    """Give what a page says and its script needs of the rules, under the name `passwords`."""
    return {
        "passwords": {
            "least": password_rules.least_length(person),
            "most": settings.PASSWORD_LONGEST,
            "known": f"{settings.AGENCY_NAME} {settings.SITE_HOST} {words.ABOUT_THE_AGENCY}",
            "hint_id": "password-hint",
        }
    }
