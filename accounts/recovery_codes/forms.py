"""What somebody types who comes in by a recovery code."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import SingleValueForm
from accounts.secret_fields import CodeField

FORM_SECRET_BYTES = 16


class RecoveryForm(SingleValueForm):
    """The code, and the secret of this form, from which the code comes that replaces it."""

    unshown = frozenset({"form"})

    code = CodeField(
        label=_("Your recovery code"),
        max_length=150,
        error_messages={
            "required": _("Type the recovery code that you printed or wrote down."),
            "max_length": _("This is longer than any recovery code. Check it."),
        },
    )
    form = forms.RegexField(
        rf"\A[0-9a-f]{{{2 * FORM_SECRET_BYTES}}}\Z",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), _("This page is too old. Load it again.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form", secrets.token_hex(FORM_SECRET_BYTES))

    def clean_form(self) -> bytes:
        """Give the bytes of the form's secret."""
        return bytes.fromhex(self.cleaned_data["form"])
