"""What can go wrong while work is done and mail is sent."""


class NoticesError(Exception):
    """Stand above every error of this app."""


class PermanentFailure(NoticesError):
    """Tell that a piece of work will never succeed, so that it is not tried again."""


class MailRefused(PermanentFailure):
    """Tell that the receiving mail server refused an address or a mail for good."""


class TryLater(NoticesError):
    """Ask that a piece of work be tried again, not before so many seconds have passed."""

    def __init__(self, after_seconds: float) -> None:
        super().__init__()
        self.after_seconds = after_seconds


class MailDeferred(TryLater):
    """Tell that a mail server asked to be tried later, as those do that want to see a mail twice."""


class NotAccepted(TryLater):
    """Tell that a mail server refused us, and not the address: that is ours to repair."""


class NotTried(TryLater):
    """Tell that a piece of work was not even begun, so that no attempt of it counts."""


class MailServerAway(NotTried):
    """Tell that the mail server did not answer just now, and is left alone for a while."""


class NotDecidedPlain(PermanentFailure):
    """Tell that a text came to be mailed which no decision lets leave by plain e-mail."""


class NothingToCarry(PermanentFailure):
    """Tell that the secret is gone which a notice was to carry, so that its mail would be for nothing."""


class NoSuchHandler(NoticesError):
    """Tell that nobody registered for a kind of work, as while an old worker meets a new release."""


class OutsideTransaction(NoticesError):
    """Tell that work was queued outside of a transaction, where it and its reason could part."""


class KeyUsedForOtherWork(NoticesError):
    """Tell that an idempotency key came again with different work."""
