"""The forms of sign-in."""

from collections.abc import Mapping
from typing import Any, cast

from allauth.account.forms import LoginForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import browsers
from accounts.errors import CrowdedOut, SlowedDown, TooBusy
from accounts.fields import AccountAddressField, FoldedEmailField, SingleValueForm
from accounts.models import Person
from accounts.passwords.checking import refuse_unfit
from accounts.secret_fields import (
    CodeField,
    CurrentPasswordField,
    MailedCodeField,
    NewPasswordField,
    OneTimeCodeField,
)
from limits.errors import Postponed


class SignInForm(SingleValueForm, LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password.

    postponed: why the password was not even looked at; None when it was.
    """

    postponed: Postponed | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = FoldedEmailField(
            label=_("E-mail address"),
            autocomplete="username",
            error_messages={"required": _("Type your e-mail address.")},
        )
        self.fields["password"] = CurrentPasswordField(label=_("Password"))
        self.fields[browsers.REMEMBER] = forms.BooleanField(
            label=_("Remember this browser for a year"), required=False
        )
        self.order_fields(["login", "password", browsers.REMEMBER])

    def clean(self) -> dict[str, Any]:
        """Try the password."""
        try:
            return cast(dict[str, Any], super().clean())
        except (TooBusy, CrowdedOut, SlowedDown) as error:
            self.postponed = error
            raise ValidationError(str(error.explanation), code="postponed") from None


class ProofForm(SingleValueForm):
    """What somebody who is signed in shows to prove that it is still them: one of these things.

    Its fields have names of their own, so that it goes with any other form.
    """

    prefix = "proof"
    unshown = frozenset({"credential", "secret"})

    password = CurrentPasswordField(required=False)
    code = OneTimeCodeField(label=_("Or the code from your app"), required=False)
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    secret = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        """Refuse a form in which nothing is shown."""
        cleaned = super().clean()
        shown = any(self.cleaned_data.get(name) for name in ("password", "code", "credential"))
        if not shown and not self.errors:
            self.add_error("password", _("Type your password."))
        return cleaned

    @classmethod
    def is_sent(cls, posted: Mapping[str, Any]) -> bool:
        """Tell whether somebody posted this form, alone or with another."""
        return any(f"{cls.prefix}-{name}" in posted for name in cls.base_fields)


class MakeAccountForm(SingleValueForm):
    """The address and the password that somebody wants to sign in with."""

    email = AccountAddressField(label=_("Your e-mail address"))
    password = NewPasswordField()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any] | None:
        """Refuse a password that is short or foreseeable; what is wrong stands beside the field."""
        cleaned = super().clean()
        refuse_unfit(self, known=[self.cleaned_data.get("email", "")], person=self.person)
        return cleaned


class ConfirmAccountForm(SingleValueForm):
    """The code from the mail that confirms an address, and the password that was chosen with it."""

    code = MailedCodeField(label=_("Your confirmation code"))
    password = CurrentPasswordField()


class ReplyCodeForm(SingleValueForm):
    """The one field of "Read your answer"."""

    code = CodeField(
        label=_("Your reply code"),
        error_messages={
            "required": _("Type the reply code that you were shown after you wrote to us."),
            "max_length": _("This is longer than any reply code. Check it."),
        },
    )
