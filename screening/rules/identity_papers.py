"""Driver's licences and passports: their numbers differ by state and country, so the words decide."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind

_PAPER_LABELS: Final = frozenset({Kind.DRIVERS_LICENCE, Kind.PASSPORT})
_COMPETING_LABELS: Final = frozenset(set(Kind))

# Letters and digits in up to five groups, as "S12345678", "H123-4567-8901", "12 345 678" or "WDL1AB2C3D".
_NUMBER: Final = re.compile(
    r"""
    (?<![a-z\d$./-])
    (?:[a-z][- ]|[a-z]{1,6}+-?)?\d[a-z\d]{0,13}+ (?:[- ](?=[a-z]{0,3}\d)[a-z\d]{1,6}+){0,4}
    (?![a-z\d/])
    """,
    re.VERBOSE,
)
_DATE: Final = re.compile(
    r"(?:19|20)\d\d[- ]\d\d?[- ]\d\d?|\d\d?[- ]\d\d?[- ](?:19|20)?\d\d|(?:19|20)\d\d[- ](?:19|20)\d\d"
)
_FEWEST_DIGITS: Final = 5
_MOST_DIGITS: Final = 16


def identity_papers(reading: Reading) -> Iterator[Sight]:
    """See five to sixteen digits, letters among them, after the name of a paper or shortly before it."""
    if not any(map(reading.labels.mention, _PAPER_LABELS)):
        return
    for match in reading.matches(_NUMBER):
        kind = reading.labels.kind_of(*match.span(), _COMPETING_LABELS, before=45, after=20)
        digits = sum(character.isdigit() for character in match[0])
        if (
            kind in _PAPER_LABELS
            and _FEWEST_DIGITS <= digits <= _MOST_DIGITS
            and not _DATE.fullmatch(match[0])
        ):
            yield Sight(kind, *match.span())
