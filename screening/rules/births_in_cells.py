"""Dates of birth that stand alone: behind what kin somebody is, in brackets, before a sex, by papers."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.births import dates
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.listed_births import (
    NAME_CELL,
    OF_A_CHILD,
    RELATION,
    latest_year_of_a_birth,
    year_in,
)
from screening.rules.names import NO_NAME
from screening.rules.rows import Rows, rows_of
from screening.sights import Sight
from screening.verdicts import Kind, Why

# "Ana Example, daughter, 1989-07-01, 60%". Whoever is a parent or a spouse was not born of late.
_BEHIND_KIN: Final = re.compile(
    rf"(?<![\w'-])(?P<name>{NAME_CELL}(?:[ ](?:[A-Z]\.?[ ])?{NAME_CELL}(?:-{NAME_CELL})?)?)"
    rf"(?P<delimiter>[ ]?[,;|/][ ]?|[ ][\u2013-][ ])(?:(?i:my|mi|minha|meu|hers?|his)[ ])?"
    rf"(?P<relation>{RELATION})(?P=delimiter)"
    r"(?P<date>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:19|20)\d\d"
    r"|(?:19|20)\d\d-(?:0\d|1[012])-[0-3]\d)(?=[ ]?[,;|)\n]|[.](?!\d)|[ ][\u2013-][ ]|\Z)"
)
# "Mr. Example (April 22, 1980) and Mrs. Example (December 1, 1982)".
_BEFORE_A_BRACKET: Final = re.compile(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Sra?|Senhora?|Se[n\u00f1]ora?)\.? [A-Z][\w'-]{1,20}"
    r"(?: [A-Z][\w'-]{1,20})? \(\Z"
)
_REACH_OF_A_TITLE: Final = 55
# "Letters from Mr. Example (3/4/1999) and Ms. Example (4/5/2000)", "Signed: Bo Example, son, 06/01/2003".
_WROTE: Final = re.compile(
    r"(?<![a-z])(?:letters?|e-?mails?|memos?|notes?|from|wrote|dated|opinions?|signed|sign|witness(?:ed)?|spoke"
    r"|talked|called|met|representative|contact|decisions?|ruling|ruled|matter|hearing|testimony|deposition"
    r"|affidavit|speech|appointed|hired|retired|joined|chairs?|commissioners?|died|death|buried"
    r"|[a-z]{2,12} (?:by|por)|cartas?|correos?|firmado|assinado|decreto)(?![a-z])"
)
_REACH_OF_WRITING: Final = 60
# "EXAMPLE, ANA  02/17/1931  F", as on a bracelet.
_BEFORE_A_SEX: Final = re.compile(
    r"(?<![\w'-])(?P<name>[A-Z][A-Za-z'-]{1,20}, [A-Z][A-Za-z'-]{1,20})(?: [A-Z])?[ ]{1,4}"
    r"(?P<date>\d{1,2}/\d{1,2}/(?:19|20)\d\d)[ ]{1,4}[MF](?![\w'])"
)
_YEARS_OF_A_CHILD: Final = 18
# "Bo Example, head, 3/4/1999": of an office, too.
_OF_OTHERS_TOO: Final = frozenset({"head", "self", "parent"})

# A day in a cell of a line about somebody's papers: "Ana Example / 8-19-77 / Ohio license RT482913". What a
# card says of itself stands with its word: "exp 05-19-2029".
_BEFORE_A_CELL: Final = re.compile(r"[ ]?[/|][ ]?\Z|[ ][\u2013-][ ]\Z")
_BEHIND_A_CELL: Final = re.compile(r"[ ]?(?:[/|\n]|\Z)|[ ][\u2013-]")
_A_PERSON_FOLLOWS: Final = re.compile(r"[ ]?[/|\u2013-][ ]?(?:ssn|itin|dl|licen[cs]e)(?![a-z])")
_WAS_ISSUED: Final = re.compile(
    r"[ ]?[/|\u2013-][^/|\n]{0,30}(?:issued?|expire[sd]?|renewed|suspended|hired)(?![a-z])"
)
_OF_A_TRADE: Final = re.compile(
    r"(?<![a-z])(?:marriage|liquor|business|software|fishing|hunting|dog) licen[cs]e"
)
_OF_A_DEED: Final = re.compile(
    r"(?<![A-Za-z])(?i:deed|lease|contract|invoice|permit|policy|code|act|law|office|software|version|device|printer)"
    r"(?![A-Za-z])"
)


def births_behind_kin(reading: Reading) -> Iterator[Sight]:
    """See a day behind a name and what kin that is; of parents and spouses none of the last years."""
    latest_year = latest_year_of_a_birth()
    for match in reading.matches_in_case(_BEHIND_KIN):
        relation = match["relation"].lower()
        year = year_in(match["date"])
        if year is None or relation in _OF_OTHERS_TOO or NO_NAME.search(reading.text, *match.span("name")):
            continue
        if _was_written(reading, match.start()):
            continue
        if year <= (latest_year if OF_A_CHILD.search(relation) else latest_year - _YEARS_OF_A_CHILD):
            yield Sight(Kind.DATE_OF_BIRTH, *match.span("date"), Why.WORDS)


def births_in_cells(reading: Reading) -> Iterator[Sight]:
    """See a day of long ago behind a title and name or in a line about papers, or one before a sex."""
    latest_year = latest_year_of_a_birth()
    for match in reading.matches_in_case(_BEFORE_A_SEX):
        year = year_in(match["date"])
        name = match["name"]
        is_name = name.isupper() or not GIVEN_NAMES.isdisjoint(re.findall("[a-z]+", name.lower()))
        if not is_name or NO_NAME.search(reading.text, *match.span("name")):
            continue
        if year is not None and year <= latest_year:
            yield Sight(Kind.DATE_OF_BIRTH, *match.span("date"), Why.WORDS)
    rows = reading.once(rows_of)
    for start, end in reading.once(dates):
        if not _is_in_brackets(reading, start, end) and not _is_in_a_row(reading, rows, start, end):
            continue
        year = year_in(reading.text[start:end])
        if year is not None and year <= latest_year - _YEARS_OF_A_CHILD:
            yield Sight(Kind.DATE_OF_BIRTH, start, end, Why.WORDS)


def _is_in_brackets(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a day stands in brackets right behind somebody's title and name, who wrote nothing."""
    if reading.text[start - 1 : start] != "(" or reading.text[end : end + 1] != ")":
        return False
    before = _BEFORE_A_BRACKET.search(reading.cased, max(start - _REACH_OF_A_TITLE, 0), start)
    if before is None or _was_written(reading, before.start()):
        return False
    return not _WROTE.search(reading.text, end, end + _REACH_OF_WRITING)


def _was_written(reading: Reading, start: int) -> bool:
    """Tell whether somebody, whose name begins at `start`, wrote, signed or was spoken to on a day."""
    return _WROTE.search(reading.text, max(start - _REACH_OF_WRITING, 0), start) is not None


def _is_in_a_row(reading: Reading, rows: Rows, start: int, end: int) -> bool:
    """Tell whether a day is a cell of its own in a line with somebody's name, or number, about papers."""
    before = _BEFORE_A_CELL.search(reading.text, max(start - 3, 0), start)
    if not before or not _BEHIND_A_CELL.match(reading.text, end):
        return False
    row = rows.around(start, end)
    if not row.is_of_papers or row.says_what_happened or row.is_under_a_head(before[0].strip()):
        return False
    if _OF_A_DEED.search(f"{row.above}\n{row.cells}") or _WAS_ISSUED.match(reading.text, end):
        return False
    if _OF_A_TRADE.search(row.cells.lower()):
        return False
    return row.has_a_whole_name or _A_PERSON_FOLLOWS.match(reading.text, end) is not None
