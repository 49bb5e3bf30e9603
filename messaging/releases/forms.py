"""What a second member fills in who decides whether an answer goes by plain e-mail."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm
from messaging.forms import MOST_REASON


class DecisionForm(SingleValueForm):
    """Why a second member releases, which they have to say, or why they refuse."""

    reason = PlainTextField(
        label=_("Why do you agree, or refuse?"),
        max_length=MOST_REASON,
        required=False,
        error_messages={
            "required": _("Say why you agree that it goes by plain e-mail."),
            "max_length": _("This is longer than 300 characters. Say it in fewer words."),
        },
    )

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason
