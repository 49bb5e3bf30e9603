"""Whom somebody lets in, to what, and until when."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.fields import AccountAddressField, PlainTextField, SingleValueForm
from messaging.models import Representation
from messaging.representatives import name_of, reference_of
from messaging.services import Named

THREAD, TOPIC = "thread", "topic"


class AddressSearchForm(SingleValueForm):
    """The whole address by which somebody on either side signs in."""

    q = AccountAddressField(
        label=_("E-mail address of either side"),
        required=False,
        autocomplete="off",
        error_messages={"invalid": _("Type a whole e-mail address, like name@example.org.")},
    )


def again_as(waiting: Representation) -> dict[str, Any]:
    """Give what the form begins with for somebody who is let in again: all but the number, which is new."""
    return {
        "name": name_of(waiting),
        "scope": TOPIC if waiting.topic_id else THREAD,
        "until": waiting.last_day,
        "reference": reference_of(waiting),
    }


@dataclass(frozen=True)
class ScopeChoice:
    """Name how much somebody is let into, for a list of radio buttons."""

    name: str
    description: str


class RepresentativeForm(SingleValueForm):
    """The representative's number and name, how much they are let into, and their last day.

    for_form: asks for the reference of the form on file, for officers.
    """

    number = PlainTextField(
        label=_("Number of the representative"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Type the number that the representative gave you."),
            "max_length": _("This is longer than any number here. Check it."),
        },
    )
    name = PlainTextField(
        label=_("Name of the representative"),
        max_length=100,
        error_messages={
            "required": _("Type the name of the representative."),
            "max_length": _("This is longer than 100 characters. Shorten it."),
        },
    )
    scope = forms.ChoiceField(
        label=_("What may they read and answer?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they may read."), "invalid_choice": _("Choose one.")},
    )
    until = forms.DateField(
        label=_("Until and with which day?"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the last day."),
            "invalid": _("Type a day, such as 2026-12-31."),
        },
    )
    reference = PlainTextField(
        label=_("Reference of the form on file"),
        max_length=100,
        error_messages={
            "required": _("Type where the form is kept, such as its number."),
            "max_length": _("This is longer than 100 characters. Shorten it."),
        },
    )

    def __init__(self, *args: Any, topic: str, for_form: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = _("All conversations about “%(topic)s”") % {"topic": topic}
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            (THREAD, ScopeChoice(str(_("This conversation")), "")),
            (TOPIC, ScopeChoice(str(whole), str(_("Also those that begin later.")))),
        ]
        if not for_form:
            del self.fields["reference"]

    def clean_until(self) -> date:
        """Take a day that is not over yet, and not too far away to be remembered."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise ValidationError(_("This day is over. Choose today or a later day."), code="past")
        if until > today + settings.REPRESENTATION_LONGEST:
            raise ValidationError(_("Choose a day within the next three years."), code="far")
        return until

    def named(self) -> Named:
        """Give what a valid form says; the last day is over at midnight, where the agency is."""
        next_day = self.cleaned_data["until"] + timedelta(days=1)
        return Named(
            number=self.cleaned_data["number"],
            name=self.cleaned_data["name"],
            until=timezone.make_aware(datetime.combine(next_day, time.min)),
            reference=self.cleaned_data.get("reference", ""),
            whole_topic=self.cleaned_data["scope"] == TOPIC,
        )
