"""Whose account is to be found, and why something is done to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AccountAddressField, SingleValueForm
from accounts.services.helping import HowAsked, WhyDisabled


class FindAccountForm(SingleValueForm):
    """The whole address with which somebody of the public signs in."""

    email = AccountAddressField(
        label=_("E-mail address of the account"),
        autocomplete="off",
        error_messages={
            "required": _("Type the whole e-mail address of the account."),
            "invalid": _("Type a whole e-mail address, like name@example.org."),
        },
    )


class HowAskedForm(SingleValueForm):
    """How somebody asked for a reset."""

    how = forms.ChoiceField(
        label=_("How did they ask?"),
        choices=HowAsked.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how they asked, and how you made sure that it was them."),
            "invalid_choice": _("Choose one of these."),
        },
    )


class WhyDisabledForm(SingleValueForm):
    """Why an account is disabled."""

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=WhyDisabled.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose why the account is disabled."),
            "invalid_choice": _("Choose one of these."),
        },
    )
