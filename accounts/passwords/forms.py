"""What somebody types who chooses a new password."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.fields import CurrentPasswordField, NewPasswordField, SingleValueForm
from accounts.models import Person
from accounts.passwords.checking import refuse_unfit


class ChangePasswordForm(SingleValueForm):
    """The password that they have, and the new one.

    asks_current: not of whoever has just come in by a recovery code, since they forgot it.
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
