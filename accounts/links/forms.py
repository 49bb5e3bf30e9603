"""The forms of the link by which somebody signs in after too many failures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AccountAddressField, PlainTextField, SingleValueForm


class AskForLinkForm(SingleValueForm):
    """The address that the link shall be mailed to."""

    email = AccountAddressField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Type your e-mail address."),
            "invalid": _("Type an e-mail address like name@example.org, without accents and other signs."),
            "max_length": _("This is too long for an e-mail address. Check it."),
        },
    )


class FollowLinkForm(SingleValueForm):
    """The code that the link carries."""

    code = PlainTextField(
        label=_("Your sign-in code"),
        max_length=100,
        error_messages={
            "required": _("Type the code that stands in our e-mail."),
            "max_length": _("This is longer than any code of ours. Check it."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-from-link": True,
            }
        ),
    )
