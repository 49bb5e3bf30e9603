"""The number of a notice, as people type it."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from encryption.codes import LONGEST_TYPED, normalise
from encryption.errors import BadCode
from notices.models import NUMBER_CHARACTERS

OTHER_CHARACTERS = _("A notice number has only letters and numbers, and never the letter U.")


class NumberField(forms.CharField):
    """A field that shows a refused number again, with a mark in place of what no page can hold."""

    def prepare_value(self, value: Any) -> Any:
        """Give the value for the page, no longer than anybody types."""
        if not isinstance(value, str):
            return value
        return "".join(
            "\N{REPLACEMENT CHARACTER}"
            if unicodedata.category(character) in ("Cc", "Cs", "Cn")
            else character
            for character in value[: 2 * LONGEST_TYPED]
        )


class NoticeForm(forms.Form):
    """Asks for a notice's number and forgives how it is typed."""

    number = NumberField(
        label=_("Notice number"),
        error_messages={
            "required": _("Type the number that stands in the notice."),
            "null_characters_not_allowed": OTHER_CHARACTERS,
        },
    )

    def clean_number(self) -> str:
        """Fold the number to its 12 characters."""
        typed: str = self.cleaned_data["number"]
        if isinstance(self.data, QueryDict) and len(self.data.getlist("number")) > 1:
            raise ValidationError(_("This was sent twice. Type one number."))
        if len(typed) > LONGEST_TYPED:
            raise ValidationError(_("That is too long for a notice number. It has 12 letters and numbers."))
        try:
            number = normalise(typed)
        except BadCode:
            raise ValidationError(OTHER_CHARACTERS) from None
        if len(number) != NUMBER_CHARACTERS:
            raise ValidationError(_("A notice number has 12 letters and numbers. Check if some are missing."))
        return number
