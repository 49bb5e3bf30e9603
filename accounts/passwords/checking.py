"""What every form and page that takes a new password shares: the rules, asked there and said here."""

import json
from collections.abc import Iterable

from django import forms
from django.conf import settings

from accounts import password_rules
from accounts.errors import UnfitPassword
from accounts.models import Person
from accounts.password_rules import pieces, words


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


def rules_for(person: Person | None = None, *, stands_alone: bool = False) -> dict[str, object]:
    """Give what a page says and its script needs of the rules, under the name `passwords`.

    person, stands_alone: as `password_rules.check` takes them; the page is shown to this person alone.
    """
    return {
        "passwords": {
            "least": password_rules.least_length(None if stands_alone else person),
            "most": settings.PASSWORD_LONGEST,
            "foreseen": _foreseen(person),
            "hint_id": "password-hint",
        }
    }


def _foreseen(person: Person | None) -> str:
    """Write in JSON what the script looks for in a password: all that the server does but its longest list.

    Some five kilobytes. What many people use anywhere are 20,000 words more, which no page carries.
    """
    return json.dumps(
        {
            "known": password_rules.known_to_others(person),
            "words": sorted(words.expected()),
            "sayings": words.sayings(),
            "rows": words.ROWS,
            "dates": pieces.DATE.pattern,
            "looksLike": words.LOOKS_LIKE,
            "unshifted": pieces.UNSHIFTED,
        }
    )
