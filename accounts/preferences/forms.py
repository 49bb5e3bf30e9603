"""What people choose about how we write to them."""

from django.utils.translation import gettext_lazy as _

from accounts.fields import LanguageField, SingleValueForm


class LanguageForm(SingleValueForm):
    """The language of our e-mails."""

    language = LanguageField(label=_("Language of our e-mails"))
