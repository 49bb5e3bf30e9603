"""The form by which anybody writes to the agency."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import PlainEmailField, PlainTextField, PublicIdField, SingleValueForm
from messaging.forms import MOST_CHARACTERS
from messaging.models import Topic


class CommentForm(SingleValueForm):
    """Topic, subject, text; an address for the notice and a name if they like."""

    unshown = frozenset({"confirmed"})

    topic = PublicIdField(
        queryset=Topic.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        label=_("What is it about?"),
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    subject = PlainTextField(
        max_length=120,
        label=_("Your subject, in a few words"),
        error_messages={
            "required": _("Say in a few words what it is about."),
            "max_length": _("This is longer than 120 characters. Say it in fewer words."),
        },
    )
    text = PlainTextField(
        max_length=MOST_CHARACTERS,
        multiline=True,
        label=_("Your message"),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("This is longer than 20,000 characters. Shorten it, or send it in two messages."),
        },
    )
    email = PlainEmailField(
        required=False,
        label=_("Your e-mail address"),
        error_messages={
            "invalid": _("Type an e-mail address like name@example.org, or leave this empty."),
            "max_length": _("This is too long for an e-mail address. Check it, or leave this empty."),
        },
    )
    name = PlainTextField(
        required=False,
        max_length=100,
        label=_("Your name"),
        error_messages={"max_length": _("This is longer than 100 characters. Shorten it.")},
    )
    # Hidden from people and their screen readers; programs that fill in whatever they find give themselves
    # away. Who sees it all the same is told, and loses nothing.
    website = PlainTextField(
        required=False, max_length=200, widget=forms.TextInput, label=_("Leave this field empty")
    )
    # Which of the two forms the page showed: what happens is what it said.
    writes_as = PlainTextField(widget=forms.HiddenInput, max_length=20, required=False)
    form_token = PlainTextField(widget=forms.HiddenInput, max_length=200, required=False)
    # The value of the button below the warning; no field of its own stands on the page.
    confirmed = forms.CharField(max_length=64, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["topic"].queryset = Topic.objects.select_related("unit")  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        """Refuse what only a program writes."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty, and send your message again."), code="trap")
        return ""


class AccountCommentForm(CommentForm):
    """The same for somebody who has an account, whose address is known."""

    email = None  # type: ignore[assignment]  # how Django takes a field out of a form
