"""The forms of sign-in."""

from collections.abc import Mapping
from typing import Any, cast

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import password_rules
from accounts.errors import TooBusy, UnfitPassword
from accounts.fields import AccountAddressField, PlainEmailField, PlainTextField, SingleValueForm
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


class ProofForm(SingleValueForm):
    """What somebody who is signed in shows to prove that it is still them.

    Its fields have names of their own, so that it goes with any other form.
    """

    prefix = "proof"

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

    @classmethod
    def is_sent(cls, posted: Mapping[str, Any]) -> bool:
        """Tell whether somebody posted this form, alone or with another."""
        return any(f"{cls.prefix}-{name}" in posted for name in cls.base_fields)


class MakeAccountForm(SingleValueForm):
    """The address and the password that somebody wants to sign in with."""

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
    password = forms.CharField(
        label=_("Your new password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": _("Choose a password."),
            "null_characters_not_allowed": _(
                "This has characters that nobody can type again. Choose another password."
            ),
        },
    )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a password that is short or foreseeable; what is wrong stands beside the field."""
        cleaned = super().clean()
        password = self.cleaned_data.get("password")
        if password is not None:
            try:
                password_rules.check(
                    password, known=(self.cleaned_data.get("email", ""), settings.AGENCY_NAME)
                )
            except UnfitPassword as error:
                self.add_error("password", str(error.explanation))
        return cleaned


class ConfirmAccountForm(SingleValueForm):
    """The code from the mail that confirms an address."""

    code = PlainTextField(
        label=_("Your confirmation code"),
        max_length=100,
        error_messages={
            "required": _("Type the code that stands in our e-mail."),
            "max_length": _("This is longer than any confirmation code. Check it."),
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
