"""Rows of cells in a text that has no head that screening knows: what stands beside, above and over a row."""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import islice
from typing import Final

from screening.readings import Reading
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.names import NO_NAME
from screening.rules.writing import word_set

DELIMITERS: Final = frozenset(",;|\t")

_LONGEST_ROW: Final = 1_000
# A row that rules ask for again is kept, with what was read of it; not all rows of a long file.
_MOST_KEPT: Final = 500
_GAP: Final = re.compile(r"\n\n+")
_NUMBER_IN_A_CELL: Final = re.compile(r"(?:^|[,;|\t])[\"' ]{0,3}[\d$-]")

# Who is named in a row, in two cells or in one: looked for among its first names only.
_MOST_NAMES: Final = 10
_WORDS: Final = re.compile("[a-z]+")
_NAME: Final = r"[A-Z][a-z'-]{1,20}"
_SAYS_WHOSE: Final = re.compile(rf"(?<![\w'-]){_NAME}(?:[\"']?[,;|\t][\"']?|,? ){_NAME}(?![\w'-])")

# What else happens on a day beside a name is said in a cell or a head of few words, by how the word ends
# (-ed, -tion, -sion, -ment), or by one of these.
_CELL_STARTS: Final = r"(?:(?<![^\n])|(?<=[,;|\t]))[\"']?"
_CELL_ENDS: Final = r"[\"']?(?![^,;|\t\n])"
_OTHER_DAY: Final = re.compile(
    r"(?:[A-Za-z]{1,15} )?"
    r"(?i:[a-z]{2,12}(?:(?<!e)ed|[st]ion|ment)|since|built|licen[cs]e|book|author|due|paid|login"
    r"|(?<!birth )date(?! of birth))"
    r"(?: (?:[a-z]{1,15}|Date)){0,2}"
)
# In small letters stands what is no name and no place, unless it is a city of Massachusetts in haste, or what
# somebody is.
_IN_SMALL_LETTERS: Final = re.compile(r"[a-z]{3,20}(?: [a-z]{1,15}){0,2}")
_BETWEEN_CELLS: Final = re.compile(r"[\"']?[,;|\t\n][\"']?")
_IS_SOMEBODYS: Final = word_set(
    """
    retired deceased disabled employed unemployed self separated widowed divorced incarcerated student
    homemaker son daughter child parent mother father brother sister spouse wife husband nephew niece
    grandson granddaughter grandchild grandparent stepson stepdaughter foster aunt uncle cousin dependent
    hijo hija esposo esposa padre madre hermano hermana nieto nieta sobrino sobrina abuelo abuela
    filho filha marido pai mae irmao irma neto neta sobrinho sobrinha
    jubilado jubilada pensionado pensionada fallecido fallecida viudo viuda divorciado divorciada
    estudiante aposentado aposentada falecido falecida viuvo viuva desempleado desempleada
    boston worcester springfield cambridge lowell brockton quincy lynn new bedford newton fall river
    somerville lawrence framingham haverhill malden waltham brookline plymouth medford taunton chicopee
    weymouth revere peabody methuen barnstable hyannis pittsfield attleboro arlington everett salem westfield
    leominster fitchburg beverly holyoke billerica marlborough woburn chelsea amherst braintree shrewsbury
    natick dartmouth chelmsford watertown randolph franklin falmouth andover lexington dracut norwood
    gloucester northampton agawam west north south east saugus milford melrose danvers wakefield tewksbury
    gardner greenfield athol southbridge webster amesbury newburyport adams winthrop easthampton dorchester
    roxbury mattapan
    """
)
_A_TAX_NUMBER: Final = re.compile(rf"{_CELL_STARTS}(?:\d{{3}}-\d\d-\d{{4}}|\d{{9}}){_CELL_ENDS}")
_OF_A_PERSON: Final = re.compile(
    rf"{_CELL_STARTS}(?:[MFmf]|\d{{1,5}} [A-Z][a-z]{{1,20}}(?: [A-Z][a-z.]{{1,10}})?|0\d{{4}}"
    r"|(?i:(?:fe)?male|single|married|divorced|widow(?:ed|er)?|self|(?:my )?(?:step)?"
    r"(?:spouse|wife|husband|son|daughter|child|mother|father|dependent)"
    rf"|espos[oa]|marido|hij[oa]|filh[oa]|dependiente|casad[oa]|solter[oa])){_CELL_ENDS}"
)


_NAME_IN_A_CELL: Final = re.compile(r"(?<![\w'-])[A-Z][A-Za-z'-]{2,20}(?![\w'-])")


_WHOLE_NAME: Final = re.compile(r"(?<![\w'-])[A-Z][A-Za-z'-]{1,20},? [A-Z][A-Za-z'-]{1,20}(?![\w'-])")
_OF_PAPERS: Final = re.compile(
    r"(?<![A-Za-z])(?i:licen[cs]es?(?! plate)|dln?|ssn|itin|social security|passport|licencia|pasaporte)"
    r"(?![A-Za-z])"
)
_LISTS_DRIVERS: Final = re.compile(r"(?<![A-Za-z])(?i:drivers?)(?![A-Za-z])")


