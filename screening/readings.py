"""A reading: one way to read a part's text, with a way back to the places that the person sees."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any, Final, NamedTuple, TypeVar

from screening.deadlines import Deadline
from screening.labels import Labels
from screening.places import Places
from screening.verdicts import Kind

_Found = TypeVar("_Found")

_ACCENTED: Final = re.compile("[\u00df-\u00ff]")
_LOWER_CASE: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


class Edit(NamedTuple):
    """Replace the characters from `start` to `end` of a reading by `replacement`."""

    start: int
    end: int
    replacement: str


class Around(NamedTuple):
    """Hold what a reader knows before reading a part.

    kinds, heading: what the words over it name, and those words in lower case.
    is_to_one_person: the whole document is written to one person, about what is theirs.
    person: that person's name; empty where it is not known.
    """

    kinds: frozenset[Kind] = frozenset()
    heading: str = ""
    is_to_one_person: bool = False
    person: str = ""


_NOTHING: Final = Around()


class Reading:
    """Hold one text to match, in lower case, and where each of its characters comes from.

    cased: the same text, character by character, before lower case.
    """

    def __init__(
        self,
        cased: str,
        deadline: Deadline,
        around: Around = _NOTHING,
        starts: Sequence[int] | None = None,
        ends: Sequence[int] | None = None,
        written: str | None = None,
    ) -> None:
        """Take a text as it stands; `starts` and `ends` give the places of its characters in `written`."""
        self.cased = cased
        self._written = cased if written is None else written
        self.text = cased.lower() if cased.isascii() else cased.translate(_LOWER_CASE)
        self.deadline = deadline
        self.around = around
        self._places = Places(self.text, deadline)
        self._found: dict[Callable[[Reading], Any], Any] = {}
        self._starts: Sequence[int] = range(len(cased)) if starts is None else starts
        self._ends: Sequence[int] = range(1, len(cased) + 1) if ends is None else ends

    def once(self, find: "Callable[[Reading], _Found]") -> _Found:
        """Give what `find` finds in this reading: it looks once, however many rules ask."""
        if find not in self._found:
            self._found[find] = find(self)
        found: _Found = self._found[find]
        return found

    @cached_property
    def labels(self) -> Labels:
        """Find the words that say what the numbers near them are."""
        return Labels(self.text, self.cased, self.around.kinds, self._places)

    @cached_property
    def _cased_places(self) -> Places:
        return Places(self.cased, self.deadline, self._places)

    @property
    def words(self) -> frozenset[str]:
        """Hold every word, so that a rule can tell at once that it has nothing to look for."""
        return self._places.words

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a `pattern` of a rule in the lower-case text. Raises ScreeningTimeout."""
        return self._places.matches(pattern)

    def matches_in_case(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a `pattern` of a rule before lower case. Raises ScreeningTimeout."""
        return self._cased_places.matches(pattern)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Tell which characters of the part the characters from `start` to `end` stand for."""
        return self._starts[start], self._ends[end - 1]

    def has_accent(self, place: int) -> bool:
        """Tell whether the letter at `place` was written with an accent, in one character or in two."""
        start, end = self.place(place, place + 1)
        shown = html.unescape(self._written[start:end]) + self._written[end : end + 1]
        decomposed = unicodedata.normalize("NFD", shown[:2])
        return unicodedata.combining(decomposed[1:2] or " ") > 0

    @cached_property
    def accented(self) -> str:
        """Hold the letters with accents that are in the part, in lower case, each in one character."""
        return "".join(_ACCENTED.findall(unicodedata.normalize("NFC", html.unescape(self._written)).lower()))

    def shown_as(self, table: Mapping[str, str]) -> "Reading":
        """Make a reading in which each character of `table` is what stands there for it: nothing, or more.

        Returns this same reading when no character of the table is in it. One pass, however many change: what
        `edited` takes for each edit would be too much for a text in which every other character changes.
        """
        if not any(character in self.cased for character in table):
            return self
        self.deadline.check()
        pieces = [table.get(character, character) for character in self.cased]
        text = "".join(pieces)
        if all(len(shown) == 1 for shown in table.values()):
            return Reading(text, self.deadline, self.around, self._starts, self._ends, self._written)
        lengths = list(map(len, pieces))
        starts = list(chain.from_iterable(map(repeat, self._starts, lengths)))
        ends = list(chain.from_iterable(map(repeat, self._ends, lengths)))
        return Reading(text, self.deadline, self.around, starts, ends, self._written)

    def respelled(self, spelled: Iterable[tuple[int, str]]) -> "Reading":
        """Make a reading with other characters at some places, each in the place of one.

        Returns this same reading when there are none.
        """
        characters = list(self.cased)
        is_other = False
        for place, character in spelled:
            characters[place] = character
            is_other = True
        if not is_other:
            return self
        text = "".join(characters)
        return Reading(text, self.deadline, self.around, self._starts, self._ends, self._written)

    def edited(self, edits: Iterable[Edit]) -> "Reading":
        """Make a reading with `edits` done; they come in order and do not overlap.

        Each character of a replacement stands for all the characters that it replaces.
        Returns this same reading when there is no edit.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        cursor = 0
        for start, end, replacement in edits:
            self.deadline.check()
            pieces += self.cased[cursor:start], replacement
            starts.extend(self._starts[cursor:start])
            ends.extend(self._ends[cursor:start])
            first, last = self.place(start, end)
            starts.extend([first] * len(replacement))
            ends.extend([last] * len(replacement))
            cursor = end
        if cursor == 0:
            return self

        pieces.append(self.cased[cursor:])
        starts.extend(self._starts[cursor:])
        ends.extend(self._ends[cursor:])
        return Reading("".join(pieces), self.deadline, self.around, starts, ends, self._written)
