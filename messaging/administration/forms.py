"""What is filled in about topics, and about what could not be sent."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainEmailField, PlainTextField, PublicIdField, SingleValueForm
from accounts.models import Unit
from messaging.administration.queries import PAGE_ROWS
from messaging.models import LONGEST_TOPIC_DESCRIPTION, LONGEST_TOPIC_NAME

NOTHING_SHOWN = _("We could not tell which deliveries you meant. Try again from this page.")


class TopicForm(SingleValueForm):
    """The words that the public reads, and who answers."""

    name = PlainTextField(
        label=_("Name"),
        max_length=LONGEST_TOPIC_NAME,
        error_messages={
            "required": _("Type what people choose, such as: Refunds."),
            "max_length": _("This is longer than 80 characters. Shorten it."),
        },
    )
    description = PlainTextField(
        label=_("Description"),
        max_length=LONGEST_TOPIC_DESCRIPTION,
        error_messages={
            "required": _("Say in one sentence what belongs here."),
            "max_length": _("This is longer than 200 characters. Shorten it."),
        },
    )
    unit = PublicIdField(
        queryset=Unit.objects.none(),
        label=_("Unit that answers"),
        empty_label=_("Choose a unit"),
        error_messages={"required": _("Choose a unit."), "invalid_choice": _("Choose one of these units.")},
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ShownDeliveriesForm(SingleValueForm):
    """The pieces of work that a page of deliveries has shown, by their public ids."""

    unshown = frozenset({"shown"})

    shown = PlainTextField(
        max_length=PAGE_ROWS * 37,
        widget=forms.HiddenInput,
        error_messages={"required": NOTHING_SHOWN, "max_length": NOTHING_SHOWN},
    )

    def clean_shown(self) -> list[UUID]:
        """Read the ids."""
        try:
            return [UUID(each) for each in self.cleaned_data["shown"].split(",")]
        except ValueError:
            raise ValidationError(NOTHING_SHOWN, code="invalid") from None


class ChangedTopicForm(TopicForm):
    """The words, the unit, the place in the list, and an address for mail."""

    mail_address = PlainEmailField(
        label=_("Address for e-mail"),
        required=False,
        autocomplete="off",
        error_messages={"invalid": _("Type an e-mail address like name@example.org, or leave this empty.")},
    )

    position = forms.IntegerField(
        label=_("Place in the list"),
        min_value=0,
        max_value=999,
        error_messages={
            "required": _("Type a number: 0 stands first."),
            "invalid": _("Type a whole number from 0 to 999."),
            "min_value": _("Type a whole number from 0 to 999."),
            "max_value": _("Type a whole number from 0 to 999."),
        },
    )
