"""Driver's licences that are called by their state: "Ohio, RT482913", "418AB7730 from Iowa".

Each state numbers them in its own way, so that a number of that shape right behind the state's name, or right
before it, is one where a text speaks of such a licence, or of what only such a card says.
Source of the shapes: the states' departments of motor vehicles, as collected by the American Association of
Motor Vehicle Administrators.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from screening.readings import Reading
from screening.rules.groups import DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS
from screening.rules.identity_papers import is_of_a_trade, is_of_another_thing
from screening.rules.writing import whole_words
from screening.sights import Sight
from screening.verdicts import Kind, Why

# A is a letter, a number is how many digits: "A8 9" a letter and eight, or nine. WA is as below.
_SHAPES: Final = """
    alabama al: 7-8
    alaska ak: 7
    arizona az: A8 9
    arkansas ar: 8-9
    california ca: A7
    colorado co: 9
    connecticut ct: 9
    delaware de: 7
    district_of_columbia dc: 7 9
    florida fl: A12
    georgia ga: 7-9
    hawaii hi: A8 9
    idaho: AA6A 9
    illinois il: A11-12
    indiana in: A9 10
    iowa ia: 9 3AA4
    kansas ks: A8 9
    kentucky ky: A8-9 9
    louisiana la: 8-9
    maine me: 7 8
    maryland md: A12
    massachusetts ma mass: A8 AA7 9
    michigan mi: A10 A12
    minnesota mn: A12
    mississippi ms: 9
    missouri mo: A6-9 9
    montana mt: 13-14 9 A8
    nebraska ne: A6-8
    nevada nv: 9-10 12 A8
    new_hampshire nh: AAA8 2AAA5
    new_jersey nj: A14
    new_mexico nm: 9
    new_york ny: A7 9
    north_carolina nc: 7-9 12
    north_dakota nd: AAA6 9
    ohio oh: AA6 A7-8 8
    oklahoma ok: A9 9
    oregon or: 7-9 A6
    pennsylvania pa: 8
    rhode_island ri: 7-8 A6
    south_carolina sc: 9-11
    south_dakota sd: 8 12
    tennessee tn: 8-9
    texas tx: 8
    utah ut: 8-10
    vermont vt: 8 7A
    virginia va: A8-11 9
    washington wa: WA
    west_virginia wv: 7 A6
    wisconsin wi: A13
    wyoming wy: 9-10
"""
# Of Washington: seven letters of names, with stars for those that they lack, three digits and two signs; of
# late WDL and nine signs.
_OF_WASHINGTON: Final = r"(?:wdl(?=[a-z\d*]{0,8}\d)[a-z\d*]{9}|[a-z*]{7}\d{3}(?:[a-z][a-z\d]|\d[a-z]))"
_PART: Final = re.compile(r"A+|\d+(?:-\d+)?")
_JOINT: Final = "[- ]?"


def _expression(shape: str) -> str:
    """Write one shape as an expression, whatever groups its digits are in; `_GROUPED` tells which may be."""
    if shape == "WA":
        return _OF_WASHINGTON
    written = []
    for part in _PART.findall(shape):
        if part.startswith("A"):
            written.append(f"[a-z]{{{len(part)}}}")
            continue
        fewest, _, most = part.partition("-")
        digits = int(fewest) - 1, int(most or fewest) - 1
        written.append(rf"\d(?:{_JOINT}\d){{{digits[0]},{digits[1]}}}")
    return _JOINT.join(written)


class _Ways(NamedTuple):
    """Hold how a state numbers its licences: right behind its name, and before it."""

    behind: re.Pattern[str]
    before: re.Pattern[str]


def _by_name() -> Iterator[tuple[str, _Ways]]:
    for line in _SHAPES.strip().splitlines():
        names, _, shapes = line.partition(":")
        number = f"(?:{'|'.join(map(_expression, shapes.split()))})"
        ways = _Ways(
            re.compile(rf"{number}(?![\w*])(?![-/.,]\d|[ ]\d)"),
            # "4804558A from Vermont", "K00-58-6124 (KS)".
            re.compile(rf"(?<![\w*$.,/-])(?P<number>{number})(?:[ ]?[,(/-][ ]?|[ ](?:from[ ])?)\Z"),
        )
        for name in names.split():
            yield name.replace("_", " "), ways


_NUMBERED: Final = dict(_by_name())
_LONGEST_FIRST: Final = sorted(_NUMBERED, key=len, reverse=True)
_STATE: Final = re.compile(rf"(?:(?<![a-z'-])|(?<=us-))(?:{'|'.join(_LONGEST_FIRST)})(?![a-z'])")
# "Ohio, RT482913", "the NJ one was H2718 40956 58812", {"jurisdiction":"CO","document_number":"94-218-0763"}.
_BETWEEN: Final = re.compile(
    r"[\"'],[ ]?[\"'](?:document|card|id)[_ ]?(?:number|no|id)[\"'][ ]?:[ ]?[\"']"
    r"|(?:[ ]\([a-z ]{2,12}\))?"
    r"(?:[ ](?:one|card|driver'?s?|licen[cs]e|lic|dl|id|dmv|rmv|bmv|mvd|client[ ]id|cdl|class[ ][a-d]"
    r"|verified)){0,2}"
    r"(?:,?[ ](?:is|was|reads?|says?|has|number|no\.?)){0,2}(?:[ ]?[,:;/|#\u2013-]){0,2}[ \"']{0,2}"
)
_LONGEST_NUMBER: Final = 26
_LENGTH_OF_A_CODE: Final = 2
_REACH_OF_A_WORD: Final = 20

# What such a number is spoken of with: licences, and what only such a card says.
_OF_LICENCES: Final = whole_words(
    r"""
    (?:driver'?s?'? )?licen[cs]e(?! plates?) | lic | driver | driver's | drivers'
    dl | cdl | ol | oln | dl scan | dmv | rmv | bmv | mvd
    corrective lens(?:es)? | organ donor | non-?commercial | class [a-dm]
    restrictions? [a-z] | real id | photo id | mvr | learner'?s? permit | driving permit | no convictions
    licencia | licenca | conducir | manejar | motorista | conductor | habilitacao
    """
)
# With letters in it, a number may be of any paper that says who somebody is.
_OF_A_PERSON: Final = whole_words(
    """
    id | licen[cs]es | permit | convictions? | identification | identity | identificacion | identificacao
    drivers | operator'?s? | learner'?s?
    dobs? | date of birth | born | ssn
    """
)
# Wages are withheld under numbers of states, too, cars are taxed, and licences are counted.
_OF_OTHER_NUMBERS: Final = whole_words(
    "withholding | payroll | w-?2 | box 1[5-7] | employer | excise | plates? | sales tax | issued | revenue"
    " | budget | tests | population | (?:by|per|each) state | statistics"
)
_IN_AN_ADDRESS: Final = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{2,15},[ ]\Z")
_NEAR: Final = 120
# A ZIP code and a round number may have as many digits. No telephone begins with 0 or 1. Source: the North
# American Numbering Plan.
_ANOTHER_NUMBER: Final = re.compile(
    r"\d{5}[- ]\d{1,4}|[2-9]\d\d[- ]?[2-9]\d\d[- ]?\d{4}|[2-9]\d\d[- ]\d{4}|\d{1,3}00000"
)
_OTHER_NUMBERS: Final = (_ANOTHER_NUMBER, DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS)
# "12345678 dollars": what was counted.
_COUNTED: Final = re.compile(r"[ ](?:driver |driving )?[a-z]{3,}s(?![a-z])")
# No card has groups of one digit, but Florida's have one more behind the last.
_GROUPED: Final = re.compile(
    r"[a-z*]{0,3}[- ]?\d{2,}(?:(?P<joint>[- ])\d{2,}(?:(?P=joint)\d{2,}){0,3})?[a-z]?"
    r"|[a-z]\d{3}(?P<dash>[- ])\d{3}(?P=dash)\d\d(?P=dash)\d{3}(?P=dash)\d"
)
# Nor are all of its groups as short as ages and hours.
_SHORT_GROUPS: Final = re.compile(r"\d\d(?:[- ]\d\d)+")
# Codes that are words too: in capitals among capitals they say nothing.
_ALSO_WORDS: Final = frozenset({"or", "in", "ok", "hi", "de", "la", "me", "oh", "al", "ma", "pa", "co"})
_IN_CAPITALS_BEFORE: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3,}[ ,]{1,2}\Z")


def licences_of_states(reading: Reading) -> Iterator[Sight]:
    """See a number beside the name of the state that numbers licences so, in a text about such cards."""
    for state in reading.matches(_STATE):
        if not _is_a_state(reading, state):
            continue
        place = _number_beside(reading, state)
        if place is None or _is_something_else(reading, *place):
            continue
        around = max(min(place[0], state.start()) - _NEAR, 0), max(place[1], state.end()) + _NEAR
        has_letters = re.search("[a-z*]", reading.text[slice(*place)]) is not None
        is_of_one = _OF_LICENCES.search(reading.text, *around) or (
            has_letters and _OF_A_PERSON.search(reading.text, *around)
        )
        if not is_of_one or (not has_letters and _is_elsewhere(reading, state, around)):
            continue
        named = _OF_LICENCES.finditer(reading.text, around[0], place[0])
        if not any(is_of_a_trade(reading, each.start()) for each in named):
            yield Sight(Kind.DRIVERS_LICENCE, *place, Why.WORDS)


def _is_a_state(reading: Reading, state: re.Match[str]) -> bool:
    """Tell whether a name is one of a state: "or", "in" and "me" are words before they are states."""
    start, end = state.span()
    if len(state[0]) > _LENGTH_OF_A_CODE:
        return True
    if not reading.cased[start:end].isupper():
        return False
    before = max(start - _REACH_OF_A_WORD, 0)
    return state[0] not in _ALSO_WORDS or not _IN_CAPITALS_BEFORE.search(reading.cased, before, start)


def _number_beside(reading: Reading, state: re.Match[str]) -> tuple[int, int] | None:
    """Find the number right behind the name of a state, or right before it, that is written as it does."""
    ways = _NUMBERED[state[0]]
    between = _BETWEEN.match(reading.text, state.end())
    if between and (behind := ways.behind.match(reading.text, between.end())):
        return behind.span()
    before = ways.before.search(reading.text, max(state.start() - _LONGEST_NUMBER, 0), state.start())
    return before.span("number") if before else None


def _is_something_else(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a number is a telephone, a day or a ZIP code, is called otherwise, or was counted."""
    if any(other.fullmatch(reading.text, start, end) for other in _OTHER_NUMBERS):
        return True
    if reading.labels.is_called_otherwise(start) or is_of_another_thing(reading, start):
        return True
    is_grouped = " " in reading.text[start:end] or "-" in reading.text[start:end]
    if is_grouped and (
        not _GROUPED.fullmatch(reading.text, start, end) or _SHORT_GROUPS.fullmatch(reading.text, start, end)
    ):
        return True
    return _COUNTED.match(reading.text, end) is not None


def _is_elsewhere(reading: Reading, state: re.Match[str], around: tuple[int, int]) -> bool:
    """Tell whether a state is that of an address, or of what is taxed or counted there."""
    before = max(state.start() - _REACH_OF_A_WORD, 0)
    if _IN_AN_ADDRESS.search(reading.cased, before, state.start()):
        return True
    return _OF_OTHER_NUMBERS.search(reading.text, *around) is not None
