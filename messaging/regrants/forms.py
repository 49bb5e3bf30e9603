"""What is typed to open locked threads again: the code of a letter, and what a member did to make sure."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from messaging.vouching.forms import VouchingForm


class LetterCodeForm(SingleValueForm):
    """The code that stands in a letter."""

    code = PlainTextField(
        label=_("The code in our letter"),
        max_length=100,
        error_messages={
            "required": _("Type the code that stands in our letter."),
            "max_length": _("This is longer than any code of ours. Check it."),
        },
    )


class RegrantForm(VouchingForm):
    """The key that was shown, and how the member made sure."""

    checks_letters = True

    key_id = PlainTextField(max_length=64, widget=forms.HiddenInput)
