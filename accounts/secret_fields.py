"""What people type to get in: passwords, and codes that they were shown or sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField


class CurrentPasswordField(forms.CharField):
    """The password that somebody has, as they type it; never shown again."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Type your password."),
            "max_length": _("This is longer than any password here. Type your password again."),
            "null_characters_not_allowed": _(
                "This has characters that no password here has. Type your password again."
            ),
        }
        kwargs = {"label": _("Your password"), "error_messages": messages, **kwargs}
        widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        super().__init__(strip=False, max_length=256, widget=widget, **kwargs)


class NewPasswordField(forms.CharField):
    """A password that somebody chooses, with every space; never shown again.

    Nothing is cut off, so it has no longest length of its own: `password_rules` says what is too long.
    """

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Choose a password."),
            "null_characters_not_allowed": _(
                "This has characters that nobody can type again. Choose another password."
            ),
        }
        kwargs = {"label": _("Your new password"), "error_messages": messages, **kwargs}
        super().__init__(
            strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), **kwargs
        )


class CodeField(PlainTextField):
    """A code of ours, which is typed in any case and with or without its hyphens."""

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        attributes = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=max_length, widget=forms.TextInput(attrs=attributes), **kwargs)


class MailedCodeField(CodeField):
    """A code that stands in a mail of ours; the mail's link types it."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Type the code that stands in our e-mail."),
            "max_length": _("This is longer than any code of ours. Check it."),
        }
        super().__init__(error_messages=messages, **kwargs)
        self.widget.attrs["data-from-link"] = True


class OneTimeCodeField(PlainTextField):
    """The six numbers that an app shows at this moment."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Type the six numbers that your app shows."),
            "max_length": _("A code from an app has six numbers. Check it."),
        }
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        super().__init__(
            max_length=20, error_messages=messages, widget=forms.TextInput(attrs=attributes), **kwargs
        )
