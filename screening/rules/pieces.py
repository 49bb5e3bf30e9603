"""Social Security numbers in pieces: groups joined by any one sign, or in cells beside each other."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.rows import DELIMITERS, Row, rows_of
from screening.rules.tax_numbers import individual_kind, shows_a_format
from screening.sights import Sight
from screening.verdicts import Kind, Why

_TAX_LABELS: Final = frozenset({Kind.SSN, Kind.ITIN, Kind.EIN})

# The same sign twice; those that numbers of Social Security are usually written with have their own rule, and
# a plus between blanks adds.
_SIGN: Final = r"[*+\#|;'=^&!%@?<>`{}\u00a6\u00a7\u00b0]"
_PIECES: Final = re.compile(
    rf"""
    (?<![\d$])(?<!\d\.)\d{{3}}
    (?P<joint> {_SIGN}{{1,2}} | [ ](?![+]){_SIGN}[ ] | [,\t] | ["'][ ]?[,;|\t][ ]?["'] | \]\[ | \)\( )
    \d{{2}}(?P=joint)\d{{4}}(?!\d)(?![.,]\d\d(?!\d))
    """,
    re.VERBOSE,
)
# "120*45*1000 = 5,400,000".
_CALCULATED: Final = re.compile(r"[ ]?=|[ ](?:makes?|equals?|is|gives?|son|es|sao|e)[ ][$]?\d")
_OF_A_FORMULA: Final = re.compile(r"[=*+][ ]?$")
_LETTER: Final = re.compile("[A-Za-z]")
# What is counted has no zero in front.
_STARTS_WITH_ZERO: Final = re.compile(r"\D0\d")
# Where blanks and not the next cells stand around it, as in a sentence. With blanks in it, a row of a table
# looks so too: the sentence has to end, or to go on with a word.
_BEFORE_IN_A_SENTENCE: Final = re.compile(r"(?:^|[\n (])$")
_AFTER_IN_A_SENTENCE: Final = re.compile(r"[.?!)]?(?:[ \n]|$)")
_SENTENCE_AFTER_BLANKS: Final = re.compile(r"[.?!)](?:[ \n]|$)|[ ][a-z]")
_OPENS_A_LIST: Final = re.compile(r"[(\[{]$|= ?$")
_NEIGHBOUR_REACH: Final = 8
_NUMBER_BEFORE: Final = re.compile(r"\d[%\"']?[ ]?[,;|\t*+&=][ ]?[\"']?$")
_NUMBER_AFTER: Final = re.compile(r"[\"']?[ ]?[,;|\t*+&=][ ]?[\"'$-]{0,2}\d")


def numbers_in_pieces(reading: Reading) -> Iterator[Sight]:
    """See three, two and four digits with the same sign twice between them, or in three cells of a row.

    A sign that such numbers are seldom written with is doubtful, and so are cells without a head or a name
    beside them, unless they are sure to be groups.
    More numbers beside them in a row of nobody, or rows of nothing but numbers, make it a list or a column;
    so does a head over the cells that calls them otherwise. What is calculated is no number of anybody.
    """
    rows = reading.once(rows_of)
    for match in reading.matches(_PIECES):
        start, end = match.span()
        if reading.labels.is_called_otherwise(start) or shows_a_format(reading, match):
            continue
        delimiter = match["joint"].strip("\"' ") or match["joint"]
        is_called = reading.labels.kind_of(start, end, frozenset(Kind), before=30, after=20) in _TAX_LABELS
        is_headed = delimiter in DELIMITERS and any(
            reading.labels.column_kind(place, _TAX_LABELS) for place in _cells_of(match)
        )
        if is_called or is_headed:
            yield Sight(individual_kind(reading, match), start, end, Why.WORDS)
        elif delimiter in DELIMITERS:
            row = rows.around(start, end)
            if _is_in_a_list(reading, match, delimiter, row):
                continue
            if _is_somebodys(reading, match, row):
                yield Sight(individual_kind(reading, match), start, end)
            else:
                yield Sight(Kind.SSN, start, end, Why.DIGITS, is_doubtful=True)
        elif not _is_beside_a_number(reading, match) and not _is_calculated(reading, match, delimiter):
            yield Sight(Kind.SSN, start, end, Why.DIGITS, is_doubtful=True)


def _cells_of(match: re.Match[str]) -> tuple[int, int, int]:
    """Tell where the three groups of a number begin."""
    return match.start(), match.start() + 3 + len(match["joint"]), match.end() - 4


def _is_beside_a_number(reading: Reading, match: re.Match[str]) -> bool:
    before = max(match.start() - _NEIGHBOUR_REACH, 0)
    return bool(
        _NUMBER_BEFORE.search(reading.text, before, match.start())
        or _NUMBER_AFTER.match(reading.text, match.end())
    )


def _is_calculated(reading: Reading, match: re.Match[str], sign: str) -> bool:
    before = max(match.start() - _NEIGHBOUR_REACH, 0)
    return sign in {"*", "+"} and bool(
        _CALCULATED.match(reading.text, match.end())
        or _OF_A_FORMULA.search(reading.text, before, match.start())
    )


def _is_in_a_list(reading: Reading, match: re.Match[str], delimiter: str, row: Row) -> bool:
    """Tell whether three cells stand in brackets, under other heads, or in a row or column of numbers.

    Beside the number of somebody who is named in the row stand others of theirs.
    """
    if _is_beside_a_number(reading, match) and not row.names_somebody:
        return True
    if _OPENS_A_LIST.search(reading.text, max(match.start() - 2, 0), match.start()):
        return True
    if row.is_under_a_head(delimiter):
        return True
    return not _LETTER.search(row.cells) and any(
        other.count(delimiter) == row.cells.count(delimiter) and not _LETTER.search(other)
        for other in (row.above, row.below)
    )


def _is_somebodys(reading: Reading, match: re.Match[str], row: Row) -> bool:
    """Tell whether cells are sure to be groups: written as text, in a sentence, or beside a name."""
    is_text = '"' in match["joint"] or _STARTS_WITH_ZERO.search(match[0])
    start, end = match.span()
    after = _SENTENCE_AFTER_BLANKS if match["joint"].startswith(" ") else _AFTER_IN_A_SENTENCE
    is_in_a_sentence = _BEFORE_IN_A_SENTENCE.search(reading.text, max(start - 1, 0), start) and after.match(
        reading.text, end
    )
    return bool(is_text or is_in_a_sentence or row.names_somebody)
