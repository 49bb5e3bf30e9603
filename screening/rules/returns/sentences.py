"""Where sentences end: a point after a short form ends none, an empty line and a new item of a list do."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from screening.readings import Reading
from screening.rules.writing import word_set

_END: Final = re.compile(r"[.?!\n](?:(?<!\n)(?=\s|$)|(?<=\n)[ \t]*(?:\n|(?=(?:[-*+]|\d{1,2}[.)])[ \t])))")
_SHORT_FORMS: Final = word_set(
    """
    mr mrs ms dr sr sra srta dra jr prof st ave rd inc ltd co corp llc dept acct ext approx vs art sec
    jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic fev set out dez e.g i.e u.s a.m p.m
    ud uds vd ee.uu num pag
    """
)
# These are whole words too: short forms only before a number.
_BEFORE_NUMBERS: Final = frozenset({"no", "nos", "n", "nr"})
_LAST_WORD: Final = re.compile(r"[a-z.]{1,6}\Z")
_NUMBER: Final = re.compile(r"\s?\d")

# "You have a credit of $64, would you like it now?": told, and then asked; not "Did you pay $64, or not?",
# and not "For a refund of $64, can you file?".
_ASKS_THEN: Final = re.compile(
    r"[,:;][ ](?:\u00bf|(?:would|want|shall|should we|(?:do|are|can|could|will|did) you|is (?:that|it)"
    r"|ok|okay|right|correct|quieren?|prefieren?|puede|podria|podemos|verdad|cierto|quer|querem|preferem?|pode|certo)"
    r"(?![a-z]))"
)
_ASKS_AT_ONCE: Final = re.compile(
    r"[\s>*\"'(-]*(?:\u00bf|(?:and |but |so |y |e )?(?:(?:did|do|does|is|are|was|were|has|have|had|can|could"
    r"|would|will|should|shall|may) (?:you|he|she|it|they|we|i|the|this|that|these|there|any|not"
    r"|an?|my|our)r?(?![a-z])"
    r"|(?:what|when|where|who|whom|whose|why|want|if|which(?! means)|how(?! it stands)"
    r"|que|como|cuando|cuantos?|donde|cual|quien|por que|quando|quantos?|onde|qual|quem"
    r"|quieren?|prefieren?|quer|querem|preferem?)(?![a-z])))"
)
# A greeting, or what the question is of: only where a verb stands in it, is anything told.
_LEADS_TO_IT: Final = re.compile(
    r"[\s>*]*(?:for|to|in|on|at|of|with|before|after|just|thanks?|hello|hi|hey|dear|good|about|as|an?|also|one"
    r"|para|por|en|em|sobre|con|com|hola|ola|oi|gracias|obrigad[oa]|buen[oa]s|bom|boa|antes|un|uma?|una)(?![a-z])"
)
_TELLS: Final = re.compile(
    r"(?<![a-z])(?:(?:you|we|he|she|it|they|i)(?:'ve|'re)? [a-z]{2}"
    r"|(?:was|were|is|are|has|have|had|hit|usted|debe|fue|tiene|voce|foi|deve|tem)(?![a-z]))"
)
_IS_TOLD: Final = re.compile(r"[\s>*]*(?:did you know|are you aware)(?: that)? (?:there'?s|there is|we) ")

_BEFORE: Final = 120
_AFTER: Final = 80
_REACH_OF_A_QUESTION: Final = 200


class Sentences:
    """Hold where the sentences of a reading end, found once, so that many amounts take no longer than one."""

    def __init__(self, reading: Reading) -> None:
        """Find every end. Raises ScreeningTimeout."""
        self._text = reading.text
        self._is_to_one_person = reading.around.is_to_one_person
        self.ends = list(_ends(reading))

    def start(self, place: int) -> int:
        """Tell where the sentence around `place` begins, at most 120 characters before it."""
        index = bisect_right(self.ends, place) - 1
        return max(self.ends[index] if index >= 0 else 0, place - _BEFORE)

    def end(self, place: int) -> int:
        """Tell where the sentence around `place` ends, at most 80 characters after it."""
        return min(self._stop(place), place + _AFTER)

    def asks_from(self, place: int) -> int | None:
        """Tell from where on the sentence around `place` asks: its start, or a pause; None where it tells.

        Only in the thread of one person is told what stands before the pause: elsewhere it is supposed.
        """
        stop, start = self._stop(place), self.start(place)
        if self._text[stop - 1] != "?" or (self._is_to_one_person and _IS_TOLD.match(self._text, start)):
            return None
        if not self._is_to_one_person or _ASKS_AT_ONCE.match(self._text, start):
            return start
        then = _ASKS_THEN.search(self._text, start, min(stop, start + _REACH_OF_A_QUESTION))
        if then is None:
            return start
        if _LEADS_TO_IT.match(self._text, start) and not _TELLS.search(self._text, start, then.start()):
            return start
        return then.start()

    def is_question(self, place: int) -> bool:
        """Tell whether what stands right before `place` is asked."""
        begins = self.asks_from(place)
        return begins is not None and place > begins

    def _stop(self, place: int) -> int:
        index = bisect_left(self.ends, place)
        return self.ends[index] if index < len(self.ends) else len(self._text)


def is_any(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of ascending `places` lies from `start` to before `end`."""
    return bisect_left(places, start) < bisect_left(places, end)


def _ends(reading: Reading) -> Iterator[int]:
    text = reading.text
    for match in reading.matches(_END):
        if match[0] == ".":
            word = _LAST_WORD.search(text, max(match.start() - 6, 0), match.start())
            short = word[0].lstrip(".") if word else ""
            if short in _SHORT_FORMS or (
                len(short) == 1 and not text[match.start() - 2 : match.start() - 1].isdigit()
            ):
                continue
            if short in _BEFORE_NUMBERS and _NUMBER.match(text, match.end()):
                continue
        yield match.end()
