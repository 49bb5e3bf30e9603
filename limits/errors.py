"""What can go wrong when somebody does a thing too often."""

from http import HTTPStatus

from django.utils.translation import gettext, ngettext

# Beyond that, people are told hours.
LONGEST_MINUTES = 90


class Postponed(Exception):
    """Tell that something is refused for now only; subclasses have an `explanation` for people.

    status: of the answer. retry_after_seconds: when it is worth another try.
    """

    status: HTTPStatus

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


class TooMany(Postponed):
    """Tell that this was done too often."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    @property
    def explanation(self) -> str:
        """Say, in the reader's language, when to try again."""
        minutes = -(-self.retry_after_seconds // 60)
        if minutes > LONGEST_MINUTES:
            hours = -(-minutes // 60)
            return ngettext(
                "That was tried too often from where you are. Please wait %(hours)d hour and try again.",
                "That was tried too often from where you are. Please wait %(hours)d hours and try again.",
                hours,
            ) % {"hours": hours}
        return ngettext(
            "That was tried too often from where you are. Please wait %(minutes)d minute and try again.",
            "That was tried too often from where you are. Please wait %(minutes)d minutes and try again.",
            minutes,
        ) % {"minutes": minutes}


class TooManyWrong(TooMany):
    """Tell that what was typed is wrong, like too much before it; what is right is taken all the same."""

    @property
    def explanation(self) -> str:
        """Say, in the reader's language, that nobody has to wait who has the right one."""
        return gettext(
            "That did not work. There were many wrong tries from where you are, so we do not say why. Check "
            "what you typed and try again: what is right works at any time."
        )
