"""Why the text of a file cannot be taken out."""

from enum import StrEnum


class Reason(StrEnum):
    """Name why a file could not be read; never anything of the file itself."""

    IMAGE = "image"
    PASSWORD = "password"  # noqa: S105  # the reason, not one
    CORRUPT = "corrupt"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    UNKNOWN = "unknown"


class CannotRead(Exception):
    """Say that a file holds something that nobody has looked at."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason.value)
        self.reason = reason
