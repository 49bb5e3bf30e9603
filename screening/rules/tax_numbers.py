"""Numbers that tax agencies know people by: Social Security, individual and employer identification numbers."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum.us import ssn

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind

_TAX_LABELS: Final = frozenset({Kind.SSN, Kind.ITIN, Kind.EIN})
_OTHER_LABELS: Final = frozenset(
    {Kind.ROUTING_NUMBER, Kind.BANK_ACCOUNT, Kind.DRIVERS_LICENCE, Kind.PASSPORT}
)

# What people write between the groups. Blanks alone count too, but not inside a row of other numbers.
_JOINT: Final = r"[ \t]{0,3}+[-/_.]{1,3}+[ \t]{0,3}+"
_SHAPED: Final = re.compile(
    rf"""
    (?<!\d)(?:
        (?P<joined> \d{{3}}{_JOINT}\d{{2}}{_JOINT}\d{{4}} )
      | (?P<half> \d{{3}}(?:{_JOINT}\d{{2}}[ ]|[ ]\d{{2}}{_JOINT})\d{{4}} )
      | (?P<spaced> (?<![\d.,$+][ ]) (?<![\d.,$+]) \d{{3}}[ \t]{{1,3}}+\d{{2}}[ \t]{{1,3}}+\d{{4}} (?![ ]?[.,]?\d) )
      | (?P<boxed> (?<!\d[ ]) \d(?:[ |\t]{{1,3}}+(?:[-/_.][ |\t]{{1,3}}+)?\d){{8}} (?![ |]{{0,3}}\d) )
    )(?!\d)
    """,
    re.VERBOSE,
)

_EMPLOYER: Final = re.compile(r"(?<![\d])(?<!\d-)\d{2}[ ]?[-_][ ]?\d{7}(?!\d)(?!-\d)")

# Nine digits with anything short between them; the words around them have to say what they are.
_NINE_DIGITS: Final = re.compile(r"(?<![\d.$])(?:\d{9}|\d(?:[^\w\n]{0,3}+\d){8})(?!\d)(?![.,]\d)")
_BARE: Final = re.compile(r"\d{9}")

_TAX_ACCOUNT: Final = re.compile(r"(?<![a-z\d])(?:[a-z]{3}[- ]?\d{8}[- ]\d{3}|l[ ]?\d{10})(?![a-z\d])")


def shaped_numbers(reading: Reading) -> Iterator[Sight]:
    """See three, two and four digits. Any digits count: the test numbers of the IRS have group 00."""
    for match in reading.matches(_SHAPED):
        yield Sight(_by_first_digit(match[0]), match.start(), match.end())


def employer_numbers(reading: Reading) -> Iterator[Sight]:
    """See two and seven digits with a dash."""
    for match in reading.matches(_EMPLOYER):
        yield Sight(Kind.EIN, match.start(), match.end())


def unshaped_numbers(reading: Reading) -> Iterator[Sight]:
    """See nine digits in any grouping when the words around them call them a tax number.

    Nine digits in one piece need the words only somewhere in the text. Without the words they are doubtful,
    if the Social Security Administration could have issued them.
    """
    for match in reading.matches(_NINE_DIGITS):
        start, end = match.span()
        kind = reading.labels.kind_of(start, end, _TAX_LABELS | _OTHER_LABELS, before=60, after=30)
        if kind in _OTHER_LABELS:
            continue
        is_bare = _BARE.fullmatch(match[0]) is not None
        if kind is Kind.EIN:
            yield Sight(kind, start, end)
        elif kind or (is_bare and reading.labels.mention(Kind.SSN)):
            yield Sight(_by_first_digit(match[0]), start, end)
        elif is_bare and ssn.is_valid(match[0]):
            yield Sight(Kind.SSN, start, end, is_doubtful=True)


def tax_accounts(reading: Reading) -> Iterator[Sight]:
    """See account and letter ids of the Massachusetts Department of Revenue: CIT-12345678-001, L0123456789."""
    for match in reading.matches(_TAX_ACCOUNT):
        yield Sight(Kind.TAX_ACCOUNT, match.start(), match.end())


def _by_first_digit(number: str) -> Kind:
    """Tell an individual taxpayer identification number, which starts with 9, from a Social Security number."""
    return Kind.ITIN if number.startswith("9") else Kind.SSN
