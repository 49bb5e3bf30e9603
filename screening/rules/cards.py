"""Payment cards."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from stdnum import luhn

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind, Why

_CARD_LABELS: Final = frozenset({Kind.PAYMENT_CARD})

_LINE: Final = r"\n[ \t]{0,8}+"
_JOINT: Final = rf"(?:[ ]?[-/_.~\\][ ]?|[ \t]{{1,2}}+|{_LINE})"

# No groups of a longer key: "4F2D-9912-8831-0042-7761".
_NO_KEY: Final = r"(?<!\d[a-z]-)(?<!\d[a-z]\d-)(?<!\d[a-z]\d\d-)"

# Four groups of four as on the card, the four, six and five of American Express, or the four, six and four of
# Diners Club.
_GROUPED: Final = re.compile(
    rf"""
    (?<!\d){_NO_KEY}(?:
        \d{{4}}{_JOINT}\d{{4}}{_JOINT}\d{{4}}{_JOINT}\d{{1,7}}
      | (?=[3-6]|2[2-7])\d{{4}}(?P<sign>[ ]?[*+\#=:^&'][ ]?)\d{{4}}(?P=sign)\d{{4}}(?P=sign)\d{{4}}
      | 3[47]\d{{2}}(?P<amex>{_JOINT})\d{{6}}(?:(?P=amex)|{_LINE})\d{{5}}
      | 3[47]\d{{2}}{_LINE}\d{{6}}[ -]\d{{5}}
      | 3[0689]\d{{2}}(?P<diners>{_JOINT})\d{{6}}(?P=diners)\d{{4}}
    )(?!-?[a-z\d])
    """,
    re.VERBOSE,
)
_UNGROUPED: Final = re.compile(r"(?<![\d.$+a-z])\d{12,19}(?![\da-z])(?!\.\d)")

# Six groups of four are a row of numbers; behind a card stands when it ends.
_MORE_GROUPS: Final = re.compile(r"[ ](?!(?:0\d|1[012])\d\d(?![\d ]))\d{4}(?![\d/-])")

# Twenty digits in groups of four are the number of a letter: "certified mail 7019 2280 0001 4432 9917".
_OF_A_MAIL: Final = re.compile(
    r"(?<![a-z])(?:(?:certified|registered|priority) mail|tracking|rastreo|rastreamento|usps)"
    r"(?: (?:receipt|article|number|no\.?|item|numero|es|is|e)){0,2}[ :#,]{1,3}$"
)
_MAIL_REACH: Final = 30
_MAIL_BEGINS: Final = "79"

# A timetable, where they rise.
_HOURS: Final = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:\s(?:[01]\d|2[0-3])[0-5]\d){3}")

_FULL_LENGTHS: Final = frozenset({14, 15, 16, 19})

# In any groups, when the words around say what it is.
_IN_GROUPS: Final = re.compile(r"(?<![\d$+])\d{1,13}(?:[^\w$%]{1,3}\d{1,13}){1,18}(?![\d%])")
_FEWEST_DIGITS: Final = 13
_MOST_DIGITS: Final = 19

# A column of numbers goes on above or below; so does a card, by when it ends and its code.
_LINE_BEFORE: Final = re.compile(r"\d\n$")
_LINE_AFTER: Final = re.compile(r"\n\d")
# Two lines more of four digits, or of groups of four, are a column whatever its sum.
_FOURS: Final = r"\d{4}(?:[ \t]\d{4}){0,3}"
_LINES_BEFORE: Final = re.compile(rf"(?<!\d)\d{{4}}\n{_FOURS}\n$")
_LINES_AFTER: Final = re.compile(rf"\n(?!(?:0[1-9]|1[012])\d\d(?!\d)){_FOURS}\n{_FOURS}(?![\d/-])")
_COLUMN_REACH: Final = 30

# A blank to fill in.
_ZEROS: Final = re.compile(r"[0\D]+")

# First digits and lengths that the card schemes give out; a timestamp has others.
_ISSUED: Final = re.compile(r"4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|6[045]\d{14}")
# These too, but so do other numbers: articles and parcels are numbered so.
_ISSUED_RARELY: Final = re.compile(
    r"4\d{12}(?:\d{6})?|6\d{15,18}|(?:2131|1800)\d{11}|3[0689]\d{12}|5[06-8]\d{10}(?:\d{4})?"
    r"|6(?:304|759|76[1-3])\d{8}"
)


def payment_cards(reading: Reading) -> Iterator[Sight]:
    """See card numbers by their groups; without groups by what the schemes give out or the words around them.

    Years in a row ("2019 2020 2021 2022"), round numbers, groups with a short last one and what is called the
    number of a parcel are in other texts too: they need a card's check digit or the words. Columns need the
    words.
    """
    for match in _but_zeros(reading.matches(_GROUPED)):
        digits = "".join(filter(str.isdigit, match[0]))
        is_grouped_by_blanks = re.fullmatch(r"[\d\s]+", match[0]) is not None
        may_be_years = is_grouped_by_blanks and all(
            group[:2] in {"19", "20"} or group[-2:] == "00" for group in match[0].split()
        )
        hours = match[0].split()
        is_timetable = (
            is_grouped_by_blanks and _HOURS.fullmatch(match[0]) is not None and hours == sorted(hours)
        )
        is_full = len(digits) in _FULL_LENGTHS
        is_in_a_row = is_grouped_by_blanks and _MORE_GROUPS.match(reading.text, match.end())
        start = match.start()
        if (
            is_in_a_row
            and digits[0] in _MAIL_BEGINS
            and _OF_A_MAIL.search(reading.text, max(start - _MAIL_REACH, 0), start)
        ):
            continue
        may_be_other = (
            may_be_years or is_in_a_row or match["sign"] or reading.labels.is_called_otherwise(start)
        )
        may_be_column = "\n" in match[0] and _is_beside(reading, match, _LINE_BEFORE, _LINE_AFTER)
        is_column = may_be_column and _is_beside(reading, match, _LINES_BEFORE, _LINES_AFTER)
        is_shaped = is_full and not may_be_other and not may_be_column
        if not is_timetable and (is_shaped or (luhn.is_valid(digits) and not is_column)):
            yield Sight(Kind.PAYMENT_CARD, *match.span())
        elif _is_called_card(reading, match):
            yield Sight(Kind.PAYMENT_CARD, *match.span(), Why.WORDS)
    for match in _but_zeros(reading.matches(_UNGROUPED)):
        may_be_issued = _ISSUED.fullmatch(match[0]) and not reading.labels.is_called_otherwise(match.start())
        is_issued = _ISSUED_RARELY.fullmatch(match[0]) and luhn.is_valid(match[0])
        if may_be_issued or is_issued:
            yield Sight(Kind.PAYMENT_CARD, *match.span())
        elif _is_called_card(reading, match):
            yield Sight(Kind.PAYMENT_CARD, *match.span(), Why.WORDS)
    if reading.labels.mention(Kind.PAYMENT_CARD):
        for match in _but_zeros(reading.matches(_IN_GROUPS)):
            digits = "".join(filter(str.isdigit, match[0]))
            # What the schemes may have given out is one also where the words for it stand further away.
            reach = 60 if _ISSUED.fullmatch(digits) else 30
            is_called = reading.labels.before(match.start(), _CARD_LABELS, reach)
            is_other = reading.labels.is_called_otherwise(match.start())
            if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS and is_called and not is_other:
                yield Sight(Kind.PAYMENT_CARD, *match.span(), Why.WORDS)


def _but_zeros(matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    return (match for match in matches if not _ZEROS.fullmatch(match[0]))


def _is_beside(
    reading: Reading, match: re.Match[str], above: re.Pattern[str], below: re.Pattern[str]
) -> bool:
    """Tell whether lines of numbers stand `above` or `below` a number."""
    start, end = match.span()
    return bool(
        above.search(reading.text, max(start - _COLUMN_REACH, 0), start) or below.match(reading.text, end)
    )


def _is_called_card(reading: Reading, match: re.Match[str]) -> bool:
    return reading.labels.kind_of(*match.span(), _CARD_LABELS, before=60, after=30) is not None
