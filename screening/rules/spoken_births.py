"""Days of birth as people say them: "nine twenty-four nineteen eighty", "Christmas Day, 1951"."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.births import BIRTH_LABELS
from screening.rules.writing import one_of
from screening.sights import Sight
from screening.verdicts import Kind, Why

_REACH: Final = 60

_UNIT: Final = "(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN: Final = "(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
_TENS: Final = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_ORDINAL: Final = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    "|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)"
)
_NOUGHT: Final = "(?:oh|zero|aught)[ -]"
_MONTH: Final = f"(?:{_NOUGHT})?(?:{_UNIT}|ten|eleven|twelve)"
_DAY: Final = (
    f"(?:the[ ])?(?:(?:twenty|thirty)[ -](?:{_UNIT}|{_ORDINAL})|{_ORDINAL}|{_TEEN}|(?:{_NOUGHT})?{_UNIT}"
    "|twenty|thirty)"
)
_TWO_DIGITS: Final = f"(?:{_TENS}(?:[ -]{_UNIT})?|{_TEEN}|{_NOUGHT}{_UNIT})"
_YEAR: Final = (
    f"(?:nineteen[ -](?:hundred[ ](?:and[ ])?)?{_TWO_DIGITS}|twenty[ -]{_TWO_DIGITS}"
    f"|two[ ]thousand(?:[ ](?:and[ ])?(?:{_UNIT}|{_TWO_DIGITS}))?|{_TWO_DIGITS})"
)
_PAUSE: Final = "[ ,./-]{1,3}"
_IN_NUMBERS: Final = re.compile(rf"(?<![a-z]){_MONTH}{_PAUSE}{_DAY}{_PAUSE}{_YEAR}(?![a-z])")

# Days that come on one date of every year.
_HOLIDAY: Final = one_of(
    """
    christmas(?: day| eve)? | new year'?s(?: day| eve)? | (?:the )?(?:fourth|4th) of july | halloween
    valentine'?s(?: day)? | (?:st|saint)\\.? patrick'?s(?: day)? | leap day | groundhog day | veterans day
    april fools'?(?: day)? | cinco de mayo | flag day | juneteenth | all saints'? day
    (?:dia de )?navidad | nochebuena | nochevieja | (?:dia de )?ano nuevo | dia de (?:reyes | los muertos)
    dia de los inocentes | (?:dia de|no|vespera de) natal | ano novo | dia de (?:finados | reis)
    """
)
_ON_A_HOLIDAY: Final = re.compile(
    rf"(?<![a-z\d]){_HOLIDAY}[ ,]{{1,3}}(?:(?:of|in|de|del|do|en|em)[ ])?(?:19|20)\d\d(?!\d)"
)

# "My date of birth, as on the card, is", "Date of birth, sir? Subject: ".
_BEFORE_NUMBERS: Final = re.compile(r"[^.!;]{0,60}")
# "Born at five five thirty", "births, on pages one, two, thirty".
_OF_NO_DAY: Final = re.compile(
    r"(?<![a-z])(?:(?:at|around|about|by|a las|as)[ ]\Z|pages?|tables?|fields?|codes?|lines?)"
)
# "I was born on", "Naci el".
_BEFORE_A_HOLIDAY: Final = re.compile(
    r"(?:[ :,?]|(?<![a-z])(?:was|is|on|in|the|it|fue|es|el|la|en|un|e|foi|era|no|na|em|o)(?![a-z])){0,12}"
)


def spoken_births(reading: Reading) -> Iterator[Sight]:
    """See a day in words, or a holiday and its year, behind words for a day of birth."""
    if not reading.labels.mention(Kind.DATE_OF_BIRTH):
        return
    for pattern, between in ((_IN_NUMBERS, _BEFORE_NUMBERS), (_ON_A_HOLIDAY, _BEFORE_A_HOLIDAY)):
        for match in reading.matches(pattern):
            label = reading.labels.before(match.start(), BIRTH_LABELS, _REACH)
            if not label or not between.fullmatch(reading.text, label.end, match.start()):
                continue
            if not _OF_NO_DAY.search(reading.text, label.end, match.start()):
                yield Sight(Kind.DATE_OF_BIRTH, *match.span(), Why.WORDS)
