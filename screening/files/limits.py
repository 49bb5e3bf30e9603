"""How much of a file is read: bounds that hold for a whole attachment, with all that is packed in it."""

from typing import Final

from screening.files.errors import CannotRead, Reason

LARGEST_FILE_BYTES: Final = 25 * 1024 * 1024
MOST_UNPACKED_BYTES: Final = 50 * 1024 * 1024
MOST_TEXT_CHARACTERS: Final = 2_000_000
MOST_MEMBERS: Final = 500
DEEPEST: Final = 4
"""An archive in a mail in an archive is three deep."""

HIGHEST_RATIO: Final = 200
"""Text packs to a fiftieth at most; what packs better was made to fill a disk."""

RATIO_COUNTS_FROM_BYTES: Final = 100_000


class Budget:
    """Count what one attachment has used up, over all that it holds."""

    def __init__(self) -> None:
        """Start with nothing used."""
        self._members = self._unpacked_bytes = self._characters = 0

    def take_member(self) -> None:
        """Count a packed file. Raises CannotRead past the limit."""
        self._members += 1
        _hold(self._members, MOST_MEMBERS)

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes. Raises CannotRead past the limit."""
        self._unpacked_bytes += count
        _hold(self._unpacked_bytes, MOST_UNPACKED_BYTES)

    def take_text(self, text: str) -> str:
        """Count characters, and give the text back. Raises CannotRead past the limit."""
        self._characters += len(text)
        _hold(self._characters, MOST_TEXT_CHARACTERS)
        return text


def _hold(used: int, limit: int) -> None:
    if used > limit:
        raise CannotRead(Reason.TOO_LARGE)
