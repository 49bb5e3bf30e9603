"""What can go wrong while work is done and mail is sent."""


class NoticesError(Exception):
    """Stand above every error of this app."""


class PermanentFailure(NoticesError):
    """Tell that a piece of work will never succeed, so that it is not tried again."""


class MailRefused(PermanentFailure):
    """Tell that the receiving mail server refused an address or a mail for good."""


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
