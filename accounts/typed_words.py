"""What somebody typed into a form that could not be taken: it comes back to be copied."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.fields import shown_again

# A password, a code or a PIN that was typed is not shown again.
FIELDS = {
    "name": _("Name"),
    "subject": _("What it is about"),
    "text": _("Your message"),
    "quoted": _("Quoted text"),
    "reason": _("Reason"),
    "reference": _("Where the form is filed"),
    "email": _("E-mail address"),
    "founder": _("E-mail address of its first member"),
    "mail_address": _("Address for e-mail"),
    "number": _("Number"),
    "label": _("What do you call this device?"),
    "description": _("Description"),
}


def typed_words(request: HttpRequest) -> list[tuple[str, str]]:
    """List the texts of a posted form with their labels; never a secret."""
    texts = [(str(label), request.POST.get(name, "")) for name, label in FIELDS.items()]
    return [(label, shown_again(text)) for label, text in texts if text.strip()]
