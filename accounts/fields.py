"""Text as people may send it: of one length, without characters that nobody can see or type.

The directional controls are the property Bidi_Control of Unicode Standard Annex 9.
"""

import re
import unicodedata
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import canonical_email

LONGEST_SHOWN_AGAIN = 100_000
# RFC 5321 section 4.5.3.1.3, without the angle brackets.
LONGEST_ADDRESS = 254
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
PLAIN_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}", re.ASCII)
# What Django makes of bytes that are no UTF-8: what stood there is lost already.
LOST = "\N{REPLACEMENT CHARACTER}"
# In one line, such as a subject or a name, they only make it look like another.
DIRECTIONS = frozenset(
    chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
# Letters and a symbol by their category, and blank on every screen.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


# Noncharacters; not everything without a category: this Python knows no letter or emoji that is younger than
# itself.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
)
# With them, what was lost, surrogates, and controls but for tabs and line feeds.
_UNSEEN = f"{LOST}\ud800-\udfff\x00-\x08\x0b-\x1f\x7f-\x9f{_NONCHARACTERS}"
UNSEEN = re.compile(f"[{_UNSEEN}]")
UNSEEN_IN_LINE = re.compile(f"[\n{''.join(DIRECTIONS)}{_UNSEEN}]")


def _is_invisible(character: str) -> bool:
    return character in BLANK or unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Zs")


def shown_again(text: str) -> str:
    """Put a mark in place of what no page can hold; nobody types more than can be shown again."""
    shown = text[:LONGEST_SHOWN_AGAIN].replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub(LOST, shown)


class ShownAgain(forms.Field):
    """A field whose refused value is shown again, with a mark in place of what no page can hold."""

    def prepare_value(self, value: Any) -> Any:
        """Give the value for the page."""
        return shown_again(value) if isinstance(value, str) else value


class PlainEmailField(ShownAgain, forms.EmailField):
    """An e-mail address."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Type an e-mail address like name@example.org."),
        "max_length": _("This is too long for an e-mail address. Check it."),
    }

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": autocomplete})
        super().__init__(max_length=LONGEST_ADDRESS, widget=widget, **kwargs)

    def run_validators(self, value: str) -> None:
        """Refuse an address for one reason only: what is wrong is told once."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise error.error_list[0] from None


class FoldedEmailField(PlainEmailField):
    """An e-mail address by which somebody is found who signs in with it, folded before it is looked at."""

    def to_python(self, value: Any) -> str:
        """Fold the address."""
        return canonical_email(str(super().to_python(value)))


class AccountAddressField(FoldedEmailField):
    """An e-mail address to sign in with from now on.

    ASCII only: letters that look like others would make two addresses that nobody can tell apart.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Type your e-mail address."),
        "invalid": _("Type an e-mail address like name@example.org, without accents and other signs."),
    }

    def __init__(self, *, autocomplete: str = "username", **kwargs: Any) -> None:
        super().__init__(autocomplete=autocomplete, **kwargs)

    def validate(self, value: str) -> None:
        """Refuse quoted names, addresses of machines, and every letter that is not in ASCII."""
        super().validate(value)
        if value and not PLAIN_ADDRESS.fullmatch(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class PlainTextField(ShownAgain, forms.CharField):
    """A text whose line ends are single line feeds; control characters and surrogates are refused.

    A text in which nothing can be seen is an empty one. A single line has no directional controls either.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "max_length": _("This is longer than %(limit_value)d characters. Shorten it.")
    }

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Fold the line ends, so that a browser's two characters count as the one that was typed; empty
        what shows nothing.
        """
        text = str(super().to_python(value))
        if all(_is_invisible(character) for character in text):
            return ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        """Refuse what cannot be shown again."""
        super().validate(value)
        if (UNSEEN if self.multiline else UNSEEN_IN_LINE).search(value):
            raise ValidationError(
                _("This has characters that we cannot show. Type it again without them."), code="control"
            )


class PublicIdField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes none at run time
    """One of a table's rows, by its public id; an id that is none is refused like one that is nobody's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(to_field_name="public_id", **kwargs)

    def to_python(self, value: Any) -> Any:
        """Find the row."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class LanguageField(forms.ChoiceField):
    """One of the portal's languages, each named in itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=settings.LANGUAGES,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose one of these.")},
            **kwargs,
        )


class SingleValueForm(forms.Form):
    """A form that refuses a field sent twice: no check may look at one value and the code at another.

    unshown: fields that stand on no page, so that their errors are told above the form.
    """

    unshown: ClassVar[frozenset[str]] = frozenset()

    def clean(self) -> dict[str, Any] | None:
        """Refuse repeated fields, before anything is done with one of their values."""
        getlist = getattr(self.data, "getlist", None)
        for name in self.fields if getlist else ():
            if len(getlist(self.add_prefix(name))) > 1:  # type: ignore[misc]
                error = ValidationError(_("This was sent twice. Fill it in once."), code="repeated")
                self.add_error(None if name in self.unshown else name, error)
        return super().clean()
