"""What administrators fill in about people and units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses.forms import ChangeAddressForm
from accounts.administration.words import every_role
from accounts.fields import (
    AccountAddressField,
    FoldedEmailField,
    LanguageField,
    PlainTextField,
    SingleValueForm,
)

LONGEST_NAME = 100


def colleague_field(label: Any, required: Any) -> FoldedEmailField:
    """Make a field that names a colleague by the address that they sign in with."""
    return FoldedEmailField(label=label, autocomplete="off", error_messages={"required": required})


class SearchForm(SingleValueForm):
    """Part of a name or an e-mail address."""

    q = PlainTextField(
        label=_("Name or e-mail address"),
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": _("This is longer than any name here. Shorten it.")},
    )


class InviteForm(SingleValueForm):
    """Who is to be invited, and to what role."""

    name = PlainTextField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Type the person's name, as colleagues know it."),
            "max_length": _("This is longer than 100 characters. Shorten it."),
        },
    )
    # As for the public: no two addresses to sign in with look alike.
    email = AccountAddressField(
        label=_("E-mail address"),
        autocomplete="off",
        error_messages={"required": _("Type the e-mail address that the person signs in with.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=every_role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose one of these.")},
    )

    language = LanguageField(label=_("Language of our e-mails to them"))


class RoleForm(SingleValueForm):
    """Another role for a member of staff."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=every_role,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose one of these.")},
    )


class UnitForm(SingleValueForm):
    """The name of a new unit, and who is to be its first member."""

    name = PlainTextField(
        label=_("Name of the unit"),
        max_length=LONGEST_NAME,
        error_messages={
            "required": _("Type the name that the public will read."),
            "max_length": _("This is longer than 100 characters. Shorten it."),
        },
    )
    founder = colleague_field(
        _("E-mail address of its first member"), _("Type the e-mail address of the first member.")
    )


class NewAddressForm(ChangeAddressForm):
    """The address that a colleague is to sign in with from now on."""

    same = _("This is the address that they have.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("Their new e-mail address")
        email.widget.attrs["autocomplete"] = "off"
        email.error_messages["required"] = _("Type the new e-mail address.")
