"""What a member fills in who has made sure who somebody is."""

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from messaging.models import Vouching
from messaging.services.vouching import Vouched

LONGEST_REASON = 300


class VouchingForm(SingleValueForm):
    """By what means a member made sure, and what they did and saw.

    checks_letters: the portal sees the code of a letter itself; a reason is asked for by what is done then.
    may_be_on_file: the portal itself has found out that they are to be reached by letter.
    """

    checks_letters: ClassVar[bool] = False

    means = forms.ChoiceField(
        label=_("How did you make sure who they are?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you made sure who they are. An e-mail alone is not enough."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    reason = PlainTextField(
        label=_("What you did and saw"),
        max_length=LONGEST_REASON,
        required=False,
        error_messages={"max_length": _("Use at most 300 characters.")},
    )

    def __init__(self, *args: Any, may_be_on_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        means = [means for means in Vouching.Means if may_be_on_file or means != Vouching.Means.ON_FILE]
        cast(forms.ChoiceField, self.fields["means"]).choices = [(each.value, each.label) for each in means]

    def clean(self) -> dict[str, Any] | None:
        """Ask for a reason where nothing but the member's word says who it is."""
        cleaned = super().clean()
        is_checked = self.checks_letters and self.cleaned_data.get("means") == Vouching.Means.LETTER
        # What was refused already is not among the cleaned words, and neither is a field that is not asked.
        if self.cleaned_data.get("reason") == "" and not is_checked:
            missing = ValidationError(_("Write how you made sure who they are."), code="required")
            self.add_error("reason", missing)
        return cleaned

    @property
    def vouched(self) -> Vouched:
        """Give what the member says in a valid form."""
        return Vouched(Vouching.Means(self.cleaned_data["means"]), self.cleaned_data["reason"])
