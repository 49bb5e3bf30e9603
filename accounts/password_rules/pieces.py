"""What of a password is its own: the least that is left when everything foreseeable counts for little.

A password is cut into pieces in the way that makes it cheapest to guess: known names, common words, sayings,
rows of keys, dates. What is repeated counts once. Each piece counts as few characters, everything else as
many as it has.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from accounts.password_rules import words

SHORTEST_ROW = 4
LONGEST_WORD = 40
# Between the pieces of a date, or of anything that is written apart, they hide nothing from a guesser.
SEPARATORS = re.compile(r"[\s.,;:/'\"_-]+")
DAY, MONTH, YEAR = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])", "(?:19|20)[0-9]{2}"
DATE = re.compile(rf"{YEAR}{MONTH}{DAY}|{DAY}{MONTH}{YEAR}|{MONTH}{DAY}{YEAR}|{YEAR}")
UNSHIFTED = dict(zip("!@#$%^&*()", "1234567890", strict=True))
_UNSHIFTED = str.maketrans(UNSHIFTED)


class Reason(StrEnum):
    """Name what a password is made of that others can foresee."""

    KNOWN = "known"
    COMMON = "common"
    SAYING = "saying"
    ROW = "row"
    DATE = "date"
    REPEATED = "repeated"


@dataclass(frozen=True)
class Judged:
    """Say how many characters of a password are its own, and what the rest is made of."""

    of_its_own: int
    reasons: frozenset[Reason]


def judge(password: str, *, known: Iterable[str]) -> Judged:
    """Find the cheapest way to put a password together from foreseeable pieces.

    known: what others know of the person and the agency: names, the e-mail address.
    """
    names = frozenset(words.spoken(name) for name in _names(known))
    ways = list(_ways_of_writing(SEPARATORS.sub("", _folded(password))))
    judged = [_cheapest(way, names) for way in ways]
    best = min(judged, key=lambda each: each.of_its_own)
    if best is judged[0]:
        return best
    return Judged(best.of_its_own, best.reasons | {Reason.REPEATED})


def _cheapest(text: str, names: frozenset[str]) -> Judged:
    best = [Judged(0, frozenset())] + [Judged(len(text) + 1, frozenset())] * len(text)
    for start in range(len(text)):
        for end, cost, reason in _pieces(text, start, names):
            total = best[start].of_its_own + cost
            if total < best[end].of_its_own:
                best[end] = Judged(total, best[start].reasons | ({reason} if reason else set()))
    return best[-1]


def _pieces(text: str, start: int, names: frozenset[str]) -> Iterator[tuple[int, int, Reason | None]]:
    """List the pieces that begin here: where each ends, how many characters it counts as, and what it is."""
    yield start + 1, 1, None
    spoken = words.spoken(text)
    for end in range(start + words.SHORTEST_EXPECTED, min(start + LONGEST_WORD, len(text)) + 1):
        part = spoken[start:end]
        for way in (part, part[::-1]):
            if way in names:
                yield end, words.EXPECTED, Reason.KNOWN
            elif words.begins_saying(way):
                yield end, words.EXPECTED, Reason.SAYING
            elif way in words.weights():
                yield end, words.weights()[way], Reason.COMMON
    for writing in (text, text.translate(_UNSHIFTED)):
        end = start + SHORTEST_ROW
        while end <= len(text) and writing[start:end] in words.ROWS:
            yield end, words.EXPECTED, Reason.ROW
            end += 1
    if date := DATE.match(text, start):
        yield date.end(), words.EXPECTED, Reason.DATE


def _ways_of_writing(text: str) -> Iterator[str]:
    """Write a text as it is, and then with less and less of what comes several times in a row."""
    yield text
    while (shorter := re.sub(r"(.+?)\1+", r"\1", text)) != text:
        yield shorter
        text = shorter


def _names(known: Iterable[str]) -> Iterator[str]:
    """List what is known, as a whole and by its words."""
    for text in known:
        folded = _folded(text)
        for name in (SEPARATORS.sub("", folded), *re.split(r"[\W_]+", folded)):
            if len(name) >= words.SHORTEST_EXPECTED:
                yield from _ways_of_writing(name)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
