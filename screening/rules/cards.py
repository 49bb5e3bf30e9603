"""Payment cards."""

import re
from collections.abc import Iterator
from typing import Final

from stdnum import luhn

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind

_CARD_LABELS: Final = frozenset({Kind.PAYMENT_CARD})

_JOINT: Final = r"(?:[ ]?[-/_.][ ]?|[ ]{1,2}+|\n)"

# Four groups of four as on the card, or the four, six and five of American Express.
_GROUPED: Final = re.compile(
    rf"""
    (?<!\d)(?:
        \d{{4}}{_JOINT}\d{{4}}{_JOINT}\d{{4}}{_JOINT}\d{{1,7}}
      | 3[47]\d{{2}}{_JOINT}\d{{6}}{_JOINT}\d{{5}}
    )(?!\d)
    """,
    re.VERBOSE,
)
_UNGROUPED: Final = re.compile(r"(?<![\d.$+a-z])\d{12,19}(?![\da-z])(?!\.\d)")

# First digits and lengths that the card schemes give out; a timestamp has others.
_ISSUED: Final = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15,18}"
    r"|(?:2131|1800)\d{11}"
)


def payment_cards(reading: Reading) -> Iterator[Sight]:
    """See card numbers by their groups; without groups by their check digit or the words around them.

    Years in a row ("2019 2020 2021 2022") have the groups of a card: they need its check digit or the words.
    """
    for match in reading.matches(_GROUPED):
        digits = "".join(filter(str.isdigit, match[0]))
        is_grouped_by_blanks = re.fullmatch(r"[\d ]+", match[0]) is not None
        may_be_years = is_grouped_by_blanks and all(group[:2] in {"19", "20"} for group in match[0].split())
        if not may_be_years or luhn.is_valid(digits) or _is_called_card(reading, match):
            yield Sight(Kind.PAYMENT_CARD, *match.span())
    for match in reading.matches(_UNGROUPED):
        if (_ISSUED.fullmatch(match[0]) and luhn.is_valid(match[0])) or _is_called_card(reading, match):
            yield Sight(Kind.PAYMENT_CARD, *match.span())


def _is_called_card(reading: Reading, match: re.Match[str]) -> bool:
    return reading.labels.kind_of(*match.span(), _CARD_LABELS, before=60, after=30) is not None
