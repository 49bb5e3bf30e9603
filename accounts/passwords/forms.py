"""What somebody types who chooses a new password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AccountAddressField, SingleValueForm
from accounts.models import Person
from accounts.passwords.checking import refuse_unfit
from accounts.secret_fields import CurrentPasswordField, MailedCodeField, NewPasswordField


class ChangePasswordForm(SingleValueForm):
    """The password that they have, and the new one.

    asks_current: not of whoever has just shown a recovery code or a passkey, and may have forgotten it.
    """

    current = CurrentPasswordField(label=_("Your password until now"))
    password = NewPasswordField()

    def __init__(self, *args: Any, person: Person, asks_current: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if not asks_current:
            del self.fields["current"]

    def clean(self) -> dict[str, Any] | None:
        """Refuse an unfit password, and the one that they have."""
        cleaned = super().clean()
        current, new = (self.cleaned_data.get(name) for name in ("current", "password"))
        if current and current == new:
            self.add_error("password", _("This is the password that you have. Choose another one."))
        else:
            refuse_unfit(self, person=self.person)
        return cleaned


class KnownPasswordForm(SingleValueForm):
    """The password that somebody has."""

    password = CurrentPasswordField()


class ForgottenForm(SingleValueForm):
    """The address that the link to a new password shall be mailed to."""

    email = AccountAddressField(label=_("The e-mail address that you sign in with"))


class ResetForm(SingleValueForm):
    """The code that the link carries, the new password, and that they know what is locked by it.

    is_open: when the account is open in this browser, so that nothing is locked.
    """

    code = MailedCodeField(label=_("Your code from our e-mail"))
    password = NewPasswordField()
    understood = forms.BooleanField(
        label=_(
            "I have no recovery code, no reply code, and no passkey that opens my messages. They may be "
            "locked until you know that it is me."
        ),
        error_messages={
            "required": _("Check the box if you have no code and no passkey. If you have one, use it first.")
        },
    )

    def __init__(self, *args: Any, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_open:
            del self.fields["understood"]

    def clean(self) -> dict[str, Any] | None:
        """Refuse an unfit password; whose it is to be, and what is known of them, the code tells later."""
        cleaned = super().clean()
        refuse_unfit(self)
        return cleaned
