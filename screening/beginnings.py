"""What the matches of an expression begin with, so that it is tried at such words and numbers only.

To try each expression at each character of a text takes longer than all else. `places` finds once where
the words, numbers and capitals of a text stand; at which of them an expression can match is read off the
expression itself, so that nobody writes it down beside a rule and the two cannot differ. What is not
understood here is tried everywhere.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, product, starmap

# Of Python's parser of expressions there is no public name; tests fail where it answers otherwise (ADR 56).
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final, Literal, NamedTuple

FIRST_LETTERS: Final = 4
"""Words are told apart by so many letters."""

MOST_DIGITS: Final = 20
"""Numbers are told apart by how many digits they have, up to this."""

DIGIT: Final = "0"
CAPITALS: Final = r"A-Z\u00c0-\u00dc"

# Characters that are told apart: small letters; all digits are written as one, and so are all capitals.
_CAPITAL: Final = "A"
# It stands among the capitals of Latin-1 and is none.
_TIMES: Final = "\u00d7"
_OTHER: Final = ""
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_ALL: Final = _LETTERS | {DIGIT, _CAPITAL, _TIMES, _OTHER}
_ASCII: Final = {DIGIT: "0123456789", _CAPITAL: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_IS_CAPITAL: Final = re.compile(f"[{CAPITALS}]")
# So many letters in one place are any letter.
_MOST_LISTED: Final = 12
# An expression that begins in more ways is tried everywhere: to count them all takes longer than it saves.
_MOST_RUNS: Final = 5000

_Sort = Literal["word", "number", "capital"]
_LONGEST: Final[dict[_Sort, int]] = {"word": FIRST_LETTERS, "number": MOST_DIGITS, "capital": 1}


class Beginnings(NamedTuple):
    """Say with which words, or numbers, the matches of an expression begin.

    whole: what they are, as far as they are told apart; digits are written as zeros.
    open: what they begin with, whatever follows.
    """

    whole: frozenset[str]
    open: tuple[str, ...]


class Sorts(NamedTuple):
    """Say with what the matches of an expression begin; None where that is no word, or no number.

    signs: if they begin with anything, right after what; after nothing where the text begins.
    are_whole_words: the words follow no capital.
    """

    words: Beginnings | None = None
    numbers: Beginnings | None = None
    has_capitals: bool = False
    signs: frozenset[str] = frozenset()
    are_whole_words: bool = False


class _Run(NamedTuple):
    """Hold one way to begin.

    text: the letters, zeros for digits, or capital that stand first.
    state: it "grows" by what the expression takes next, it "ends" here, or it is "open": any letters follow.
    never_after: what cannot stand right before it.
    """

    text: str
    state: Literal["grows", "ends", "open"] = "grows"
    never_after: frozenset[_Sort] = frozenset()


class _Set(NamedTuple):
    """Hold which of the characters that are told apart one place of an expression takes.

    some: those of which it takes at least one. all: those of DIGIT and capitals of which it takes each.
    """

    some: frozenset[str]
    all: frozenset[str] = frozenset()

    def holds_all(self, sort: _Sort) -> bool:
        return (
            self.some >= _LETTERS if sort == "word" else (DIGIT if sort == "number" else _CAPITAL) in self.all
        )


class _NotUnderstood(Exception):
    """Say that an expression begins in a way that is not looked into here."""


@cache
def beginnings_of(pattern: str, flags: int) -> Sorts | None:
    """Tell with what the matches of a pattern begin; None if not all begin with a word, number or capital,
    nor right after signs that it lists.

    A word is one of small letters and follows none, a number follows no digit, a capital no capital of ASCII.
    pattern, flags: of an expression of a rule; never of one that is made of a text, since answers are kept.
    """
    parts = parser.parse(pattern, flags)
    try:
        runs = _runs(parts, flags)
        if not all(run.text and _sort_of(run.text) in run.never_after for run in runs):
            return Sorts(signs=frozenset(_signs_before(*next(iter(parts), (None, None)))))
    except _NotUnderstood:
        return None
    return Sorts(
        _beginnings(runs, "word"),
        _beginnings(runs, "number"),
        has_capitals=any(run.text == _CAPITAL for run in runs),
        are_whole_words=all("capital" in run.never_after for run in runs),
    )


def _signs_before(operator: Any, argument: Any) -> Iterator[str]:
    """Yield the signs that the first part of an expression lists as what stands before it."""
    if (operator, argument) == (op.AT, op.AT_BEGINNING):
        yield ""
    elif operator is op.ASSERT and argument[0] < 0:
        yield from map("".join, product(*starmap(_listed, argument[1])))
    elif operator is op.BRANCH and all(len(branch) == 1 for branch in argument[1]):
        yield from chain.from_iterable(_signs_before(*branch[0]) for branch in argument[1])
    elif operator is op.SUBPATTERN and len(argument[3]) == 1:
        yield from _signs_before(*argument[3][0])
    else:
        raise _NotUnderstood


def _listed(operator: Any, argument: Any) -> Iterator[str]:
    """Yield the characters that one place of an expression lists."""
    for each, character in argument if operator is op.IN else [(operator, argument)]:
        if each is not op.LITERAL:
            raise _NotUnderstood
        yield chr(character)


def _beginnings(runs: Iterable[_Run], sort: _Sort) -> Beginnings | None:
    of_sort = [run for run in runs if _sort_of(run.text) == sort]
    whole = frozenset(run.text for run in of_sort if run.state == "ends")
    return Beginnings(whole, tuple({run.text for run in of_sort if run.state != "ends"})) if of_sort else None


def _sort_of(text: str) -> _Sort:
    return "number" if text[0] == DIGIT else "capital" if text[0] == _CAPITAL else "word"


def _runs(parts: Iterable[tuple[Any, Any]], flags: int) -> frozenset[_Run]:
    """Tell how a sequence of parts of an expression may begin."""
    if flags & (re.IGNORECASE | re.ASCII | re.MULTILINE):
        raise _NotUnderstood
    runs = frozenset({_Run("")})
    for operator, argument in parts:
        if all(run.state != "grows" for run in runs):
            break
        if operator in (op.ASSERT, op.ASSERT_NOT, op.AT):
            runs = frozenset(_where(run, operator, argument) for run in runs)
        else:
            runs = _joined(runs, _taken(operator, argument, flags))
    return runs


def _joined(runs: frozenset[_Run], following: Iterable[_Run]) -> frozenset[_Run]:
    """Let each of `runs` that grows go on with each of `following`.

    Raises _NotUnderstood if they become too many.
    """
    found = {run for run in runs if run.state != "grows"}
    for run in runs - found:
        found.update(_after(run, more) for more in following)
        if len(found) > _MOST_RUNS:
            raise _NotUnderstood
    return frozenset(found)


def _after(run: _Run, more: _Run) -> _Run:
    if not run.text:
        return more._replace(never_after=run.never_after | more.never_after)
    sort = _sort_of(run.text)
    is_of_other_sort = _sort_of(more.text) != sort if more.text else more.state == "open" and sort != "word"
    if is_of_other_sort:
        return run._replace(state="ends")
    text = (run.text + more.text)[: _LONGEST[sort]]
    return run._replace(text=text, state="ends" if len(text) == _LONGEST[sort] else more.state)


def _taken(operator: Any, argument: Any, flags: int) -> frozenset[_Run]:
    """Tell how what one part of an expression takes may begin."""
    if operator in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
        return frozenset(_one_of(_set_of(operator, argument)))
    if operator is op.BRANCH:
        return frozenset().union(*(_runs(branch, flags) for branch in argument[1]))
    if operator is op.SUBPATTERN:
        _, added, removed, parts = argument
        return _runs(parts, (flags | added) & ~removed)
    if operator is op.ATOMIC_GROUP:
        return _runs(argument, flags)
    if operator in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        low, high, parts = argument
        return _repeated(low, high, parts, flags)
    raise _NotUnderstood


def _one_of(characters: _Set) -> Iterator[_Run]:
    letters = characters.some & _LETTERS
    if len(letters) > _MOST_LISTED:
        yield _Run("", "open")
    else:
        yield from map(_Run, letters)
    yield from map(_Run, characters.some & {DIGIT})
    if characters.some & {_CAPITAL, _TIMES}:
        yield _Run(_CAPITAL, "ends")
    if _OTHER in characters.some:
        yield _Run("", "ends")


def _repeated(low: int, high: int, parts: Iterable[tuple[Any, Any]], flags: int) -> frozenset[_Run]:
    once = _runs(parts, flags)
    found: set[_Run] = set()
    reached = frozenset({_Run("")})
    for count in range(min(high, max(low, MOST_DIGITS)) + 1):
        found |= {run for run in reached if run.state != "grows" or count >= low}
        reached = _joined(frozenset(run for run in reached if run.state == "grows"), once)
    return frozenset(found)


def _where(run: _Run, operator: Any, argument: Any) -> _Run:
    """Tell what a run is where the expression looks at what stands around, and takes nothing."""
    if run.state != "grows":
        return run
    if operator is op.AT:
        is_edge = argument in (op.AT_BEGINNING, op.AT_BEGINNING_STRING, op.AT_BOUNDARY)
        return run._replace(never_after=frozenset(_LONGEST)) if is_edge and not run.text else run
    direction, parts = argument
    if direction < 0:
        return run._replace(never_after=run.never_after | _never_before(run.text, operator, parts))
    is_end = operator is op.ASSERT_NOT and run.text and len(parts) == 1 and _is_set(parts[0])
    return run._replace(state="ends") if is_end and _set_of(*parts[0]).holds_all(_sort_of(run.text)) else run


def _never_before(text: str, operator: Any, parts: Any) -> frozenset[_Sort]:
    """Tell what cannot stand before a run of this text, as an expression looks back from its end."""
    if operator is op.ASSERT and len(parts) == 1 and parts[0][0] is op.BRANCH:
        return frozenset.intersection(*(_never_before(text, operator, branch) for branch in parts[0][1][1]))
    if not all(map(_is_set, parts)):
        return frozenset()
    sets = [_set_of(*part) for part in parts]
    if operator is op.ASSERT:
        return frozenset(sort for sort in _LONGEST if not text and not _is_some(sets[-1], sort))
    # In `\d(?<!\d\d)` the second of the two is the digit that was just taken.
    is_before_all = not text and len(sets) == 1
    is_before_one = len(text) == 1 and len(sets) == 2 and text in (sets[1].all | (sets[1].some & _LETTERS))
    return frozenset(
        sort for sort in _LONGEST if (is_before_all or is_before_one) and sets[0].holds_all(sort)
    )


def _is_some(characters: _Set, sort: _Sort) -> bool:
    return any(each and _sort_of(each) == sort for each in characters.some - {_TIMES})


def _is_set(part: tuple[Any, Any]) -> bool:
    return part[0] in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)


def _set_of(operator: Any, argument: Any) -> _Set:
    """Tell which characters one place of an expression takes."""
    if operator is op.ANY:
        return _Set(_ALL, frozenset(_ASCII))
    if operator is op.LITERAL:
        return _Set(frozenset({_told_as(chr(argument))}))
    if operator is op.NOT_LITERAL:
        return _without(_set_of(op.LITERAL, argument))
    sets = [_set_in(*item) for item in argument if item[0] is not op.NEGATE]
    whole = _Set(
        frozenset().union(*(each.some for each in sets)), frozenset().union(*(each.all for each in sets))
    )
    return _without(whole) if argument[0][0] is op.NEGATE else whole


def _set_in(operator: Any, argument: Any) -> _Set:
    """Tell which characters one item between brackets takes."""
    if operator is op.RANGE:
        characters = set(map(chr, range(argument[0], argument[1] + 1)))
        covered = frozenset(each for each in (_CAPITAL,) if characters.issuperset(_ASCII[each]))
        return _Set(frozenset(map(_told_as, characters)), covered)
    if operator is op.CATEGORY:
        return _CATEGORIES[argument]
    return _set_of(operator, argument)


_CATEGORIES: Final = {
    op.CATEGORY_DIGIT: _Set(frozenset({DIGIT}), frozenset({DIGIT})),
    op.CATEGORY_NOT_DIGIT: _Set(_ALL - {DIGIT}, frozenset({_CAPITAL})),
    op.CATEGORY_SPACE: _Set(frozenset({_OTHER})),
    op.CATEGORY_NOT_SPACE: _Set(_ALL, frozenset(_ASCII)),
    op.CATEGORY_WORD: _Set(_ALL - {_TIMES}, frozenset(_ASCII)),
    op.CATEGORY_NOT_WORD: _Set(frozenset({_TIMES, _OTHER})),
}


def _told_as(character: str) -> str:
    if character in _LETTERS:
        return character
    if character.isdecimal():
        return DIGIT
    return character if character == _TIMES else _CAPITAL if _IS_CAPITAL.match(character) else _OTHER


def _without(characters: _Set) -> _Set:
    """Tell which characters are not in a set."""
    gone = (characters.some & (_LETTERS | {_TIMES})) | characters.all
    return _Set((_ALL - gone) | {_OTHER}, frozenset(_ASCII) - characters.some)
