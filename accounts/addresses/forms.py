"""The form of an address to sign in with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import AccountAddressField, PlainEmailField, SingleValueForm


class ChangeAddressForm(SingleValueForm):
    """The address that somebody wants to sign in with from now on."""

    same = _("This is the address that you have.")
    email = AccountAddressField(
        label=_("Your new e-mail address"),
        autocomplete="email",
        error_messages={"required": _("Type your new e-mail address.")},
    )

    def __init__(self, *args: Any, present: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    def clean_email(self) -> str:
        """Refuse the address that is in use already."""
        address = str(self.cleaned_data["email"])
        if address == self.present:
            raise forms.ValidationError(self.same, code="same")
        return address


class NoticeAddressForm(SingleValueForm):
    """Where a visitor wants to be told that an answer is there; empty for nowhere."""

    email = PlainEmailField(
        label=_("E-mail address for our notices"),
        required=False,
        error_messages={
            "invalid": _("Type an e-mail address like name@example.org, or leave the field empty.")
        },
    )
