"""Driver's licences that are called by their state: "Ohio, RT482913", "the Tennessee card reads 133570664".

Each state numbers them in its own way, so that a number of that shape right behind the state's name is one
where a text speaks of driving, of a person's papers, or of what only such a card says.
Source of the shapes: the states' departments of motor vehicles, as collected by the American Association of
Motor Vehicle Administrators.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from screening.readings import Reading
from screening.rules.groups import DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS
from screening.rules.identity_papers import OTHER_LICENCE, REACH_OF_A_TRADE
from screening.rules.writing import whole_words
from screening.sights import Sight
from screening.verdicts import Kind, Why

# A is a letter, 9 a digit, X either; "7-9" so many digits. One line for those that share a way.
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
    idaho id: AA6A 9
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
# Of Washington: the first letters of a name, with stars for those that it lacks, and seven signs more.
_OF_WASHINGTON: Final = r"(?:wdl[a-z\d*]{9}|(?=[a-z*\d]{0,11}\d)[a-z*]{5}[a-z*\d]{7})"
_PART: Final = re.compile(r"A+|\d+(?:-\d+)?")
_JOINT: Final = "[- ]?"


def _expression(shape: str) -> str:
    """Write one shape as an expression: digits may be parted into groups of two or more."""
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
    r"|(?:[ ]\([a-z ]{2,12}\))?(?:[ ](?:one|card|licen[cs]e|lic|dl|id|cdl|class[ ][a-d]|verified)){0,2}"
    r"(?:[ ](?:is|was|reads?|says?|has|number|no\.?)){0,2}(?:[ ]?[,:;/|#\u2013-]){0,2}[ \"']{0,2}"
)
_LONGEST_NUMBER: Final = 26
_LENGTH_OF_A_CODE: Final = 2

# What such a number is spoken of with: driving, the papers of a person, and what only such a card says.
_OF_DRIVERS: Final = whole_words(
    r"""
    (?:driver'?s?'? )?licen[cs]es?(?! plates?) | lic | driver'?s? | drivers | driving | dl | cdl | dl scan
    dmv | rmv | bmv | mvd | corrective lens(?:es)? | organ donor | non-?commercial | class [a-dm]
    restrictions? [a-z] | real id | photo id | dobs? | date of birth | born | ssn
    convictions? | violations? | motor vehicles? | mvr | ol | oln | operator'?s? | learner'?s?
    licencia | licenca | conducir | manejar | motorista | conductor | habilitacao
    """
)
_NEAR: Final = 120
# With letters in it, a number may be of any paper that says who somebody is.
_OF_A_PERSON: Final = whole_words("ids? | identification | identity | identificacion | identificacao")
# Of Georgia and others a long ZIP code has as many digits. No telephone begins with 0 or 1. Source: the
# North American Numbering Plan.
_ANOTHER_NUMBER: Final = re.compile(
    r"\d{5}[- ]\d{4}|[2-9]\d\d[- ][2-9]\d\d[- ]?\d{4}|[2-9]\d\d[- ]\d{4}|\d{1,3}00000"
)
_OTHER_NUMBERS: Final = (_ANOTHER_NUMBER, DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS)


def licences_of_states(reading: Reading) -> Iterator[Sight]:
    """See a number beside the name of the state that numbers licences so, where a text speaks of drivers."""
    for state in reading.matches(_STATE):
        # "Or", "in" and "me" are words before they are states.
        if len(state[0]) == _LENGTH_OF_A_CODE and not reading.cased[slice(*state.span())].isupper():
            continue
        place = _number_beside(reading, state)
        if place is None or any(other.fullmatch(reading.text, *place) for other in _OTHER_NUMBERS):
            continue
        around = max(min(place[0], state.start()) - _NEAR, 0), max(place[1], state.end()) + _NEAR
        near = _OF_DRIVERS.search(reading.text, *around)
        if near is None and not reading.text[slice(*place)].replace(" ", "").replace("-", "").isdigit():
            near = _OF_A_PERSON.search(reading.text, *around)
        if near and not OTHER_LICENCE.search(
            reading.text, max(near.start() - REACH_OF_A_TRADE, 0), near.start()
        ):
            yield Sight(Kind.DRIVERS_LICENCE, *place, Why.WORDS)


def _number_beside(reading: Reading, state: re.Match[str]) -> tuple[int, int] | None:
    """Find the number right behind the name of a state, or right before it, that is written as it does."""
    ways = _NUMBERED[state[0]]
    between = _BETWEEN.match(reading.text, state.end())
    if between and (behind := ways.behind.match(reading.text, between.end())):
        return behind.span()
    before = ways.before.search(reading.text, max(state.start() - _LONGEST_NUMBER, 0), state.start())
    return before.span("number") if before else None
