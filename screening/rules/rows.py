"""Rows of cells in a text that has no head that screening knows: what stands beside, above and over a row."""

import re
from typing import Final, NamedTuple

DELIMITERS: Final = frozenset(",;|\t")

_LONGEST_ROW: Final = 1_000
_NUMBER_IN_A_CELL: Final = re.compile(r"(?:^|[,;|\t])[\"' ]{0,3}[\d$-]")


class Row(NamedTuple):
    """Hold one line of a text, the first line of its table, and the lines above and below it.

    head: empty where the row is the first itself.
    """

    cells: str
    head: str
    above: str
    below: str

    def is_under_a_head(self, delimiter: str) -> bool:
        """Tell whether as many words as the row has cells stand over it."""
        is_as_long = self.head.count(delimiter) == self.cells.count(delimiter)
        return bool(self.head and is_as_long and not _NUMBER_IN_A_CELL.search(self.head))


class Rows:
    """Cut rows out of one text, around places that come in ascending order: an empty line ends a table.

    Each look is at most so many characters long as a row may be, so that all of them together stay linear.
    """

    def __init__(self, text: str) -> None:
        """Look at nothing yet."""
        self._text = text
        self._table_start = 0
        self._looked_until = 0

    def around(self, start: int, end: int) -> Row:
        """Cut out the row of what stands from `start` to `end`; no earlier than the places asked before."""
        text = self._text
        gap = text.rfind("\n\n", self._looked_until, start)
        self._table_start = gap + 2 if gap >= 0 else self._table_start
        self._looked_until = max(start - 1, self._looked_until)

        first = text.rfind("\n", max(start - _LONGEST_ROW, 0), start) + 1 or max(start - _LONGEST_ROW, 0)
        last = text.find("\n", end, end + _LONGEST_ROW)
        last = min(end + _LONGEST_ROW, len(text)) if last < 0 else last
        head = text[self._table_start : self._table_start + _LONGEST_ROW].partition("\n")[0]
        return Row(
            cells=text[first:last],
            head=head if first > self._table_start else "",
            above=text[max(first - _LONGEST_ROW, 0) : max(first - 1, 0)].rpartition("\n")[2],
            below=text[last + 1 : last + _LONGEST_ROW].partition("\n")[0],
        )
