"""The forms of the link by which somebody signs in after too many failures."""

from django.utils.translation import gettext_lazy as _

from accounts.fields import AccountAddressField, SingleValueForm
from accounts.secret_fields import MailedCodeField


class AskForLinkForm(SingleValueForm):
    """The address that the link shall be mailed to."""

    email = AccountAddressField(label=_("Your e-mail address"))


class FollowLinkForm(SingleValueForm):
    """The code that the link carries."""

    code = MailedCodeField(label=_("Your sign-in code"))
