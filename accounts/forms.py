"""The forms of sign-in."""

from typing import Any, cast

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.errors import TooBusy
from accounts.fields import PlainEmailField, PlainTextField, SingleValueForm
from limits.errors import TooMany


class SignInForm(SingleValueForm, LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password.

    postponed: why the password was not even looked at; None when it was.
    """

    postponed: TooBusy | TooMany | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = PlainEmailField(
            label=_("E-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
            error_messages={
                "required": _("Type your e-mail address."),
                "invalid": _("Type an e-mail address like name@example.org."),
                "max_length": _("This is too long for an e-mail address. Check it."),
            },
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
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
        self.order_fields(["login", "password"])

    def clean(self) -> dict[str, Any]:
        """Try the password."""
        try:
            return cast(dict[str, Any], super().clean())
        except (TooBusy, TooMany) as error:
            self.postponed = error
            raise ValidationError(str(error.explanation), code="postponed") from None


class ReplyCodeForm(SingleValueForm):
    """The one field of "Read your answer"."""

    code = PlainTextField(
        label=_("Your reply code"),
        max_length=100,
        error_messages={
            "required": _("Type the reply code that you were shown after you wrote to us."),
            "max_length": _("This is longer than any reply code. Check it."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
