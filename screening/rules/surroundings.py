"""The sentence around a number: what is said of it, as far as a reader's eye goes."""

import re
from bisect import bisect_left
from typing import Final

from screening.readings import Reading

# A sentence ends, or a line that is not so long that the sentence goes on in the next; no short word does.
# Its first character is matched before anything is looked at around it: so the text is gone through quickly.
_ENDS: Final = re.compile(
    r"[.?!;](?<![ .][a-z].)(?<![ ,(](?i:est|exp|rev|eff|sra|mrs).)(?<![ ,(](?i:mr|ms|dr|no|st|sr).)[\"')]*\s"
    r"|\n(?:(?<![^\n]{60}\n)|[ \t]*\n)"
)

ACCENTED_LETTER: Final = re.compile(r"[^\W\d_a-zA-Z]")
"""Who asks what words say leaves sentences alone that have one: another reading has them without accents."""

OF_LAND: Final = re.compile(r"(?<![a-z])parcels?(?: (?:id|no\.?|number))?[ #]{1,2}\Z")
"""Land is numbered as people are, by where it lies on maps: "parcel 118-44-0027"."""

BEFORE: Final = 140
AFTER: Final = 80
"""So many characters are looked at before a number and behind it."""


def sentence_around(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Tell where the sentence begins and ends in which a number stands from `start` to `end`.

    It is cut off where it is longer than what is looked at, so that all looks together stay linear.
    """
    first, last = max(start - BEFORE, 0), min(end + AFTER, len(reading.text))
    begins = max((stop.end() for stop in _ENDS.finditer(reading.cased, first, start)), default=first)
    stop = _ENDS.search(reading.cased, end, last)
    return begins, stop.start() if stop else last


def is_any_between(starts: list[int], first: int, last: int) -> bool:
    """Tell whether one of `starts`, which ascend, is `first` or behind it, and before `last`."""
    index = bisect_left(starts, first)
    return index < len(starts) and starts[index] < last
