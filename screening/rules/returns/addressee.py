"""Where a text names the person it is written to: by all of their name, or by one word of it."""

import re
from collections.abc import Iterator
from typing import Final

from screening.characters import seen_as
from screening.readings import Reading
from screening.rules.names import NO_NAME

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'-]{2,30}")
_MOST_WORDS: Final = 6


def named_places(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where the words of the person's name stand, those beside each other as one.

    A word counts with a capital only, for many are words of a language too; "Tax" and the like never do.
    """
    name = "".join(map(seen_as, reading.around.person[:200]))
    words = [word for word in _WORD.findall(name)[:_MOST_WORDS] if not NO_NAME.search(word.lower())]
    if not words:
        return
    written = {spelled for word in words for spelled in (word[0].upper() + word[1:].lower(), word.upper())}
    one = "(?:" + "|".join(map(re.escape, sorted(written))) + ")(?![A-Za-z])"
    for match in re.finditer(rf"(?<![A-Za-z]){one}(?:[ ]{one}){{0,5}}(?:'s(?![a-z]))?", reading.cased):
        reading.deadline.check()
        yield match.span()
