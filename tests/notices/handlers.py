"""Handlers of work that note for what they were called, and fail as a test wants."""

from uuid import UUID

from notices.models import Outbox

STEPS = [30, 120, 600]
WAITING, DONE, DEAD = Outbox.State.WAITING, Outbox.State.DONE, Outbox.State.DEAD


class Journal:
    """A handler that notes for what it was called, and then does what a test wants."""

    def __init__(self, *raises: BaseException | None) -> None:
        self.subjects: list[UUID] = []
        self.raises = list(raises)

    def __call__(self, subject: UUID) -> None:
        self.subjects.append(subject)
        if self.raises and (error := self.raises.pop(0)):
            raise error


class Failing(Journal):
    """A handler that always fails."""

    def __call__(self, subject: UUID) -> None:
        super().__call__(subject)
        raise ConnectionError("secret words of visitor@example.org")


class Killed(BaseException):
    """The end of a worker in the middle of its work."""
