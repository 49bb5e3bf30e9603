"""Where the words, numbers, capitals and signs of a text stand: found once, so that no rule looks for them
again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain
from operator import itemgetter
from typing import Final, NamedTuple

from screening.beginnings import CAPITALS, DIGIT, FIRST_LETTERS, MOST_DIGITS, Beginnings, beginnings_of
from screening.deadlines import Deadline

_WORD: Final = re.compile(r"([a-z]+)")
_NUMBER: Final = re.compile(r"(\d+)")
_CAPITAL: Final = re.compile(rf"[{CAPITALS}](?<![A-Z].)")
_ZEROS: Final = tuple(DIGIT * count for count in range(MOST_DIGITS + 1))
_first_letters: Final = itemgetter(slice(FIRST_LETTERS))


class _Standing(NamedTuple):
    """Hold where words or numbers start, in ascending order, by what they are told apart by."""

    starts: dict[str, list[int]]
    different: frozenset[str]

    @classmethod
    def of(cls, told_by: Iterable[str], starts: Iterable[int]) -> "_Standing":
        found: defaultdict[str, list[int]] = defaultdict(list)
        for each, start in zip(told_by, starts, strict=True):
            found[each].append(start)
        return cls(found, frozenset(found))

    def beginning(self, beginnings: Beginnings) -> list[int]:
        found = self.different & beginnings.whole
        if beginnings.open:
            found |= {each for each in self.different if each.startswith(beginnings.open)}
        if not found:
            return []
        if len(found) == 1:
            return self.starts[next(iter(found))]
        return sorted(chain.from_iterable(map(self.starts.__getitem__, found)))


def _starts(pieces: list[str]) -> list[int]:
    """Tell where every second of the pieces of a text starts."""
    return list(accumulate(map(len, pieces)))[:-1:2]


class Places:
    """Hold where the words, numbers, capitals and signs of one text stand, and try expressions there."""

    def __init__(self, text: str, deadline: Deadline, in_lower_case: "Places | None" = None) -> None:
        """Look at nothing yet; `in_lower_case`: of the same text, character by character."""
        self._text = text
        self._deadline = deadline
        self._in_lower_case = in_lower_case or self
        self._behind: dict[str, list[int]] = {"": [0]}

    @cached_property
    def words(self) -> frozenset[str]:
        """Hold every word, so that a rule can tell at once that it has nothing to look for."""
        return frozenset(self._pieces[1::2])

    @cached_property
    def _pieces(self) -> list[str]:
        """Cut the text so that every second piece is a word."""
        self._deadline.check()
        return _WORD.split(self._text)

    @cached_property
    def _words(self) -> _Standing:
        return _Standing.of(map(_first_letters, self._pieces[1::2]), _starts(self._pieces))

    @cached_property
    def _numbers(self) -> _Standing:
        self._deadline.check()
        pieces = _NUMBER.split(self._text)
        told_by = [_ZEROS[min(len(number), MOST_DIGITS)] for number in pieces[1::2]]
        return _Standing.of(told_by, _starts(pieces))

    @cached_property
    def _capitals(self) -> list[int]:
        self._deadline.check()
        return [capital.start() for capital in _CAPITAL.finditer(self._text)]

    def _behind_sign(self, sign: str) -> list[int]:
        """Tell at which places a sign has just ended."""
        if sign not in self._behind:
            self._deadline.check()
            self._behind[sign] = found = []
            place = self._text.find(sign)
            while place >= 0:
                found.append(place + len(sign))
                place = self._text.find(sign, place + 1)
        return self._behind[sign]

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a `pattern` of a rule. Raises ScreeningTimeout.

        One that begins with a word, number or capital, or behind a sign, is tried where such stand, any
        other everywhere.
        """
        begins = beginnings_of(pattern.pattern, pattern.flags)
        if begins is None:
            return self._everywhere(pattern)
        if begins.signs:
            behind = map(self._behind_sign, begins.signs)
            return self._tried(pattern, sorted(set(chain.from_iterable(behind))))
        # Digits are the same in any case, and so are words that follow no capital.
        words = self._in_lower_case if begins.are_whole_words else self
        starts = words._words.beginning(begins.words) if begins.words else []
        numbers = self._in_lower_case._numbers.beginning(begins.numbers) if begins.numbers else []
        if numbers:
            starts = sorted(starts + numbers) if starts else numbers
        if begins.has_capitals and self._capitals:
            starts = sorted(starts + self._capitals) if starts else self._capitals
        return self._tried(pattern, starts) if starts else iter(())

    def _everywhere(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for match in pattern.finditer(self._text):
            self._deadline.check()
            yield match

    def _tried(self, pattern: re.Pattern[str], starts: list[int]) -> Iterator[re.Match[str]]:
        end = 0
        text, match_at = self._text, pattern.match
        for start in starts:
            if start >= end and (match := match_at(text, start)):
                self._deadline.check()
                end = match.end()
                yield match
