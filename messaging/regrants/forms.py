"""What is typed to open locked threads again: the code of a letter, and what a member did to make sure."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from messaging.models import Regrant
from messaging.screenings import Of, screened
from screening import Document

LONGEST_REASON = 300


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


class RegrantForm(SingleValueForm):
    """The key that was shown, how the member made sure, and a word on it."""

    key_id = PlainTextField(max_length=64, widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=_("How did you make sure who they are?"),
        choices=Regrant.Way.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you made sure who they are."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    reason = PlainTextField(
        label=_("What you did and saw"),
        max_length=LONGEST_REASON,
        required=False,
        error_messages={"max_length": _("Use at most 300 characters.")},
    )

    def clean_reason(self) -> str:
        """Refuse what would put private numbers where they are not encrypted."""
        reason: str = self.cleaned_data["reason"]
        if reason and screened(Document(text=reason), of=Of.REASON, unit=None).strength != "clean":
            raise ValidationError(
                _("This looks like a private number. It would not be encrypted here: leave it out."),
                code="private",
            )
        return reason
