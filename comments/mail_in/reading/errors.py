"""Why a mail cannot be read."""

from enum import StrEnum


class Reason(StrEnum):
    """Name why nothing was read; never anything of the mail itself."""

    TOO_LARGE = "too_large"
    HEADERS_TOO_LARGE = "headers_too_large"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_DEEP = "too_deep"
    NO_HEADERS = "no_headers"
    UNFORESEEN = "unforeseen"


class UnreadableMail(Exception):
    """Say that a mail waits for a person to look at it, as it came."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason
