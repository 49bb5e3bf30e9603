"""Dates of birth in rows and lists of people, which no words call so."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Final

from screening.characters import seen_as
from screening.readings import Reading
from screening.rules.births import MONTH, WEEKDAYS, dates
from screening.rules.days import year_of
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.kin import ADULTS, CHILDREN
from screening.rules.names import NO_NAME
from screening.rules.rows import DELIMITERS, rows_of
from screening.rules.surroundings import OF_LAND
from screening.sights import Sight
from screening.verdicts import Kind, Why

# Rows of people without a head: a name in one cell or two, then a day on which whoever is grown up may have
# been born. Days since 2010 stand beside names in any list of what happened.
NAME_CELL: Final = r"[A-Z\u00c0-\u00dc][A-Za-z\u00c0-\u00ff'-]{1,20}+"
_ROW_OF_SOMEBODY: Final = re.compile(
    rf"""
    (?:(?<![\w'. -])|(?<=')(?<![\w'. -]'))
    (?P<name>{NAME_CELL}(?:[ ]{NAME_CELL}|["']?(?P<joint>[,;|\t])["']?{NAME_CELL}))["']?
    (?P<delimiter>[,;|\t])(?:["']?[A-Za-z ]{{0,15}}+["']?(?P=delimiter)){{0,2}}["']?
    (?P<date> \d{{1,2}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)(?:19\d\d|200\d)
      | (?:19\d\d|200\d)-(?:0\d|1[012])-[0-3]\d | (?:19\d\d|200\d)(?:0\d|1[012])[0-3]\d )
    (?=["']?(?:(?P=delimiter)|\n|$))
    """,
    re.VERBOSE,
)

# As preparers note a household: "TP: Ana Example  400-00-1032  05/04/1962", "2 | Bo Example | 400-00-1033 |
# son | 3/5/2018". Of a child the year may be a late one.
RELATION: Final = (
    r"(?i:(?:step|foster |grand)?(?:son|daughter|child|parent|mother|father)|spouse|wife|husband|self|head"
    r"|brother|sister|nephew|niece|dependent|espos[oa]|hij[oa]|niet[oa]|madre|padre|filh[oa]|net[oa]|pai"
    r"|mae|marido)"
)
_BEHIND_A_NUMBER: Final = re.compile(
    rf"(?<![\w'-])(?P<name>{NAME_CELL},?[ ](?:[A-Z]\.?[ ])?{NAME_CELL})[ \t,;|:/]{{1,8}}"
    rf"\d{{3}}-\d\d-\d{{4}}[ \t,;|/]{{1,8}}(?P<relation>{RELATION}[ \t,;|/]{{1,8}})?"
    r"(?P<date>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:(?(relation)(?:19|20)\d\d|(?:19\d\d|200\d))|\d\d)"
    r"|(?:(?(relation)(?:19|20)\d\d|(?:19\d\d|200\d)))-(?:0\d|1[012])-[0-3]\d)(?![\d/.-])"
)

# Nothing else stands right beside a Social Security number but whose it is: "09-05-1970, 400.00.1032",
# "400-00-1032 - 4/9/2018"; nor, behind a name, beside that of a payment card. And a cell of nine digits
# behind the name of somebody is theirs: "Example|Ana|400001032|19700905".
_NUMBER_ALONE: Final = r"\d{3}[-. ]\d\d[-. ]\d{4}"
_NUMBER_OF_A_PERSON: Final = (
    rf"(?:(?i:ssn|itin|ss|social(?: security)?(?: number| no\.?)?)[ :#]{{1,2}})?{_NUMBER_ALONE}"
)
_NUMBER_OF_A_CARD: Final = r"[3-6]\d{3}(?P<gap>[ -]?)\d{4}(?P=gap)\d{4}(?P=gap)\d{4}"
_IN_DIGITS: Final = (
    r"(?P<date>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:19|20)\d\d"
    r"|(?:19|20)\d\d-(?:0\d|1[012])-[0-3]\d|(?:19|20)\d\d(?:0\d|1[012])[0-3]\d)"
)
_CALLED_A_DAY: Final = r"(?:(?:y|e|and) )?(?:fecha|date|data|dob|fdn|dn|nac|nasc|born|b)[ .:]{1,2}"
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEARS_OF_EVENTS: Final = 2
OF_A_CHILD: Final = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(CHILDREN))})(?![a-z])")
_EDGE: Final = r"(?:[ \t]{0,2}[,;|/\u2013-][ \t]{0,2}|:(?![ ]))"
_BESIDE_A_NUMBER: Final = (
    re.compile(rf"(?<![\w./-]){_IN_DIGITS}{_EDGE}{_NUMBER_OF_A_PERSON}(?![\w-])"),
    re.compile(
        rf"(?<![\w'-])(?P<name>{NAME_CELL}[ ]{NAME_CELL}),[ ]{_IN_DIGITS},[ ]{_NUMBER_OF_A_CARD}(?![\w-])"
    ),
    re.compile(
        rf"(?<![\w'-])(?P<name>{NAME_CELL}[ ]{NAME_CELL}),[ ](?P<date>\d{{1,2}}/\d{{1,2}}/\d\d),[ ]"
        rf"{_NUMBER_OF_A_PERSON}(?![\w-])"
    ),
    re.compile(
        rf"(?<![\w./-]){_NUMBER_ALONE}(?:{_EDGE}|(?:[ ]|{_EDGE})(?i:{_CALLED_A_DAY}))"
        rf"{_IN_DIGITS}(?![\w/-])"
    ),
    re.compile(
        rf"(?<![\w'-])(?P<name>{NAME_CELL})[\"']?[ ]?(?P<delimiter>[,;|\t])[ ]?[\"']?\d{{9}}[\"']?[ ]?"
        r"(?P=delimiter)[ ]?[\"']?"
        r"(?P<date>(?:19\d\d|200\d)(?:0\d|1[012])[0-3]\d|(?:19\d\d|200\d)-(?:0\d|1[012])-[0-3]\d"
        r"|\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:19\d\d|200\d))(?![\w-])"
    ),
)

# Children and their days, as people list them: "Dependents: Bo (5/11/2016), Cy (7/2/2018)".
_OF_CHILDREN: Final = re.compile(
    r"(?<![a-z])(?:dependents?|child(?:ren)?|kids|(?:my|our|his|her)[ ](?:son|daughter|kid|twin)s?"
    r"|dependientes?|hij[oa]s?|filh[oa]s?|dependentes)(?:[ ]?[:-]\s{0,3}|[ ])(?=[a-z])"
)
_THEIRS: Final = re.compile(
    r"(?<![a-z])(?P<theirs>"
    r"(?:(?<![^\n])|(?<=[.!?][ ])|(?:the|my|our|los|las|mis|os|as|meus|minhas)[ ])"
    rf"(?:{'|'.join(sorted(CHILDREN))}))[ ]?:\s{{1,3}}"
)
_NO_CHILD: Final = re.compile(rf"{NO_NAME.pattern}|(?<![a-z])(?:{WEEKDAYS}|{MONTH})(?![a-z])")
_OPENS_A_LIST: Final = re.compile(r"[:-]\s*$")
_CHILD: Final = re.compile(
    r"(?:(?:baby|little|newborn|the baby|la bebe|el bebe)[ ])?"
    rf"(?P<name>{NAME_CELL}(?:[ ](?:[A-Z]\.?[ ])?{NAME_CELL})?)"
    r"(?P<joint>[ ]?[,(:-][ ]?|[ ]{1,3})(?:born[ ]|b\.[ ]?)?"
    r"(?P<date>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d-(?:0\d|1[012])-[0-3]\d)"
    r"(?=[)]?(?:[,;.\n]|$|[ ]{1,3}(?:and|y|e|son|daughter|child|hij[oa]|filh[oa])(?![a-z])))(?![.]\d)"
    r"(?:[)]?[ ,;\n]{1,3}(?:(?:and|y|e)[ ,;\n]{1,3})?"
    r"(?:(?:(?:my|our|mi|nuestr[oa]|meu|minha|noss[oa])[ ])?(?:son|daughter|child|hij[oa]|filh[oa])"
    r"[ ,;\n]{1,3})?)?"
)

# "Philippa 2003/06/21, Gareth 2010/01/09": days behind names, where a text speaks of children or parents.
_NAME_BEFORE: Final = re.compile(rf"(?<![A-Za-z'-])(?P<name>{NAME_CELL})[ ]?[,:(]?[ ]?\Z")
_NEXT_OF_A_LIST: Final = re.compile(
    r"[)]?[ ]?(?:(?:[,;]|and|y|e|,? (?:and|y|e))\s{1,2}(?:\d[.)][ ])?|\n(?:\d[.)][ ]|[*-][ ])?)"
)
_REACH_OF_A_NAME: Final = 30
_OF_A_FAMILY: Final = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(CHILDREN | ADULTS))}|custody|custodia|guarda)(?![a-z])"
)
_REACH_OF_A_FAMILY: Final = 120

# What is said before the days of births, where no name is one that people often bear.
_OF_BIRTHS: Final = re.compile(
    r"(?<![a-z])(?:birth[a-z]*|dobs?|born|naci[a-z]*|nasc[a-z]*|dates?:|fechas?:|datas?:"
    r"|(?:my|our|the) (?:kids|children|sons|daughters|boys|girls|twins)"
    r"|mama de|mae d[eoa]s?|(?:mis|los|os|meus) (?:hijos|ninos|filhos|meninos))"
)
_FEWEST_OF_A_LIST: Final = 2

_FEWEST_DELIMITERS: Final = 2
_LETTERS: Final = re.compile("[a-z]+")


def births_in_rows(reading: Reading) -> Iterator[Sight]:
    """See a day behind a name, each in a cell of a row that no head explains.

    It is doubtful where neither a given name that people often bear, nor a sex, a street or a ZIP code in
    the row says that it is about somebody; and where the row says what happened on a day, without the number
    of a person in it.
    """
    for place, is_somebodys in reading.once(days_in_rows).items():
        why = Why.SHAPE if is_somebodys else Why.DIGITS
        yield Sight(Kind.DATE_OF_BIRTH, *place, why, is_doubtful=not is_somebodys)


def days_in_rows(reading: Reading) -> dict[tuple[int, int], bool]:
    """Hold where days stand behind names in rows, and which are surely somebody's; by `Reading.once`."""
    found: dict[tuple[int, int], bool] = {}
    rows = reading.once(rows_of)
    for match in reading.matches_in_case(_ROW_OF_SOMEBODY):
        start, end = match.span("date")
        if NO_NAME.search(reading.text, *match.span("name")):
            continue
        row = rows.around(start, end)
        if row.is_under_a_head(match["delimiter"]):
            continue
        words = "".join(map(seen_as, match["name"])).lower()
        is_named = not GIVEN_NAMES.isdisjoint(_LETTERS.findall(words))
        # Of a name and a day alone, as below a letter, the day may be any.
        is_row = row.cells.count(match["delimiter"]) >= _FEWEST_DELIMITERS
        is_theirs = is_named and (row.has_a_tax_number or not row.says_what_happened)
        found[start, end] = is_row and (is_theirs or row.is_of_a_person)
    return found


def births_behind_numbers(reading: Reading) -> Iterator[Sight]:
    """See a day right behind somebody's name and Social Security number on a line that no head explains."""
    rows = reading.once(rows_of)
    for match in reading.matches_in_case(_BEHIND_A_NUMBER):
        start, end = match.span("date")
        is_headed = reading.text[start - 1] in DELIMITERS and rows.around(start, end).is_under_a_head(
            reading.text[start - 1]
        )
        if not is_headed and not NO_NAME.search(reading.text, *match.span("name")):
            yield Sight(Kind.DATE_OF_BIRTH, start, end)


def births_beside_numbers(reading: Reading) -> Iterator[Sight]:
    """See a day beside the number of a person, or between a whole name and the number of a card."""
    rows = reading.once(rows_of)
    latest_year = latest_year_of_a_birth()
    for match in chain.from_iterable(map(reading.matches_in_case, _BESIDE_A_NUMBER)):
        row = rows.around(*match.span("date"))
        year = year_in(match["date"])
        before = max(match.start() - _REACH_OF_A_FAMILY, 0)
        if year is None or OF_LAND.search(reading.text, before, match.start()):
            continue
        if year > latest_year and not OF_A_CHILD.search(reading.text, before, match.start()):
            continue
        if any(map(row.is_under_a_head, DELIMITERS.intersection(match[0]))):
            continue
        # Of nine digits behind a word with a capital nobody knows that they are a person's.
        name = match.groupdict().get("name")
        is_doubtful = name is not None and GIVEN_NAMES.isdisjoint(_LETTERS.findall(name.lower()))
        yield Sight(
            Kind.DATE_OF_BIRTH,
            *match.span("date"),
            Why.DIGITS if is_doubtful else Why.SHAPE,
            is_doubtful=is_doubtful,
        )


def births_of_a_family(reading: Reading) -> Iterator[Sight]:
    """See two days or more, each behind a word with a capital, in a list beside words for a family.

    They are doubtful where neither a given name that people often bear, nor a word for births is there. A day
    of the last two years begins no list: something else may be told of it.
    """
    latest_year = latest_year_of_a_birth()
    listed: list[tuple[int, int, str]] = []
    for start, end in [*reading.once(dates), (len(reading.text), len(reading.text))]:
        name = _name_before(reading, start)
        goes_on = name is not None and (
            not listed
            or _NEXT_OF_A_LIST.fullmatch(reading.text, listed[-1][1], name.start("name")) is not None
        )
        if not goes_on:
            yield from _listed_births(reading, listed)
            listed = []
        year = _YEAR.search(reading.text, start, end)
        if name is not None and year is not None and (listed or int(year[0]) <= latest_year):
            listed.append((start, end, name["name"].lower()))


def _name_before(reading: Reading, start: int) -> re.Match[str] | None:
    """Find the word with a capital before a day that may be a name."""
    name = _NAME_BEFORE.search(reading.cased, max(start - _REACH_OF_A_NAME, 0), start)
    if name is None or name["name"].isupper() or name["name"].endswith("ed"):
        return None
    return None if _NO_CHILD.search(reading.text, *name.span("name")) else name


def _listed_births(reading: Reading, listed: list[tuple[int, int, str]]) -> Iterator[Sight]:
    if len(listed) < _FEWEST_OF_A_LIST:
        return
    first, last = max(listed[0][0] - _REACH_OF_A_FAMILY, 0), listed[-1][1] + _REACH_OF_A_FAMILY
    if not _OF_A_FAMILY.search(reading.text, first, last):
        return
    is_firm = not GIVEN_NAMES.isdisjoint(name for *_, name in listed) or (
        _OF_BIRTHS.search(reading.text, first, listed[0][0]) is not None
    )
    for start, end, _name in listed:
        why = Why.WORDS if is_firm else Why.DIGITS
        yield Sight(Kind.DATE_OF_BIRTH, start, end, why, is_doubtful=not is_firm)


def latest_year_of_a_birth() -> int:
    """Tell the last year of which a day is seldom another than a birth."""
    return datetime.now(UTC).year - _YEARS_OF_EVENTS


def year_in(date: str) -> int | None:
    """Tell the year of a date in digits, also of eight without a mark between; None for what is no day."""
    return int(date[:4]) if date.isdigit() else year_of(date, datetime.now(UTC).year)


def births_of_children(reading: Reading) -> Iterator[Sight]:
    """See the days in a list of somebody's children; doubtful where none has a name that people often bear.

    In brackets nothing else stands behind a name. "My son Peter 3/4/2024" is no list, and his appointment as
    likely as his birth.
    """
    seen_until = 0
    named = (match for match in reading.matches(_OF_CHILDREN) if reading.cased[match.end()].isupper())
    for listed in sorted(chain(named, reading.matches(_THEIRS)), key=lambda match: match.start()):
        if listed.start() < seen_until:
            # "Hijo Ana (1/2/2016), Hijo Bo (3/4/2018)" is one list.
            continue
        children = []
        child = _CHILD.match(reading.cased, listed.end())
        if child and child["joint"] == " " and not _OPENS_A_LIST.search(listed[0]):
            continue
        while child and not _NO_CHILD.search(reading.text, *child.span("name")):
            children.append(child)
            seen_until = child.end()
            child = _CHILD.match(reading.cased, seen_until)
        is_of_people = any(
            "(" in child["joint"]
            or (listed.re is _THEIRS and "," in child["joint"])
            or not GIVEN_NAMES.isdisjoint(_LETTERS.findall(child["name"].lower()))
            for child in children
        )
        for child in children:
            yield Sight(
                Kind.DATE_OF_BIRTH,
                *child.span("date"),
                Why.WORDS if is_of_people else Why.DIGITS,
                is_doubtful=not is_of_people,
            )
