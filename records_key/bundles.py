"""Bundles of sealed epochs, as the portal exports them for a drill: JSON lines, read one at a time."""

import json
from collections.abc import Iterator
from pathlib import Path

from encryption.epochs import BUNDLE, Head, SealedEpoch
from encryption.errors import BadDocument
from records_key.errors import BadFile

LONGEST_LINE = 64 * 1024


class Bundle:
    """A bundle that is read line by line; `head` is known at once, the epochs follow once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open(encoding="utf-8")
        except OSError as error:
            raise BadFile(f"{path} cannot be read: {error.strerror}.") from None
        first = self._next()
        if first.get("kind") != BUNDLE or first.get("version") != 1:
            raise self._bad()
        self.head = Head(*(str(first.get(name, "")) for name in ("bundle", "site", "exported_at")))

    def epochs(self) -> Iterator[SealedEpoch]:
        """Give the epochs, in the order of the file; raises BadFile when it is damaged or cut."""
        count = 0
        with self._file:
            while "end" not in (found := self._next()):
                try:
                    yield SealedEpoch.from_json(found)
                except BadDocument:
                    raise self._bad() from None
                count += 1
        if found["end"] != count:
            raise self._bad()

    def _next(self) -> dict[str, object]:
        try:
            found = json.loads(self._file.readline(LONGEST_LINE))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self._bad()
        return found

    def _bad(self) -> BadFile:
        self._file.close()
        return BadFile(f"{self._path} is not a whole bundle of the portal. Export it again.")
