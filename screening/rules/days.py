"""Days that are over: full dates on which somebody who lives may have been born."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from screening.readings import Reading
from screening.rules.births import dates

# Years ago, at most.
_LIVING: Final = range(111)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LAST_TWO_DIGITS: Final = re.compile(r"(?<!\d)\d\d\Z")
_IN_DIGITS: Final = re.compile(r"(\d{1,4})[-/. ](\d\d?)[-/. ](\d{1,4})")
_HAS_LETTERS: Final = re.compile("[a-z]")
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
# Part of a version, an address on the net, a path or an amount.
_PART_OF_MORE: Final = re.compile(r"[\w$#/.@-]\Z")
_GOES_ON: Final = re.compile(r"[-/]?\w|[.,:]\d|[ ]?%")


class Day(NamedTuple):
    """Place a full date that is over, and say how many years ago that was."""

    start: int
    end: int
    years_ago: int


def days_gone(reading: Reading) -> Iterator[Day]:
    """Yield every full date of the past that is no part of a version, a path or an amount."""
    this_year = datetime.now(UTC).year
    for start, end in reading.once(dates):
        if _PART_OF_MORE.search(reading.text, max(start - 1, 0), start) or _GOES_ON.match(reading.text, end):
            continue
        year = year_of(reading.text[start:end], this_year)
        if year is not None and this_year - year in _LIVING:
            yield Day(start, end, this_year - year)


def year_of(date: str, this_year: int) -> int | None:
    """Tell the year of a date; of two digits it is the last that is not to come. None for what is no day."""
    if not _HAS_LETTERS.search(date) and not _is_a_day(date):
        return None
    if year := _YEAR.search(date):
        return int(year[0])
    if two_digits := _LAST_TWO_DIGITS.search(date):
        latest = this_year - this_year % 100 + int(two_digits[0])
        return latest if latest <= this_year else latest - 100
    # The words for the rest of it do not matter: whoever was born then is grown up.
    return 1950 if "nineteen" in date or "mil nove" in date else None


def _is_a_day(date: str) -> bool:
    """Tell whether three numbers are a day, a month and a year, in one of the orders that people write."""
    numbers = _IN_DIGITS.fullmatch(date)
    if not numbers:
        return False
    first, second, third = numbers.groups()
    day_and_month = (int(second), int(third if len(first) > len(third) else first))
    return 0 < min(day_and_month) <= _LAST_MONTH and max(day_and_month) <= _LAST_DAY
