"""Social Security numbers in pieces: groups joined by any one sign, or in cells beside each other."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.rows import DELIMITERS, Rows
from screening.rules.tax_numbers import individual_kind, shows_a_format
from screening.sights import Sight
from screening.verdicts import Kind, Why

_TAX_LABELS: Final = frozenset({Kind.SSN, Kind.ITIN, Kind.EIN})

# The same sign twice; those that numbers of Social Security are usually written with have their own rule, and
# a plus between blanks adds.
_SIGN: Final = r"[*+\#|;'=^&!%@?<>`{}\u00a6\u00a7\u00b0]"
_PIECES: Final = re.compile(
    rf"""
    (?<![\d$])(?<!\d[.,])\d{{3}}
    (?P<joint> {_SIGN}{{1,2}} | [ ](?![+]){_SIGN}[ ] | [,\t] | ["'][ ]?[,;|\t][ ]?["'] | \]\[ | \)\( )
    \d{{2}}(?P=joint)\d{{4}}(?!\d)(?![.,]\d\d(?!\d))
    """,
    re.VERBOSE,
)
# "120*45*1000 = 5,400,000".
_CALCULATED: Final = re.compile(r"[ ]?=|[ ](?:makes?|equals?|is|gives?|son|es|sao|e)[ ][$]?\d")
_OF_A_FORMULA: Final = re.compile(r"[=*+][ ]?$")
_LETTER: Final = re.compile("[a-z]")
_OPENS_A_LIST: Final = re.compile(r"[(\[{]$|= ?$")
_NEIGHBOUR_REACH: Final = 8
_NUMBER_BEFORE: Final = re.compile(r"\d[%\"']?[ ]?[,;|\t*+&=][ ]?[\"']?$")
_NUMBER_AFTER: Final = re.compile(r"[\"']?[ ]?[,;|\t*+&=][ ]?[\"'$-]{0,2}\d")


def numbers_in_pieces(reading: Reading) -> Iterator[Sight]:
    """See three, two and four digits with the same sign twice between them, or in three cells of a row.

    More numbers beside them in the row, or rows of nothing but numbers, make it a list or a column; so does a
    head over the cells that calls them otherwise. What is calculated is no number of anybody.
    """
    rows = Rows(reading.text)
    for match in reading.matches(_PIECES):
        start, end = match.span()
        if reading.labels.is_called_otherwise(start) or shows_a_format(reading, match):
            continue
        delimiter = match["joint"].strip("\"' ") or match["joint"]
        is_called = reading.labels.kind_of(start, end, frozenset(Kind), before=30, after=20) in _TAX_LABELS
        is_headed = delimiter in DELIMITERS and any(
            reading.labels.column_kind(place, _TAX_LABELS) for place in _cells_of(match)
        )
        if not (is_called or is_headed):
            if _is_beside_a_number(reading, match):
                continue
            if delimiter in DELIMITERS and not _is_a_row_of_somebody(reading, match, delimiter, rows):
                continue
            if delimiter in {"*", "+"} and _is_calculated(reading, match):
                continue
        yield Sight(individual_kind(reading, match), start, end, Why.WORDS if is_headed else Why.SHAPE)


def _cells_of(match: re.Match[str]) -> tuple[int, int, int]:
    """Tell where the three groups of a number begin."""
    return match.start(), match.start() + 3 + len(match["joint"]), match.end() - 4


def _is_beside_a_number(reading: Reading, match: re.Match[str]) -> bool:
    before = max(match.start() - _NEIGHBOUR_REACH, 0)
    return bool(
        _NUMBER_BEFORE.search(reading.text, before, match.start())
        or _NUMBER_AFTER.match(reading.text, match.end())
    )


def _is_calculated(reading: Reading, match: re.Match[str]) -> bool:
    before = max(match.start() - _NEIGHBOUR_REACH, 0)
    return bool(
        _CALCULATED.match(reading.text, match.end())
        or _OF_A_FORMULA.search(reading.text, before, match.start())
    )


def _is_a_row_of_somebody(reading: Reading, match: re.Match[str], delimiter: str, rows: Rows) -> bool:
    """Tell whether three cells are no column of numbers: no list in brackets, nor under other heads."""
    if _OPENS_A_LIST.search(reading.text, max(match.start() - 2, 0), match.start()):
        return False
    row = rows.around(*match.span())
    if row.is_under_a_head(delimiter):
        return False
    return bool(_LETTER.search(row.cells)) or not any(
        other.count(delimiter) == row.cells.count(delimiter) and not _LETTER.search(other)
        for other in (row.above, row.below)
    )
