"""Which events to show."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.actions import Action

EARLIEST_DAY = date(2000, 1, 1)
LATEST_DAY = date(2999, 12, 31)


class EventsForm(forms.Form):
    """Who did what to what, on which day; whatever is left empty is not asked for."""

    action = forms.ChoiceField(
        label=_("What was done"),
        choices=[("", _("Anything")), *Action.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of these.")},
    )
    actor = forms.UUIDField(
        label=_("By whom"), required=False, error_messages={"invalid": _("This is not the id of a person.")}
    )
    subject = forms.UUIDField(
        label=_("To what"),
        required=False,
        error_messages={"invalid": _("This is not the id of a person, thread, message or unit.")},
    )
    day = forms.DateField(
        label=_("On the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Type a day like 2026-03-31.")},
    )

    def clean_day(self) -> date | None:
        """Keep to days that a calendar of the agency can have."""
        day: date | None = self.cleaned_data["day"]
        if day and not EARLIEST_DAY <= day <= LATEST_DAY:
            raise ValidationError(_("Type a day like 2026-03-31."))
        return day
