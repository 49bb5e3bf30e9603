"""The forms of a thread."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm

MOST_CHARACTERS = 20_000


class ReplyForm(SingleValueForm):
    """What a taxpayer writes; `message_id` makes one page send one message."""

    text = PlainTextField(
        label=_("Your message"),
        max_length=MOST_CHARACTERS,
        multiline=True,
        error_messages={
            "required": _("Write your message first."),
            "max_length": _("This is longer than 20,000 characters. Shorten it, or send it in two messages."),
        },
    )
    message_id = forms.UUIDField(widget=forms.HiddenInput)


class AnswerForm(ReplyForm):
    """What an officer writes.

    seen: the newest message that they have seen.
    confirmed: the hash of the words whose findings they have seen.
    """

    unshown = frozenset({"confirmed"})

    quoted = PlainTextField(
        label=_("Quote from their message"),
        max_length=MOST_CHARACTERS,
        multiline=True,
        required=False,
        error_messages={"max_length": _("This is longer than 20,000 characters. Quote less.")},
    )
    confirmed = PlainTextField(max_length=64, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
