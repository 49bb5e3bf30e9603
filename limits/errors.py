"""What can go wrong when somebody does a thing too often."""

from django.utils.translation import ngettext


class TooMany(Exception):
    """Tell that this was done too often; `explanation` is for people."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds

    @property
    def explanation(self) -> str:
        """Say, in the reader's language, when to try again."""
        minutes = -(-self.retry_after_seconds // 60)
        return ngettext(
            "That was tried too often from where you are. Please wait %(minutes)d minute and try again.",
            "That was tried too often from where you are. Please wait %(minutes)d minutes and try again.",
            minutes,
        ) % {"minutes": minutes}
