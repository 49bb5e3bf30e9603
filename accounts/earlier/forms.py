"""What somebody types who has found an old password or code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import SingleValueForm


class OldSecretForm(SingleValueForm):
    """One field for either, since people do not remember which it was."""

    secret = forms.CharField(
        label=_("Your old password, or an old code"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Type a password or a code that you had before."),
            "max_length": _("This is longer than any password or code here. Check it."),
            "null_characters_not_allowed": _(
                "This has characters that no password or code here has. Check it."
            ),
        },
    )
