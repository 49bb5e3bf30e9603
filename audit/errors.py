"""What can go wrong while recording."""


class AuditError(Exception):
    """Stand above every error of this app."""


class OutsideTransaction(AuditError):
    """Tell that an event was recorded outside of a transaction, where it and its deed could part."""


class UnfitDetail(AuditError):
    """Tell that a detail is not an id, a count or a kind, and so could be content."""


class RoleNotRestricted(AuditError):
    """Tell why a database role could not be kept from changing the log."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation
