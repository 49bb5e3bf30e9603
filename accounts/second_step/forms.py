"""The forms of the second step, one for each thing that somebody may show."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from accounts.passkeys.forms import PasskeyForm
from accounts.proofs import Kind
from accounts.recovery_codes.forms import RecoveryForm


class OneTimeCodeForm(SingleValueForm):
    """The code that an app shows at this moment."""

    code = PlainTextField(
        label=_("Code from your app"),
        max_length=20,
        error_messages={
            "required": _("Type the six numbers that your app shows."),
            "max_length": _("A code from an app has six numbers. Check it."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(SingleValueForm):
    """The person's password."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={
            "required": _("Type your password."),
            "max_length": _("This is longer than any password here. Type your password again."),
            "null_characters_not_allowed": _(
                "This has characters that no password here has. Type your password again."
            ),
        },
    )


FORMS: dict[Kind, type[SingleValueForm]] = {
    Kind.PASSKEY: PasskeyForm,
    Kind.ONE_TIME_CODE: OneTimeCodeForm,
    Kind.PASSWORD: PasswordForm,
    Kind.RECOVERY_CODE: RecoveryForm,
}
