"""What an officer fills in about somebody whom they invite, and what that person types."""

import base64
import binascii
import secrets
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext_lazy as _

from accounts.fields import LanguageField, PlainEmailField, PlainTextField, SingleValueForm
from accounts.invitations.forms import TwoHalvesForm
from accounts.models import Person, canonical_email
from accounts.services.outsiders import Way
from messaging.forms import MOST_CHARACTERS
from messaging.models import Topic, Vouching
from messaging.permissions import topics_answered_by
from messaging.vouching.forms import VouchingForm

SECRET_BYTES = 32
OLDEST_SECONDS = 24 * 60 * 60
_signer = TimestampSigner(salt="messaging.invited")


@dataclass(frozen=True)
class WayChoice:
    """Name a way of the code for a list of radio buttons, and say which way is left to the PIN."""

    name: str
    description: str


def way_choices() -> list[tuple[str, WayChoice]]:
    """List how the code may travel."""
    return [
        (way.value, WayChoice(str(way.label), str(description)))
        for way, description in (
            (Way.MAIL, _("We mail it. You tell them the PIN by telephone, in person or in a letter.")),
            (Way.LETTER, _("You print it. You tell them the PIN by telephone or in person.")),
        )
    ]


class TopicOfUnit(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes none at run time
    """A topic, by its public id; an id that is none is refused like one that is nobody's."""

    def to_python(self, value: Any) -> Any:
        """Find the topic."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class WayForm(SingleValueForm):
    """How the code comes to the person, and where notices go."""

    way = forms.ChoiceField(
        label=_("How do they get the code?"),
        choices=way_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they get the code."), "invalid_choice": _("Choose one.")},
    )
    email = PlainEmailField(
        label=_("Their e-mail address"),
        required=False,
        autocomplete="off",
        error_messages={
            "invalid": _("Type an e-mail address like name@example.org, or leave this empty."),
            "max_length": _("This is too long for an e-mail address. Check it, or leave this empty."),
        },
    )
    language = LanguageField(label=_("Language of what we write to them"))

    def clean(self) -> dict[str, Any] | None:
        """Ask for the address where it is needed."""
        cleaned = super().clean()
        if (
            self.cleaned_data.get("way") == Way.MAIL
            and not self.cleaned_data.get("email")
            and "email" not in self.errors
        ):
            self.add_error("email", ValidationError(_("Type the address that the code goes to."), "required"))
        return cleaned

    @property
    def chosen_way(self) -> Way:
        """Give what was chosen in a valid form."""
        return Way(self.cleaned_data["way"])


class InviteForm(WayForm):
    """Whom to write to, about what, and the first words.

    confirmed: the hash of the words whose findings the officer has seen.
    """

    unshown = frozenset({"confirmed"})

    topic = TopicOfUnit(
        queryset=Topic.objects.none(),
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
        label=_("What is it about?"),
        error_messages={
            "required": _("Choose what it is about."),
            "invalid_choice": _("Choose one of these."),
        },
    )
    name = PlainTextField(
        label=_("Their name"),
        max_length=100,
        error_messages={
            "required": _("Type their name, so that your unit finds the conversation."),
            "max_length": _("This is longer than 100 characters. Shorten it."),
        },
    )
    subject = PlainTextField(
        label=_("Subject, in a few words"),
        max_length=120,
        error_messages={
            "required": _("Say in a few words what it is about."),
            "max_length": _("This is longer than 120 characters. Say it in fewer words."),
        },
    )
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
    confirmed = PlainTextField(max_length=64, required=False)
    field_order = ("topic", "name", "way", "email", "language", "subject", "text", "message_id")

    def __init__(self, *args: Any, officer: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(TopicOfUnit, self.fields["topic"]).queryset = topics_answered_by(officer)


class InviteAgainForm(VouchingForm, WayForm):
    """How it was made sure who asks for a new way in; not asked of somebody who never came in.

    notice_address: that of the person now; empty when they have none.
    """

    field_order = ("means", "reason", "way", "email", "language")

    def __init__(
        self, *args: Any, has_come_in: bool, may_be_on_file: bool, notice_address: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, may_be_on_file=may_be_on_file, **kwargs)
        self.notice_address = notice_address
        if may_be_on_file:
            # How they made sure is for the member to say: somebody may have just called about a lost code.
            self.initial = {**self.initial, "way": Way.LETTER}
        if not has_come_in:
            del self.fields["means"], self.fields["reason"]

    def clean(self) -> dict[str, Any] | None:
        """Refuse, where only a letter makes sure of somebody, to mail the code or to take another address."""
        cleaned = super().clean()
        if self.cleaned_data.get("means") != Vouching.Means.ON_FILE:
            return cleaned
        if self.cleaned_data.get("way") == Way.MAIL:
            refused = ValidationError(_("Choose the letter: nobody has asked for it."), code="on_file")
            self.add_error("way", refused)
        address = canonical_email(self.cleaned_data.get("email") or "")
        if address not in ("", self.notice_address):
            words = _("Leave the address as it was. To take another one, first make sure who asks.")
            self.add_error("email", ValidationError(words, code="on_file"))
        return cleaned


class TakeUpForm(TwoHalvesForm):
    """Code and PIN; `form_token` holds the secret that the reply code comes from, so that one page sent twice
    gives one code.
    """

    unshown = frozenset({"form_token"})

    form_token = PlainTextField(widget=forms.HiddenInput, max_length=200, required=False)

    def clean_form_token(self) -> bytes:
        """Read the secret of a page of ours that is no older than a day."""
        try:
            secret = base64.urlsafe_b64decode(
                _signer.unsign(self.cleaned_data["form_token"], max_age=OLDEST_SECONDS)
            )
        except (BadSignature, binascii.Error, ValueError):
            secret = b""
        if len(secret) != SECRET_BYTES:
            raise ValidationError(_("This page was open for too long. Type the PIN again."), code="stale")
        return secret


def new_form_token() -> str:
    """Make the token of a fresh page."""
    return _signer.sign(base64.urlsafe_b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii"))
