"""What can go wrong with a comment; every error has an `explanation` for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CommentError(Exception):
    """An anticipated refusal; nothing was stored."""

    explanation: str | Promise = _("That did not work. Nothing was sent.")


class StaleForm(CommentError):
    """The form is older than a day, or was not made by this portal."""

    explanation = _(
        "This page was open for too long. Your text is still here: look at it once more, and send it again."
    )


class ChangedAfterSending(CommentError):
    """The same form was sent before, with other words."""

    explanation = _(
        "This form was already sent with another text. What you wrote now is still here: send it again if it "
        "is a new message."
    )


class InAnAccount(CommentError):
    """The same form was sent before, and what it brought was added to an account since."""

    explanation = _(
        "This form was already sent, and its message is in an account now. Sign in to read it there."
    )


class SignedInMeanwhile(CommentError):
    """The form was opened before its writer signed in."""

    explanation = _(
        "You have signed in since you opened this page. Your text is still here: it goes into your account "
        "when you send it."
    )


class SignedOutMeanwhile(CommentError):
    """The form was opened by somebody who is not signed in any more."""

    explanation = _(
        "You are not signed in any more. Your text is still here. To write from your account, copy it and "
        "sign in. Or send it without your account: you get a reply code then."
    )


class CannotReceive(CommentError):
    """The message could not be encrypted to the unit that has to read it."""

    explanation = _(
        "We could not encrypt your message, so we did not take it. Your text is still here. Try again later."
    )
