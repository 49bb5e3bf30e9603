"""What a member of a unit does with a parked mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import SingleValueForm
from comments.models import IncomingMail

WAYS = [why for why in IncomingMail.Why if why != IncomingMail.Why.TIME_RAN_OUT]


class PutAwayForm(SingleValueForm):
    """Why a mail needs nothing."""

    why = forms.TypedChoiceField(
        label=_("Why does it need nothing?"),
        choices=[(why.value, why.label) for why in WAYS],
        coerce=IncomingMail.Why,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose why it needs nothing."),
            "invalid_choice": _("Choose one of these."),
        },
    )
