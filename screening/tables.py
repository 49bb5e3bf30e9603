"""Tables in plain text: which head stands over a value in lines split by commas, tabs, semicolons or bars."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

_DELIMITERS: Final = ("\t", "|", ";", ",")

# A row is searched again for each of its numbers, so its length has to be bounded.
_LONGEST_ROW: Final = 4_000

# What a quoted cell holds is no delimiter; the quote is closed on the same line.
_QUOTED_CELL: Final = re.compile(r'"[^"\n]*+"')


class Tables:
    """Hold the tables of a text: runs of lines that have as many cells as the first, which heads them.

    Lines without the delimiter, such as rules of dashes, are skipped inside a table; an empty line ends it.
    """

    def __init__(self, text: str, label_starts: Sequence[int]) -> None:
        """Find the tables whose first line holds a label; `label_starts` are ascending offsets of labels."""
        self._starts: list[int] = []
        self._rows: list[tuple[str, str, dict[int, list[int]]]] = []
        self._read(text, label_starts)

    def _read(self, text: str, label_starts: Sequence[int]) -> None:
        head_delimiter = ""
        head_cells = 0
        heads: dict[int, list[int]] = {}
        offset = 0
        for line in text.split("\n"):
            bare = _QUOTED_CELL.sub(lambda cell: "." * len(cell[0]), line)
            if not line.strip():
                head_delimiter = ""
            elif len(line) > _LONGEST_ROW:
                pass
            elif head_delimiter and bare.count(head_delimiter) == head_cells:
                self._starts.append(offset)
                self._rows.append((bare, head_delimiter, heads))
            elif head_delimiter == "" or any(delimiter in bare for delimiter in _DELIMITERS):
                first = bisect_left(label_starts, offset)
                last = bisect_right(label_starts, offset + len(line))
                head_delimiter = (
                    next((each for each in _DELIMITERS if each in bare), "") if first < last else ""
                )
                head_cells = bare.count(head_delimiter) if head_delimiter else 0
                heads = {}
                for index in range(first, last) if head_delimiter else ():
                    column = bare.count(head_delimiter, 0, label_starts[index] - offset)
                    heads.setdefault(column, []).append(index)
            offset += len(line) + 1

    def heads_over(self, position: int) -> list[int]:
        """Tell the indexes of the labels that stand over the cell at `position`; none outside a table."""
        row = bisect_right(self._starts, position) - 1
        if row < 0:
            return []
        bare, delimiter, heads = self._rows[row]
        column_end = position - self._starts[row]
        if column_end > len(bare):
            return []
        return heads.get(bare.count(delimiter, 0, column_end), [])
