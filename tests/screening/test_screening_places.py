"""To try an expression only where it can match finds what trying it everywhere does."""

import itertools
import random
import re
import string
import sys
from collections.abc import Iterable, Iterator

# As `beginnings` reads expressions: what they match is made of the same parts.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from bench.texts import made
from bench.texts.hostile import HOSTILE
from screening.beginnings import Beginnings, beginnings_of
from screening.deadlines import Deadline
from screening.readings import Reading
from screening.rules import RULES


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every expression for text that a module of screening holds, by its name there."""
    assert RULES
    for name, module in sorted(sys.modules.items()):
        if name.startswith("screening.") and not name.startswith("screening.files"):
            for each, held in vars(module).items():
                if isinstance(held, re.Pattern):
                    yield f"{name}.{each}", held
                elif type(held) is tuple:
                    rows = [row for row in held if isinstance(row, re.Pattern)]
                    yield from ((f"{name}.{each}[{place}]", row) for place, row in enumerate(rows))


# What is a row of a table goes by its own name, if it has one.
EXPRESSIONS = dict(sorted(expressions(), key=lambda named: "[" not in named[0]))
# Each by one of its names.
PLACED = {
    name: pattern
    for pattern, name in {pattern: name for name, pattern in EXPRESSIONS.items()}.items()
    if beginnings_of(pattern.pattern, pattern.flags) is not None
}
# What is looked for before others are tried at all.
QUICK_LOOKS = {
    "screening.disguises._BROKEN_LINE": "screening.disguises._DIGITS_AROUND_A_BREAK",
    "screening.disguises._WRAPPING": "screening.disguises._SIGNS_OF_WRAPPING",
    "screening.rules.masks._BEFORE_IT_IS_CALLED": "screening.rules.masks._SPEAKS_OF_PARTS",
    "screening.rules.masks._FURTHER_ON": "screening.rules.masks._SPEAKS_OF_PARTS",
    "screening.rules.masks._LAST_FOUR": "screening.rules.masks._SPEAKS_OF_PARTS",
    "screening.rules.tax_numbers._TAX_ACCOUNT": "screening.rules.tax_numbers._MANY_DIGITS",
}
TEXTS = [
    *(row.text for row in made.planted(5, of_each=1)),
    *(row.text for row in made.number_heavy(5, texts=40)),
    *(row.text for _, row in made.rewritten(5, of_each=1)),
    *(piece * (300 // len(piece)) for piece in HOSTILE.values()),
]
CHARACTERS = string.printable + "\u00e9\u00c9\u00d7\u0663\u201d\u202e"
CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
ALL_TEXT = "\n".join(TEXTS)


def found_by(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    reading = Reading(text, Deadline(60))
    found = reading.matches(pattern) if reading.text == text else reading.matches_in_case(pattern)
    return [match.span() for match in found]


@pytest.mark.parametrize("name", PLACED)
def test_an_expression_finds_at_its_places_what_it_finds_everywhere(name: str) -> None:
    pattern = PLACED[name]

    for text in (ALL_TEXT, ALL_TEXT.lower(), ALL_TEXT.upper()):
        assert found_by(pattern, text) == [match.span() for match in pattern.finditer(text)]


@pytest.mark.parametrize("name", PLACED)
def test_whatever_an_expression_matches_is_found(name: str) -> None:
    pattern, chance = PLACED[name], random.Random(11)  # noqa: S311 -- texts, no secrets

    parts = parser.parse(pattern.pattern, pattern.flags)
    written = "\n".join(written_by(parts, chance) for _ in range(200))

    found = [match.span() for match in pattern.finditer(written)]
    assert found
    assert found_by(pattern, written) == found


@pytest.mark.parametrize(("name", "quick_look"), QUICK_LOOKS.items())
def test_a_quick_look_passes_over_nothing_that_is_found(name: str, quick_look: str) -> None:
    pattern, chance = EXPRESSIONS[name], random.Random(11)  # noqa: S311 -- texts, no secrets
    parts = parser.parse(pattern.pattern, pattern.flags)

    written = [text for text in (written_by(parts, chance) for _ in range(2000)) if pattern.search(text)]

    assert written
    assert [text for text in written if not EXPRESSIONS[quick_look].search(text)] == []


def written_by(parts: Iterable[tuple[Any, Any]], chance: random.Random) -> str:
    """Write by chance what an expression takes; what it asks of what stands around may not hold then."""
    return _Writer(chance).write(parts)


class _Writer:
    """Write one match, and remember its groups for where they stand once more."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._groups: dict[int, str] = {}

    def write(self, parts: Iterable[tuple[Any, Any]]) -> str:
        parts = list(parts)
        written = "".join(itertools.starmap(self._write_one, parts))
        # What has to stand before or follow is written where nothing else does.
        return self._beside(parts[:1], -1) + written + self._beside(parts[-1:], 1)

    def _beside(self, parts: Iterable[tuple[Any, Any]], direction: int) -> str:
        return "".join(
            self.write(argument[1])
            for operator, argument in parts
            if operator is op.ASSERT and argument[0] == direction
        )

    def _write_one(self, operator: Any, argument: Any) -> str:
        if operator is op.LITERAL:
            return chr(argument)
        if operator in (op.IN, op.ANY, op.NOT_LITERAL):
            takes: list[str] = re.findall(_class_of(operator, argument), CHARACTERS)
            return self._chance.choice(takes)
        if operator is op.BRANCH:
            return self.write(self._chance.choice(argument[1]))
        if operator is op.SUBPATTERN:
            self._groups[argument[0]] = self.write(argument[3])
            return self._groups[argument[0]]
        if operator is op.GROUPREF:
            return self._groups[argument]
        if operator in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, high, parts = argument
            times = self._chance.randint(low, min(high, low + 3))
            return "".join(self.write(parts) for _ in range(times))
        return ""


def _class_of(operator: Any, argument: Any) -> str:
    if operator is not op.IN:
        return "." if operator is op.ANY else f"[^{re.escape(chr(argument))}]"
    return f"[{''.join(itertools.starmap(_item_of, argument))}]"


def _item_of(operator: Any, argument: Any) -> str:
    if operator is op.NEGATE:
        return "^"
    if operator is op.RANGE:
        return "-".join(re.escape(chr(each)) for each in argument)
    return CATEGORIES[argument] if operator is op.CATEGORY else re.escape(chr(argument))


@pytest.mark.parametrize(
    ("pattern", "whole", "parts"),
    [
        (r"(?<![a-z])refunds?(?![a-z])", {"refu"}, ()),
        (r"(?<![a-z])(?:my|our) tax", {"my", "our"}, ()),
        (r"(?<![a-z])ss ?n", {"ss", "ssn"}, ("ssn",)),
        (r"(?<![a-z])a(?:b|[c-d])?(?![a-z])", {"a", "ab", "ac", "ad"}, ()),
        (r"\b(?:on|in)[a-z]", set(), ("on", "in")),
    ],
)
def test_words_are_told_by_what_stands_first(pattern: str, whole: set[str], parts: tuple[str, ...]) -> None:
    begins = beginnings_of(pattern, 0)

    assert begins is not None
    assert begins.words is not None
    assert begins.words.whole | set(begins.words.open) == whole | set(parts)
    assert set(begins.words.open) <= set(parts)


def test_numbers_are_told_by_how_many_digits_they_have() -> None:
    begins = beginnings_of(r"(?<!\d)\d{3}(?:-|\d{2})(?!\d)", 0)

    assert begins is not None
    assert begins.numbers == Beginnings(frozenset({"000", "00000"}), ())
    assert begins.words is None


def test_signs_are_told_by_what_has_to_stand_before() -> None:
    begins = beginnings_of(r"(?:^|(?<=[\n|])|(?<=[.?][ ]))[ ]?tax", 0)

    assert begins is not None
    assert begins.signs == {"", "\n", "|", ". ", "? "}


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "refund",
        r"(?<=\W)-",
        r"(?<![\n])-",
        r"(?m)^-",
        r"(?:(?<=a)|b)-",
        r"(?:(?<=a)|)-",
        r"\d{9}",
        r"(?<![b-z])refund",
        r"(?<![0-9])\d{9}",
        r"(?<![a-z])(?:tax|-)",
        r"(?<![a-z])(?:tax)?",
        r"(?<![A-Y])[A-Z]a",
        r"(?i)(?<![a-z])tax",
        r"(?a)(?<!\d)\d",
        r"(?<![a-z])(?:\d|a)",
        r"(x)?(?<![a-z])\1",
    ],
)
def test_what_may_begin_elsewhere_is_tried_everywhere(pattern: str) -> None:
    assert beginnings_of(pattern, re.compile(pattern).flags) is None


@pytest.mark.parametrize("pattern", [r"(?<![a-z])[a-j]{4}", r"(?<![a-z])(?:[a-f]|[g-k]b?){4}x"])
def test_what_begins_in_too_many_ways_is_tried_everywhere(pattern: str) -> None:
    assert beginnings_of(pattern, 0) is None


@pytest.mark.parametrize(
    "name",
    [
        "screening.labels._LABEL",
        "screening.rules.tax_numbers._SHAPED",
        "screening.rules.tax_numbers._BARE",
        "screening.rules.names._HERE",
        "screening.rules.names._SIGNED",
        "screening.rules.returns.lists._LABEL",
        "screening.rules.returns.ties._SALUTATION",
    ],
)
def test_what_would_take_longest_is_tried_at_its_places_only(name: str) -> None:
    assert name in PLACED
