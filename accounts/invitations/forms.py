"""What an invited person types: both halves of the invitation, and the password that they choose."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from accounts.secret_fields import NewPasswordField


class TwoHalvesForm(SingleValueForm):
    """The code and the PIN of an invitation."""

    token = PlainTextField(
        label=_("Your invitation code"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-from-link": ""}),
        error_messages={
            "required": _("Type the code that stands in the e-mail or letter about your invitation."),
            "max_length": _("This is longer than any invitation code. Check it."),
        },
    )
    pin = PlainTextField(
        label=_("Your PIN"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Type the PIN that you were told."),
            "max_length": _("This is longer than any PIN. Check it."),
        },
    )


class InvitationForm(TwoHalvesForm):
    """Code, PIN, and the new password twice."""

    password = NewPasswordField()
    password_again = NewPasswordField(
        label=_("Your new password once more"),
        error_messages={"required": _("Type your new password once more.")},
    )

    def clean(self) -> dict[str, Any] | None:
        """Compare the two passwords: nobody can look up later what was mistyped here."""
        cleaned = super().clean()
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("password_again")
        if first and second and first != second:
            self.add_error(
                "password_again",
                ValidationError(_("The two passwords differ. Type both again."), code="differ"),
            )
        return cleaned
