"""What can go wrong with people, sign-in and sessions; every error has an `explanation` for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """An anticipated refusal."""

    explanation: str | Promise = _("That did not work.")


class NotPermitted(AccountsError):
    """The person may not do this."""

    explanation = _("You may not do this.")


class WrongReplyCode(AccountsError):
    """Nothing opens with what was typed; malformed and unknown codes are the same to the visitor."""

    explanation = _("That code does not open anything. Check the letters and try again.")


class AlreadyFounded(AccountsError):
    """There is an agency in this database already."""

    explanation = _("This portal has its agency already. Nothing was changed.")


class UnfitPassword(AccountsError):
    """The password is not one that anybody may choose."""


class UnfitLength(UnfitPassword):
    """The password is too short to resist guessing, or longer than is read."""

    def __init__(self, *, shortest: int, longest: int) -> None:
        super().__init__()
        words = _("A password must have %(shortest)d to %(longest)d characters.")
        self.explanation = words % {"shortest": shortest, "longest": longest}


class ForeseeablePassword(UnfitPassword):
    """Too little is left of the password without names, common words, repetitions and rows of keys."""

    explanation = _(
        "This password is easy to guess: it is made of names, common words, repetitions or rows of keys. "
        "Choose four or more words that have nothing to do with you or your work."
    )


class TooBusy(AccountsError):
    """More people sign in at this moment than the machine's memory allows.

    retry_after_seconds: when it is worth another try.
    """

    explanation = _("Many people are signing in right now. Wait a few seconds and try again.")

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__()
        self.retry_after_seconds = retry_after_seconds


class AddressTaken(AccountsError):
    """Somebody signs in with this e-mail address already."""

    explanation = _("Somebody has an account with this e-mail address already. Nobody was invited.")


class NotInvited(AccountsError):
    """The person has an account, or is disabled, so that there is nothing to invite them to."""

    explanation = _("This person has an account already, or may not sign in. Nothing was changed.")


class WrongInvitation(AccountsError):
    """Nothing opens with this code and PIN; wrong, used, revoked and expired ones are the same to whoever
    types them.
    """

    explanation = _(
        "This code and PIN do not open an invitation. Check both and try again. If they still do not work, "
        "ask the person who invited you for a new invitation."
    )
