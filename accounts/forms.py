"""The forms of sign-in."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainEmailField, PlainTextField, SingleValueForm


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = PlainEmailField(
            label=_("E-mail address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
            error_messages={
                "required": _("Type your e-mail address."),
                "invalid": _("Type an e-mail address like name@example.org."),
            },
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            max_length=256,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("Type your password.")},
        )
        self.order_fields(["login", "password"])


class ReplyCodeForm(SingleValueForm):
    """The one field of "Read your answer"."""

    code = PlainTextField(
        label=_("Your reply code"),
        max_length=100,
        error_messages={"required": _("Type the reply code that you were shown after you wrote to us.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
