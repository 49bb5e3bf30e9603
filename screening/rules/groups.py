"""How numbers that banks and states give out are written: in groups, and right after what they are called."""

import re
from typing import Final

JOINT: Final = r"(?:[ ]?[-_~\\][ ]?|[ ])"
"""What people write between the groups of a number; dots and slashes stand in dates and amounts too."""

NAMED_DIRECTLY: Final = re.compile(
    r"[^a-z\d]{0,6}(?:(?:numbers?(?:\(s\))?|num|no|nr|numero|id|is|are|es|e|de|da)[^a-z\d]{1,6}){0,3}"
    r"(?:\d{9}[^a-z\d]{1,3})?"
)
"""Nothing but words for "number is", and perhaps the routing number that people write before an account."""

DATE_OR_YEARS: Final = re.compile(
    r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)?\d\d"
    r"|(?:19|20)\d\d ?[-/ ] ?(?:19|20)\d\d"
)
DAY_IN_EIGHT_DIGITS: Final = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[012])(?:0[1-9]|[12]\d|3[01])")
"""What is a day unless words right before it call it the number of something."""

DECIMAL: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})*[.,]\d\d?|\d+[.,]\d\d")

NEXT_SENTENCE: Final = re.compile(
    r"(?<! [A-Z])[.?!]\s+"
    r"(?!(?:The|Its|It|My|Mine|Hers|His|Ours|El|O|La|A)(?: number| numero| mi[oa]| meu| minha)?"
    r"(?:'s| is| was| es| e|:) )"
    r"[A-Z][a-z]+[ ']"
)
"""A sentence that is about something else. The initial of a name ends no sentence; and "The number is" and
"Mine is" go on with what the sentence before spoke of."""

_ONE: Final = "(?:one|thing|number|numero|conta|cuenta|passport|license|licence|account)"
RIGHT_ONE: Final = re.compile(
    rf"(?<![a-z])(?:(?:right|correct|new|actual|old|full|whole|complete|current) (?:[a-z]{{2}} )?{_ONE}"
    r"|(?:numero|conta|cuenta) (?:correct[oa]|cert[oa]|nov[oa]|nuev[oa])"
    rf"|(?:el|la|o|a) (?:nuev|nov|correct|cert)[oa](?: {_ONE})?)"
    r"(?:(?: is|'s| was| reads| says| should be| es| e)?(?: now)?(?:,? (?:number|no\.?|numero))?[ :,]{1,2})$"
    r"|(?<![a-z])(?:full|whole|complet[oa]|inteir[oa])(?: (?:is|es|e)[ :]{1,2}|: )$"
    r"|(?<![a-z])(?:it )?(?:should(?: have)?|must) (?:be|been|read)[ :]{1,2}$"
    r"|(?<![a-z])(?:it is|it's) now[ :]{1,2}$"
    r"|(?<=[.!?;,]\s)(?:please |so |por favor,? )?(?:use|usen?|utilicen?|utilizem?)[ :]{1,2}$"
)
"""What says, right before a number, that it stands for the one that the sentence before spoke of."""

RIGHT_ONE_REACH: Final = 90
