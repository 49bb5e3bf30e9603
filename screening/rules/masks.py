"""Social Security numbers shown in part: with a mask, or by their last four digits.

Four true digits are as good as the number to whoever has the rest, so they count; a full mask does not.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind, Why

_SSN_LABELS: Final = frozenset({Kind.SSN, Kind.ITIN})
_TRUE_DIGITS: Final = 4
_LENGTH: Final = 9

_MASKED: Final = re.compile(
    r"""
    (?<![\w*\#])(?:
        (?:[\dxn*\#]{3}|[._]{3})[ ]?[-./_ ][ ]?(?:[\dxn*\#]{2}|[._]{2})[ ]?[-./_ ][ ]?[\dxn*\#]{4}
      | (?P<ungrouped> (?:[x*\#]{1,7}|\.{2,6})[- ]{0,2}+\d{4} )
    )(?![\w*\#])
    """,
    re.VERBOSE,
)

_LAST_FOUR: Final = re.compile(
    r"""
    (?:(?<![a-z])|(?<=ssn))(?:
        end(?:s|ed|ing)? | (?:first|last)[ -]?(?:four|five|six|[456])
      | (?:begin|start)(?:s|ning|ing)?[ ]with | (?:empieza|comienza|comeca)[ ](?:con|com|por)
      | termina(?:n|do|da|dos|das|ndo|cion)? | acaba(?:n|do|da|dos|das|ndo)?
      | finaliza(?:n|do|da|ndo)? | final(?:es)?
      | (?:ultim|primer|primeir)[oa]s[ ](?:cuatro|quatro|cinco|seis|[456])
      | (?:cuatro|quatro|[456])[ ]ultim[oa]s
    )(?![a-z])
    (?: [\s:=\#"'(),*x-]++ | \?(?:\s{1,3}a:)?(?!\s(?:19|20)\d\d)
      | (?:in|with|by|on|for|is|are|the|of|my|your|his|her|their|we|have|has|digits?|numbers?|no|num)(?![a-z])
      | (?:en|em|con|com|por|es|son|e|sao|de|del|do|da|su|tu|mi|seu|sua|meu|digitos?|numeros?)(?![a-z])
      | (?:ssn?|social|security|seguro|seguridad|seguranca|itin|tin)(?![a-z])
    ){1,24}+
    (?P<digits>\d{4,6}|\d{3}-\d\d|\d\d-\d\d|\d(?:[ ,-]{1,2}\d){3})(?![\d%])(?![.,/-]\d)
    """,
    re.VERBOSE,
)

# "The last four of the social on that page, 7429": what stands between is whatever an officer writes, but
# the number comes in the same sentence, and a year is one after what years come after.
_CALLED_LAST: Final = (
    r"(?:(?:last|final)[ ](?:four|4) | (?:ultim|finai)[oa]?s[ ](?:cuatro|quatro|4)"
    r" | (?:cuatro|quatro|4)[ ]ultim[oa]s)"
)
_FURTHER_ON: Final = re.compile(
    rf"""
    (?<![a-z]){_CALLED_LAST}(?![a-z])[^\d.!?\n;]{{0,60}}
    (?<!\bin[ ])(?<!\bof[ ])(?<!from[ ])(?<!\bfor[ ])(?<!since[ ])(?<!year[ ])(?<!tax[ ])(?<!form[ ])
    (?<!\bde[ ])(?<!\ben[ ])(?<!\bem[ ])(?<!room[ ])(?<!code[ ])(?<![$\#])
    (?<!forms[ ])(?<!lario[ ])(?<!modelo[ ])(?<!line[ ])
    (?P<digits>\d{{4}})(?![\d%])(?![.,/-]\d)
    (?!(?<=(?:19|20)\d\d)[ ](?:return|tax|form|year|refund|declarac|impuesto|imposto)s?)
    """,
    re.VERBOSE,
)
_BEFORE_IT_IS_CALLED: Final = re.compile(
    rf"""
    (?<![\w.,/-])(?P<digits>\d{{4}})[ ]?[,(]?[ ]?
    (?:as|is|are|was|were|being|como|es|son|eran|sao|eram)[ ]
    (?:(?:the|your|his|her|their|los|las|os|as|sus|seus)[ ])?
    {_CALLED_LAST}(?![a-z])
    """,
    re.VERBOSE,
)

_PARTS: Final = (_LAST_FOUR, _FURTHER_ON, _BEFORE_IT_IS_CALLED)
# What each of them begins with; a quick look, as names of people are called the first and the last too.
_SPEAKS_OF_PARTS: Final = re.compile(
    r"(?:end(?<![a-z]end)|last(?! name)|first(?! name)|begin|start|fina(?:l|is)|termina|acaba|empieza"
    r"|comienza|comeca|ultim|primer|primeir)"
)

_CALLED_SO: Final = re.compile(
    r"[ ]?(?:number|no\.?|num\.?|numero)?[ ]?(?:\#:?|:|=|is|es|e|\()[ ]?"
    r"[x*\#]{0,5}[- ]?\d{4}(?![\d%])(?![.,/-]\d)"
    # Without any sign between, a year is a year, and what follows "Social Security" may be a rate or a form.
    r"|(?:(?<=ssn)(?:[ ]|[ ]?-[ ]?)|(?<=\#)[ ]?|[ ](?:number|no\.|num\.)[ ])"
    r"(?!19|20)\d{4}(?![\d%])(?![.,/-]\d)"
)
_ENDED_IN_A_YEAR: Final = re.compile(
    r"(?:end|termina|acaba|finaliza|final)[a-z]*\s(?:in|en|em)\s(?:19|20)\d\d"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FOUR_DIGITS: Final = re.compile(r"\d(?<!\d\d)\d{3}(?!\d)")


def masked_numbers(reading: Reading) -> Iterator[Sight]:
    """See the shape of a Social Security number with a mask over some digits, four or more of them true."""
    for match in reading.matches(_MASKED):
        true_digits = sum(character.isdigit() for character in match[0])
        if not _TRUE_DIGITS <= true_digits < 9:
            continue
        # Five signs and four digits are as long as the number; other masks have to be called one.
        is_as_long = len(match[0]) == _LENGTH and true_digits == _TRUE_DIGITS
        if (
            match["ungrouped"]
            and not is_as_long
            and not reading.labels.kind_of(*match.span(), _SSN_LABELS, before=60, after=20)
        ):
            continue
        yield Sight(Kind.SSN, *match.span(), Why.MASKED)


def last_four_digits(reading: Reading) -> Iterator[Sight]:
    """See four digits that are called the last of a Social Security number, or stand for it."""
    if not any(map(reading.labels.mention, _SSN_LABELS)):
        return
    patterns = _PARTS if _SPEAKS_OF_PARTS.search(reading.text) else ()
    for match in chain.from_iterable(map(reading.matches, patterns)):
        is_called_before = reading.labels.before(match.start("digits"), _SSN_LABELS, 60)
        if is_called_before or (
            # What ended in 2023 is no number, whatever the next sentence is about.
            not _ENDED_IN_A_YEAR.fullmatch(match[0])
            and reading.labels.kind_of(match.start(), match.end(), _SSN_LABELS, before=60, after=40)
        ):
            yield Sight(Kind.SSN, *match.span("digits"), Why.LAST_DIGITS)
    for match in reading.numbers(_FOUR_DIGITS):
        label = reading.labels.before(match.start(), _SSN_LABELS, 20)
        is_called_so = label and _CALLED_SO.fullmatch(reading.text, label.end, match.end())
        is_in_column = reading.labels.column_kind(match.start(), _SSN_LABELS) and not _YEAR.fullmatch(
            match[0]
        )
        if is_called_so or is_in_column:
            yield Sight(Kind.SSN, *match.span(), Why.LAST_DIGITS)
