"""The time that one screening may take."""

from time import monotonic

from screening.errors import ScreeningTimeout


class Deadline:
    """Hold the moment at which screening gives up."""

    __slots__ = ("_ends_at",)

    def __init__(self, seconds: float) -> None:
        """Start a deadline that ends `seconds` from now."""
        self._ends_at = monotonic() + seconds

    def check(self) -> None:
        """Raise ScreeningTimeout once the time is used up."""
        if monotonic() > self._ends_at:
            raise ScreeningTimeout
