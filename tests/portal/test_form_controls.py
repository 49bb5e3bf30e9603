"""Controls are what Django's own templates would make of them."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy

from portal.form_controls import FormControls

HOSTILE = "\"'><script>alert(1)</script>&amp;"


@pytest.mark.parametrize(
    "value", ["", None, 0, 12, "plain", HOSTILE, "\nfirst line empty", gettext_lazy("Topic")]
)
@pytest.mark.parametrize(
    "attrs",
    [
        {},
        {"id": "id_text", "class": "usa-input", "aria-describedby": "a b"},
        {"required": True, "maxlength": False, "autofocus": True},
        {"title": HOSTILE, "data-counter": 4000, "placeholder": gettext_lazy("Topic"), "pattern": None},
    ],
)
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput,
        forms.EmailInput,
        forms.HiddenInput,
        forms.NumberInput,
        forms.PasswordInput,
        forms.Textarea,
        forms.CheckboxInput,
    ],
)
def test_a_control_is_the_same_as_djangos(
    widget: type[forms.Widget], attrs: dict[str, Any], value: object
) -> None:
    ours = widget().render("text", value, attrs, renderer=FormControls())
    theirs = widget().render("text", value, attrs, renderer=DjangoTemplates())

    assert ours == theirs
    assert "<script>" not in ours
