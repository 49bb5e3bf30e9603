"""What is filled in about the members of a unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.administration.forms import colleague_field
from accounts.fields import PlainTextField, SingleValueForm
from accounts.services.memberships import Comparison


class ProposeForm(SingleValueForm):
    """Whom to propose as a member."""

    email = colleague_field(
        _("E-mail address of your colleague"), _("Type the e-mail address that your colleague signs in with.")
    )


class LetInForm(SingleValueForm):
    """The key that was shown, and how its six words were compared."""

    key_id = PlainTextField(max_length=64, widget=forms.HiddenInput)
    compared = forms.ChoiceField(
        label=_("How did you compare the six words?"),
        choices=Comparison.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
