"""The forms of a thread."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainTextField, SingleValueForm

MOST_CHARACTERS = 20_000
MOST_REASON = 300


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
    reason: why personal words should go by plain e-mail, for the colleague who is asked.
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
    reason = PlainTextField(
        label=_("Why should this go by plain e-mail?"),
        max_length=MOST_REASON,
        required=False,
        error_messages={"max_length": _("This is longer than 300 characters. Say it in fewer words.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)


def refused_words(form: forms.Form, *names: str) -> str:
    """Say why the words that stand in these fields so far cannot be screened; empty where they can.

    That nothing is written yet is no reason.
    """
    errors = form.errors.as_data()
    refusals = [error for name in names for error in errors.get(name, ())]
    return " ".join(message for error in refusals if error.code != "required" for message in error.messages)
