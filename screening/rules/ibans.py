"""International bank account numbers."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.groups import JOINT
from screening.sights import Sight
from screening.verdicts import Kind, Why

# How long the numbers of each country are. Source: SWIFT, IBAN Registry, release 101.
_LENGTHS: Final = {
    15: "no", 16: "be", 18: "dk fi fk fo gl nl sd", 19: "mk si", 20: "at ba ee kz lt lu mn xk",
    21: "ch hr li lv", 22: "bg bh cr de gb ge ie me rs va", 23: "ae gi il iq om so tl",
    24: "ad cz es md pk ro sa se sk tn vg",
    25: "ly pt st", 26: "is tr", 27: "bi dj fr gr it mc mr sm", 28: "al az by cy do gt hn hu lb ni pl sv",
    29: "br eg ps qa ua", 30: "jo kw mu ye", 31: "mt sc", 32: "lc", 33: "ru",
}  # fmt: skip
_KNOWN_COUNTRIES: Final = tuple(" ".join(_LENGTHS.values()).split())
_COUNTRIES: Final = "|".join(_KNOWN_COUNTRIES)

_OF_RIGHT_LENGTH: Final = re.compile(
    r"(?<![a-z\d])(?<![a-z\d]-)(?=[a-z]{2}[\doil]{2})(?![a-z]{5,12}[ \n-])(?:"
    + "|".join(
        rf"(?:{countries.replace(' ', '|')})[\doil]{{2}}(?:[ \n-]{{0,2}}[a-z\d]){{{length - 4}}}"
        for length, countries in _LENGTHS.items()
    )
    + r")(?!-?[a-z\d])"
)
_IN_CAPITALS: Final = re.compile(
    rf"(?<![A-Za-z\d])(?:{_COUNTRIES.upper()})\d\d"
    rf"(?:[A-Z\d]{{8,30}}|(?:(?:{JOINT}|[./\n])[A-Z\d]{{4}}){{2,7}}(?:(?:{JOINT}|[./\n])[A-Z\d]{{1,3}})?)"
    r"(?![A-Za-z\d])"
)
# In one piece or in groups of four, as no sentence in capitals is written.
_TIDY: Final = re.compile(r"[A-Z]{2}\d\d(?:[A-Z\d]+|(?: [A-Z\d]{4})+(?: [A-Z\d]{1,3})?)")
_LABELLED: Final = re.compile(
    rf"(?<![a-z\d])(?P<country>[a-z]{{2}})\d\d(?:(?:{JOINT}|[./\n])?[a-z\d]{{1,4}}){{3,9}}(?![a-z\d])"
)
_FEWEST_DIGITS: Final = 10
_FEWEST_DIGITS_OF_TIDY: Final = 3
_FEWEST_DIGITS_OF_ELSEWHERE: Final = 8


def ibans(reading: Reading) -> Iterator[Sight]:
    """See the two letters of a country, two digits, and as many more characters as that country has.

    Their check digits are not asked: a wrong one is a slip of the pen. In capitals any length will do, or few
    digits; and after the word IBAN any letters, also those of countries that have none.
    """
    for match in reading.matches(_OF_RIGHT_LENGTH):
        is_tidy = _TIDY.fullmatch(reading.cased, *match.span())
        if _digits_in(match[0]) >= (_FEWEST_DIGITS_OF_TIDY if is_tidy else _FEWEST_DIGITS):
            yield Sight(Kind.IBAN, *match.span())
    for match in reading.matches_in_case(_IN_CAPITALS):
        # "Serial XK7740921883" has the letters of a country, and not its length.
        is_other = reading.labels.is_called_otherwise(match.start())
        if _digits_in(match[0]) >= _FEWEST_DIGITS and not is_other:
            yield Sight(Kind.IBAN, *match.span())
    if reading.labels.mention(Kind.IBAN):
        for match in reading.matches(_LABELLED):
            is_known = match["country"] in _KNOWN_COUNTRIES
            is_called = reading.labels.before(match.start(), frozenset({Kind.IBAN}), 60)
            if is_called and (is_known or _digits_in(match[0]) >= _FEWEST_DIGITS_OF_ELSEWHERE):
                yield Sight(Kind.IBAN, *match.span(), Why.WORDS)


def _digits_in(text: str) -> int:
    return sum(map(str.isdigit, text))
