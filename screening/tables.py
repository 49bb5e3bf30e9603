"""Tables in plain text: which head stands over a value in lines split by commas, tabs, semicolons or bars.

And what a database is told: names in brackets, then as many values in brackets.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

_DELIMITERS: Final = ("\t", "|", ";", ",")

# No sentence has it, and pages have it between their cells: an empty line may stand between the rows.
_OF_TABLES_ONLY: Final = "\t"

# What a quoted cell holds is no delimiter; the quote is closed on the same line.
_QUOTED_CELL: Final = re.compile(r'"[^"\n]*+"')

# A row is searched again for each of its numbers, so its length has to be bounded.
_LONGEST_ROW: Final = 4_000

# Prose has commas too, before a blank or the end of a line; the heads of columns are short, and no sentences.
_LONGEST_HEAD: Final = 30
_FEWEST_COMMAS: Final = 2
_SENTENCE_END: Final = re.compile(r"[.?!](?:\s(?!\|)|$)")

# "(name, ssn) values ('Ana Example', '400001032'), (…": a row of names, and rows of values under it.
_NAMES: Final = re.compile(r"\(([^()]{2,2000}+)\)\s{0,20}+values\s{0,20}+(?=\()")
_VALUES: Final = re.compile(r"\(((?:'[^'\n]{0,500}+'|[^()']){0,2000}+)\)(?:\s{0,20}+,\s{0,20}+(?=\())?")
_QUOTED_VALUE: Final = re.compile("'[^'\n]*+'|" + _QUOTED_CELL.pattern)


class _Head(NamedTuple):
    """Hold the first line of a table: its delimiter, how many it has, and the labels in each column."""

    delimiter: str
    delimiters: int
    labels: dict[int, list[int]]


class _Row(NamedTuple):
    start: int
    cells: str
    head: _Head


class Tables:
    """Hold the tables of a text: lines that have as many cells as the line that heads them.

    Lines with another number of cells, such as rules of dashes, are skipped. An empty line ends a table,
    unless its cells are split by tabs; then another one begins there with a line of another length.
    """

    def __init__(self, text: str, label_starts: Sequence[int]) -> None:
        """Find the tables whose first line holds labels; `label_starts` are their ascending offsets."""
        self._rows: list[_Row] = []
        head: _Head | None = None
        is_after_gap = False
        offset = 0
        for line in text.split("\n"):
            if not line.strip():
                is_after_gap = True
                head = head if head and head.delimiter == _OF_TABLES_ONLY else None
            elif len(line) <= _LONGEST_ROW:
                cells = _dotted(_QUOTED_CELL, line) if '"' in line else line
                if head and cells.count(head.delimiter) == head.delimiters:
                    self._rows.append(_Row(offset, cells, head))
                elif head is None or is_after_gap:
                    head = _read_head(cells, offset, label_starts) or head
                is_after_gap = False
            offset += len(line) + 1
        self._rows += _told_to_databases(text, label_starts)
        self._rows.sort(key=lambda row: row.start)
        self._starts = [row.start for row in self._rows]

    def __len__(self) -> int:
        """Tell how many rows stand under heads."""
        return len(self._rows)

    def heads_over(self, position: int) -> Sequence[int]:
        """Tell the indexes of the labels over the cell at `position`; none outside a table."""
        row = self._row_at(position)
        if row is None:
            return ()
        column = row.cells.count(row.head.delimiter, 0, position - row.start)
        return row.head.labels.get(column, ())

    def heads_beside(self, position: int) -> Sequence[int]:
        """Tell the indexes of all labels that head the table around `position`; none outside a table."""
        row = self._row_at(position)
        return [index for column in row.head.labels.values() for index in column] if row else ()

    def _row_at(self, position: int) -> _Row | None:
        index = bisect_right(self._starts, position) - 1
        if index < 0 or position - self._starts[index] > len(self._rows[index].cells):
            return None
        return self._rows[index]


def _read_head(cells: str, offset: int, label_starts: Sequence[int]) -> _Head | None:
    """Read a line as the head of a table; None if it has no labels or reads like prose."""
    delimiter = next(filter(cells.__contains__, _DELIMITERS), None)
    if delimiter is None:
        return None
    first, last = bisect_left(label_starts, offset), bisect_left(label_starts, offset + len(cells))
    if first == last or _SENTENCE_END.search(cells):
        return None
    count = cells.count(delimiter)
    is_prose = delimiter == "," and count < _FEWEST_COMMAS and ", " in f"{cells} "
    if len(cells) > _LONGEST_HEAD * (count + 1) or is_prose:
        return None

    return _Head(
        delimiter, count, _labels_by_column(cells, delimiter, offset, range(first, last), label_starts)
    )


def _told_to_databases(text: str, label_starts: Sequence[int]) -> Iterator[_Row]:
    """Yield the rows of values that stand in brackets behind the brackets with their names."""
    if "values" not in text:
        return
    for names in _NAMES.finditer(text):
        first, last = bisect_left(label_starts, names.start(1)), bisect_left(label_starts, names.end(1))
        labels = _labels_by_column(names[1], ",", names.start(1), range(first, last), label_starts)
        head = _Head(",", names[1].count(","), labels)
        values = _VALUES.match(text, names.end())
        while values:
            cells = _dotted(_QUOTED_VALUE, values[1])
            if cells.count(",") == head.delimiters:
                yield _Row(values.start(1), cells, head)
            values = _VALUES.match(text, values.end())


def _labels_by_column(
    cells: str, delimiter: str, offset: int, indexes: Iterable[int], label_starts: Sequence[int]
) -> dict[int, list[int]]:
    """Tell which of the labels at `indexes` stand in each column of a head that begins at `offset`."""
    labels: dict[int, list[int]] = {}
    for index in indexes:
        column = cells.count(delimiter, 0, label_starts[index] - offset)
        labels.setdefault(column, []).append(index)
    return labels


def _dotted(quoted: re.Pattern[str], line: str) -> str:
    """Write dots for what is quoted, so that what stands in it is no delimiter."""
    return quoted.sub(lambda cell: "." * len(cell[0]), line)
