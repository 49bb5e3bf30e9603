"""What was typed comes back to be copied where a page could not take it, whatever field it stood in."""

from importlib import import_module

import pytest
from django import forms
from django.test import RequestFactory

from accounts.typed_words import FIELDS, typed_words
from portal.views import errors
from tests.whole_site.addresses import every_address

# Secrets, what is sought, what the page itself wrote, and a field that people leave empty.
NOT_KEPT = {
    *("code", "current", "password", "password_again", "pin", "secret", "token"),
    *("actor", "q", "confirmed", "website"),
}


def text_fields() -> set[str]:
    """List the fields that somebody types words into, of every form."""
    for address in every_address():
        import_module(address.view.__module__)
    found, forms_left = set(), [forms.BaseForm]
    while forms_left:
        form = forms_left.pop()
        forms_left += form.__subclasses__()
        found |= {
            name
            for name, field in getattr(form, "base_fields", {}).items()
            if isinstance(field, forms.CharField) and not field.widget.is_hidden
            if not form.__module__.startswith(("django.", "allauth.", "axes.", "tests."))
        }
    return found


def test_every_field_for_words_is_kept_or_said_not_to_be() -> None:
    assert text_fields() == FIELDS.keys() | NOT_KEPT


@pytest.mark.parametrize("name", FIELDS)
def test_a_form_that_is_too_old_gives_back_what_was_typed(name: str) -> None:
    secrets = dict.fromkeys(NOT_KEPT, "never shown")

    page = errors.csrf_failure(RequestFactory().post("/", {name: "typed with care", **secrets}))

    assert b"typed with care" in page.content
    assert b"never shown" not in page.content


def test_what_no_page_can_hold_is_given_back_with_a_mark() -> None:
    [(_label, text)] = typed_words(RequestFactory().post("/", {"text": "a\x00b"}))

    assert text == "a\N{REPLACEMENT CHARACTER}b"
