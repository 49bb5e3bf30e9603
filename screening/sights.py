"""A sight: what one rule saw in one reading."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from screening.readings import Reading
from screening.verdicts import Kind, Why


class Sight(NamedTuple):
    """Say that the characters from `start` to `end` of a reading look like `kind`.

    why: by what it was recognised.
    is_doubtful: the digits fit and are valid, but neither their shape nor the words around them say so.
    """

    kind: Kind
    start: int
    end: int
    why: Why = Why.SHAPE
    is_doubtful: bool = False


Rule = Callable[[Reading], Iterator[Sight]]
