"""What an invited person types: both halves of the invitation, and the password that they choose."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from accounts.password_rules import LONGEST, SHORTEST


def _password(label: Any, required: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": required,
            "max_length": _("A password has at most %(longest)d characters.") % {"longest": LONGEST},
            "null_characters_not_allowed": _("This has characters that a password cannot have."),
        },
    )


class InvitationForm(SingleValueForm):
    """Code, PIN, and the new password twice."""

    token = PlainTextField(
        label=_("Your invitation code"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-from-link": ""}),
        error_messages={
            "required": _("Type the code that stands in the e-mail about your invitation."),
            "max_length": _("This is longer than any invitation code. Check it."),
        },
    )
    pin = PlainTextField(
        label=_("Your PIN"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Type the PIN that you were told by telephone or in person."),
            "max_length": _("This is longer than any PIN. Check it."),
        },
    )
    password = _password(
        _("Your new password"),
        _("Choose a password of at least %(shortest)d characters.") % {"shortest": SHORTEST},
    )
    password_again = _password(_("Your new password once more"), _("Type your new password once more."))

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
