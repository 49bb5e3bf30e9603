"""What every refusal about people is, and those that any page may give."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """An anticipated refusal."""

    explanation: str | Promise = _("That did not work.")


class NotPermitted(AccountsError):
    """The person may not do this."""

    explanation = _("You may not do this.")


class ChangedElsewhere(AccountsError):
    """Another page of the same person did something else at the same moment."""

    explanation = _("You did this on another page at the same moment. Look at what is there now.")
