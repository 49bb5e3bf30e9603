"""What is filled in about the members of a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.administration.forms import colleague_field
from accounts.fields import PlainTextField, SingleValueForm
from accounts.services.memberships import Comparison
from screening import Kind
from screening.policy import DOUBTFUL_KEY, NOTHING_FOUND_KEY


class ProposeForm(SingleValueForm):
    """Whom to propose as a member."""

    email = colleague_field(
        _("E-mail address of your colleague"), _("Type the e-mail address that your colleague signs in with.")
    )


# What screening's table leaves below "restricted", in words; `screening.policy` has the table.
RAISABLE_WORDS = {
    Kind.AGE.value: _("An age or a year of birth"),
    Kind.NAME.value: _("A name"),
    Kind.ADDRESS.value: _("A postal address"),
    Kind.TELEPHONE.value: _("A telephone number"),
    Kind.EMAIL.value: _("An e-mail address in the text"),
    DOUBTFUL_KEY: _("Digits that may be a number of somebody"),
    NOTHING_FOUND_KEY: _("An answer in which nothing was found"),
}


class ScreeningForm(SingleValueForm):
    """The least strength of each finding that is not restricted anyway."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, label in RAISABLE_WORDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[
                    ("", _("As screening does")),
                    ("personal", _("A second member has to release it")),
                    # Whoever wants none of them to leave turns plain e-mail off.
                    *([("restricted", _("Never by plain e-mail"))] if name != NOTHING_FOUND_KEY else []),
                ],
                error_messages={"invalid_choice": _("Choose one of these.")},
            )

    def floors(self) -> dict[str, str]:
        """Give what was chosen, without what stays as it is."""
        return {name: strength for name, strength in self.cleaned_data.items() if strength}


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
