"""Forms that give back what was typed when the session was over by the time that it was sent.

A view is marked `@keeps_text(kept_forms.keep)` (`accounts/middleware.py`), calls `fill_in` with its form
before it shows it and `sent` once it was taken, and its template includes `components/kept_form.html` and
marks the form with `data-keeps-text`, for the script that knows of the end first.

Not marked is what nobody has to type twice: a choice between buttons, one line of one's own (the address that
one signs in with, the name of a passkey), and what would only stay as a secret or as a question about
somebody: codes, passwords, and the address by which an administrator looks for an account.
"""

from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict

from accounts.posted import without_secrets
from accounts.services import kept_forms
from accounts.sign_in import SignedInRequest

# In a form that was filled in so: the moment of the newest that it has seen.
SEEN = "kept_form"


def keep(author: UUID, request: HttpRequest, **url_arguments: object) -> bool:
    """Seal what somebody posted after their session ended; tells whether there was something to keep."""
    typed = without_secrets(request)
    has_words = any(value.strip() for _, value in typed)
    return has_words and kept_forms.keep(author=author, path=request.path, typed=typed)


def fill_in(request: SignedInRequest, form: forms.Form) -> None:
    """Put what was kept of this page into a form that was not sent yet.

    The newest goes into the fields, and is theirs to change; what earlier ones hold besides stands beside the
    form, to be copied.
    """
    if form.is_bound or not kept_forms.has_kept(author=request.user, path=request.path):
        return
    kept = kept_forms.kept_of(author=request.unlocked, path=request.path)
    if not kept:
        return
    newest, *earlier = [_shown_values(form, each.typed) for each in kept]
    form.initial.update({name: value for name, value in newest.items() if value})
    # The template asks the form for it: any page's may have been kept, and few know more of that than this.
    form.kept = KeptWords(kept[0].kept_at, _others(form, newest, earlier))  # type: ignore[attr-defined]


def sent(request: SignedInRequest) -> None:
    """Forget what was kept of this page and stood in the form, which was taken; what was kept since stays."""
    try:
        up_to = datetime.fromisoformat(request.POST.get(SEEN, ""))
    except ValueError:
        return
    if up_to.tzinfo is not None:
        kept_forms.forget(author=request.user, path=request.path, up_to=up_to)


class KeptWords:
    """What a page says of a form that was kept: when, and labels and values of what stands in no field."""

    def __init__(self, at: datetime, others: list[tuple[str, str]]) -> None:
        self.at = at
        self.others = others


def _shown_values(form: forms.Form, typed: kept_forms.Typed) -> dict[str, object]:
    """Give what the fields that stand on the page would hold."""
    data = QueryDict(mutable=True)
    for name, value in typed:
        data.appendlist(name, value)
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.is_hidden
    }


def _others(
    form: forms.Form, newest: dict[str, object], earlier: list[dict[str, object]]
) -> list[tuple[str, str]]:
    words = [
        (str(form.fields[name].label), value)
        for values in earlier
        for name, value in values.items()
        # Choices are made again in no time, and their values say nothing to anybody.
        if isinstance(value, str) and value.strip() and value != newest[name] and _is_typed(form, name)
    ]
    return list(dict.fromkeys(words))


def _is_typed(form: forms.Form, name: str) -> bool:
    return isinstance(form.fields[name].widget, (forms.TextInput, forms.Textarea))
