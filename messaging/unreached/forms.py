"""How somebody was reached."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import SingleValueForm
from messaging.services.unreached import WAYS


class ReachedForm(SingleValueForm):
    """The way in which somebody was told that a message waits."""

    way = forms.TypedChoiceField(
        label=_("How did you reach them?"),
        choices=[(way.value, way.label) for way in WAYS],
        coerce=type(WAYS[0]),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you reached them."),
            "invalid_choice": _("Choose one of these."),
        },
    )
