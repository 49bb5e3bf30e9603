"""Numbers of a licence or a passport that no word calls so, in a text that speaks of one.

"The DMV gave her 14-203-8817", "old book 310482917, passport agency": what else such numbers are is said
right before them, and they are told apart by that.
"""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.groups import DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS
from screening.rules.surroundings import is_any_between
from screening.rules.uncalled import CALLS_NOTHING, COUNTS, is_called
from screening.rules.writing import whole_words, word_set
from screening.sights import Sight
from screening.verdicts import Kind, Why

_NUMBER: Final = re.compile(
    r"(?<![\w$.,/#-])(?<![\d$][-./, ])(?<!\d[ ])"
    r"(?:[a-z]{1,3}-?\d{5,13}[a-z]?|\d{8,13}[a-z]?|\d\d[a-z]{3}\d{5}|\d{3}[ -]\d{3}[ -]\d{3}|\d\d-\d{3}-\d{4}"
    r"|[a-z]\d{2,4}(?:[ -]\d{2,5}){2,3}(?:-\d)?|[a-z]{5,7}[a-z\d*]{1,3}\d{2,3}[a-z\d]{2,7})"
    r"(?![\w%])(?![-./,]\d|[ ]\d)"
)
# Those of people, of firms, of places and of telephones are found by their groups.
_OTHER_GROUPS: Final = re.compile(r"\d{3}-\d\d-\d{4}|\d\d-\d{7}|\d{5}-\d{4}|1?[ -]?\d{3}[ -]?\d{3}[ -]?\d{4}")
_FEWEST_DIGITS: Final = 5

_OF_A_LICENCE: Final = whole_words(
    r"""
    (?:driv(?:er(?:'?s?'?)? | ing) )?licen[cs]es?(?! plates?) | dl | dln(?:um)? | cdl | dmv | bmv | rmv | dvla
    licencias? | licencas? | cnh | habilitacao | detran
    """
)
_OF_A_PASSPORT: Final = whole_words(r"passports? | pasaportes? | passaportes?")
_OF_SOMETHING_ELSE: Final = whole_words(
    r"""
    professional | medical | nurs(?:e | es | ing) | fishing | hunting | dogs? | liquor | business | marriage
    software | broadcast | notary | reporters? | seats | users | inspector's | licen[cs]e keys? | licensees?
    registration | vin | plates? | commission | quotes? | citations? | issued:
    licen[cs]e (?:revenue | fees?)
    electrician(?:'?s)? | contractor(?:'?s)? | cpa | kennel | gaming | firearms? | victualler | adobe | truck
    restaurant | rental | pilot | daycare | ptin | npi | npn
    """
)
_REACH: Final = 160
_CALLS_NO_PAPER: Final = CALLS_NOTHING | word_set(
    "id ids card book licence license dl cdl passport supplied driver dln dlnum dvla dmv rmv"
)


def uncalled_papers(reading: Reading) -> Iterator[Sight]:
    """See a number that nothing calls anything, near words of a licence to drive or of a passport."""
    for match in reading.matches(_NUMBER):
        kind = _kind_near(reading, *match.span())
        if kind is None or not _may_be_of_a_paper(match[0]) or COUNTS.match(reading.text, match.end()):
            continue
        if not is_called(reading, *match.span(), _CALLS_NO_PAPER):
            yield Sight(kind, *match.span(), Why.WORDS)


def _kind_near(reading: Reading, start: int, end: int) -> Kind | None:
    """Tell of which paper a text speaks near a number; None also where it speaks of what is no such paper."""
    first, last = start - _REACH, end + _REACH
    if is_any_between(reading.once(_others), first, last):
        return None
    if is_any_between(reading.once(_passports), first, last):
        return Kind.PASSPORT
    return Kind.DRIVERS_LICENCE if is_any_between(reading.once(_licences), first, last) else None


def _licences(reading: Reading) -> list[int]:
    return [match.start() for match in reading.matches(_OF_A_LICENCE)]


def _passports(reading: Reading) -> list[int]:
    return [match.start() for match in reading.matches(_OF_A_PASSPORT)]


def _others(reading: Reading) -> list[int]:
    return [match.start() for match in reading.matches(_OF_SOMETHING_ELSE)]


def _may_be_of_a_paper(number: str) -> bool:
    others = (_OTHER_GROUPS, DATE_OR_YEARS, DAY_IN_EIGHT_DIGITS)
    if sum(map(str.isdigit, number)) < _FEWEST_DIGITS:
        return False
    return not any(other.fullmatch(number) for other in others)
