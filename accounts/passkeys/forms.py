"""What a browser posts of a passkey, which its own script fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm

_NOTHING = _("Your browser sent no passkey. It may need JavaScript, or another browser.")


class PasskeyForm(SingleValueForm):
    """What a passkey has signed, and the secret that its device computes, if it does."""

    unshown = frozenset({"credential", "secret"})

    credential = forms.CharField(
        widget=forms.HiddenInput,
        max_length=20_000,
        error_messages={"required": _NOTHING, "max_length": _NOTHING},
    )
    secret = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)


class NewPasskeyForm(PasskeyForm):
    """A new passkey, and how its owner calls it."""

    label = PlainTextField(
        label=_("What do you call this device?"),
        max_length=60,
        error_messages={"required": _("Give it a name, such as “My phone”.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("label", "credential", "secret")
