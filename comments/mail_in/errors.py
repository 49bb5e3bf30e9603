"""What can go wrong with mail that comes in; every error has an `explanation` for people."""

from django.utils.translation import gettext_lazy as _

from comments.errors import CommentError


class MailError(CommentError):
    """An anticipated refusal; nothing was stored."""


class NobodysAddress(MailError):
    """No topic has this address, and no mail of ours comes back to it."""


class TooLarge(MailError):
    """The mail is larger than what is taken."""


class SettledMeanwhile(MailError):
    """Somebody else has dealt with this mail since the page was opened."""

    explanation = _("Somebody else has dealt with this e-mail. Nothing was changed.")


class CannotOpenMail(MailError):
    """The mail is not sealed to a key that its reader has, or was changed."""

    explanation = _("This e-mail cannot be shown.")