class Row:
    """Hold one line of a text, the first line of its table, and the lines above and below it.

    head: empty where the row is the first itself.
    What a row says is read once, however many places in it ask.
    """

    def __init__(self, *, cells: str, head: str, above: str, below: str) -> None:
        """Take the lines as they stand, in their own case."""
        self.cells = cells
        self.head = head
        self.above = above
        self.below = below

    def is_under_a_head(self, delimiter: str) -> bool:
        """Tell whether as many words as the row has cells stand over it."""
        return self._has_words_over_it and self.head.count(delimiter) == self.cells.count(delimiter)

    @cached_property
    def _has_words_over_it(self) -> bool:
        return bool(self.head) and not _NUMBER_IN_A_CELL.search(self.head)

    @cached_property
    def names_somebody(self) -> bool:
        """Tell whether it has a name with a given name that people often bear: "Office Chairs" is none."""
        found = islice(_SAYS_WHOSE.finditer(self.cells), _MOST_NAMES)
        return any(not GIVEN_NAMES.isdisjoint(_WORDS.findall(each[0].lower())) for each in found)

    @cached_property
    def has_a_name(self) -> bool:
        """Tell whether it has a word with a capital letter, which may be anybody's name."""
        return _NAME_IN_A_CELL.search(self.cells) is not None

    @cached_property
    def has_a_whole_name(self) -> bool:
        """Tell whether it has two words with a capital letter beside each other that may be a name."""
        named = _WHOLE_NAME.search(self.cells)
        return named is not None and not NO_NAME.search(named[0].lower())

    @cached_property
    def is_of_papers(self) -> bool:
        """Tell whether it speaks of somebody's papers, or stands in a list of drivers."""
        return _OF_PAPERS.search(self.cells) is not None or _LISTS_DRIVERS.search(self.above) is not None

    @cached_property
    def is_of_a_person(self) -> bool:
        """Tell whether a cell has what only people have: a sex, a family, a street or a ZIP code."""
        return _OF_A_PERSON.search(self.cells) is not None

    @cached_property
    def says_what_happened(self) -> bool:
        """Tell whether the row, or what stands over it, says what happened on its day."""
        cells = _BETWEEN_CELLS.split(self.cells.strip("\"'"))
        around = _BETWEEN_CELLS.split(f"{self.head}\n{self.above}".strip("\"'"))
        said = filter(_OTHER_DAY.fullmatch, around + cells)
        # "Alfred" and "Ahmed" end so too.
        is_said = any(
            GIVEN_NAMES.isdisjoint(words := _WORDS.findall(each.lower()))
            and not _IS_SOMEBODYS.issuperset(words)
            for each in said
        )
        in_small_letters = filter(_IN_SMALL_LETTERS.fullmatch, cells)
        return is_said or any(not _IS_SOMEBODYS.issuperset(_WORDS.findall(each)) for each in in_small_letters)

    @cached_property
    def has_a_tax_number(self) -> bool:
        """Tell whether a cell has a number as long as those of Social Security are."""
        return _A_TAX_NUMBER.search(self.cells) is not None


class Rows:
    """Cut rows out of one text: an empty line ends a table.

    Each look is at most so many characters long as a row may be, and places in one row share it, so that all
    looks together stay linear; so do the rules that ask, by `Reading.once(rows_of)`.
    """

    def __init__(self, text: str) -> None:
        """Look at nothing yet."""
        self._text = text
        self._row: Row | None = None
        self._rows: dict[tuple[int, int], Row] = {}
        self._row_start = 0
        self._shared_until = 0

    @cached_property
    def _table_starts(self) -> list[int]:
        return [0, *(gap.end() for gap in _GAP.finditer(self._text))]

    def around(self, start: int, end: int) -> Row:
        """Cut out the row of what stands from `start` to `end`."""
        if self._row is None or start < self._row_start or end > self._shared_until:
            self._row = self._cut(start, end)
        return self._row

    def _cut(self, start: int, end: int) -> Row:
        text = self._text
        first = text.rfind("\n", max(start - _LONGEST_ROW, 0), start) + 1 or max(start - _LONGEST_ROW, 0)
        line_end = text.find("\n", end, end + _LONGEST_ROW)
        last = min(end + _LONGEST_ROW, len(text)) if line_end < 0 else line_end
        # A line that is too long for a row is cut anew where half of what a place sees behind it is left.
        is_whole = line_end >= 0 or last == len(text)
        self._row_start, self._shared_until = first, last if is_whole else last - _LONGEST_ROW // 2

        if (first, last) not in self._rows:
            if len(self._rows) >= _MOST_KEPT:
                self._rows.clear()
            self._rows[first, last] = self._read(first, last, start)
        return self._rows[first, last]

    def _read(self, first: int, last: int, start: int) -> Row:
        text = self._text
        table_start = self._table_starts[bisect_right(self._table_starts, start) - 1]
        head = text[table_start : table_start + _LONGEST_ROW].partition("\n")[0]
        return Row(
            cells=text[first:last],
            head=head if first > table_start else "",
            above=text[max(first - _LONGEST_ROW, 0) : max(first - 1, 0)].rpartition("\n")[2],
            below=text[last + 1 : last + _LONGEST_ROW].partition("\n")[0],
        )


def rows_of(reading: Reading) -> Rows:
    """Cut the rows of a reading; by `Reading.once`."""
    return Rows(reading.cased)
