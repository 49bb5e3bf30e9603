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

# Its first character is matched before anything is looked at around it: so the text is gone through quickly.
_MASKED: Final = re.compile(
    r"""
    [\dxn*\#._](?<![\w*\#].)(?:
        (?:(?<![._])[\dxn*\#]{2}|(?<=[._])[._]{2})
        [ ]?[-./_ ][ ]?(?:[\dxn*\#]{2}|[._]{2})[ ]?[-./_ ][ ]?[\dxn*\#]{4}
      | (?P<ungrouped> (?:(?<=[x*\#])[x*\#]{0,6}|(?<=\.)\.{1,5})[- ]{0,2}+\d{4} )
    )(?![\w*\#])
    """,
    re.VERBOSE,
)

# "887-22-X410,bracket": a part of a machine, in a row of them.
_OF_A_PART: Final = re.compile(r"\d{3}-\d\d-x\d{3}")
_CELL_AFTER: Final = re.compile(r"[,;|\t]")

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
    (?: [\s:=\#"'(),*x-]++ | \?(?:\s{1,3}[a-z]{1,12}:)?(?!\s(?:19|20)\d\d)
      | (?:in|with|by|on|for|is|are|the|of|my|your|his|her|their|we|have|has|digits?|numbers?|no|num)(?![a-z])
      | (?:en|em|con|com|por|es|son|e|sao|de|del|do|da|su|tu|mi|seu|sua|meu|digitos?|numeros?)(?![a-z])
      | (?:ssn?|social|security|seguro|seguridad|seguranca|itin|tin)(?![a-z])
    ){1,24}+
    (?P<digits>\d{4,6}|\d{3}-\d\d|\d\d-\d\d|\d(?:[ ,-]{1,2}\d){3})(?![\d%])(?![.,/-]\d)
    """,
    re.VERBOSE,
)

FORM_NUMBER: Final = re.compile(
    r"(?:1040|1065|1095|1098|1099|1120|2848|4506|4852|4868|8821|8822|8843|8879|9465)(?!\d)"
    r"|\d{4}[ ](?:forms?|filers?|returns?|formularios?|formulario)(?![a-z])"
)
"""Four digits that forms of taxes have for a name; "the 8821 forms" say so themselves."""

# What follows an amount: "Social Security 1234.56", "Social Security 6200 wages".
_AMOUNT_GOES_ON: Final = re.compile(
    r"\.\d\d(?!\d)|,\d{3}(?!\d)|[ ]?%|[ ](?:percent|dollars|wages|benefits|dolares|reais)(?![a-z])"
)

# "The last four of the social on that page, 7429": what stands between is whatever an officer writes, but
# the number comes in the same sentence, and a year is one after what years come after.
CALLED_LAST: Final = (
    r"(?:(?:last|final)[ ](?:four|4) | (?:ultim|finai)[oa]?s[ ](?:cuatro|quatro|4)"
    r" | (?:cuatro|quatro|4)[ ]ultim[oa]s)"
)
"""How people call the last four digits; in verbose expressions."""
_FURTHER_ON: Final = re.compile(
    rf"""
    (?<![a-z\d]){CALLED_LAST}(?![a-z])[^\d.!?\n;]{{0,60}}
    (?<!\bin[ ])(?<!\bof[ ])(?<!from[ ])(?<!\bfor[ ])(?<!since[ ])(?<!year[ ])(?<!tax[ ])(?<!form[ ])
    (?<!\bde[ ])(?<!\ben[ ])(?<!\bem[ ])(?<!room[ ])(?<!code[ ])(?<![$\#])
    (?<!lario[ ])(?<!modelo[ ])
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
    {CALLED_LAST}(?![a-z])
    """,
    re.VERBOSE,
)

_PARTS: Final = (_LAST_FOUR, _FURTHER_ON, _BEFORE_IT_IS_CALLED)
# What each of them begins with; a quick look, as names of people are called the first and the last too.
_SPEAKS_OF_PARTS: Final = re.compile(
    r"(?:end(?:(?<![a-z]end)|(?<=ssnend))|(?:first|last)[ -]?[fs456]|begin|start|fina[il]|termina|acaba"
    r"|empieza|comienza|comeca|ultim|primer|primeir)"
)

_CALLED_SO: Final = re.compile(
    r"[ ]?(?:number|no\.?|num\.?|numero)?[ ]?(?:\#:?|:|=|is|es|e|\()[ ]?"
    r"[x*\#]{0,5}[- ]?\d{4}(?![\d%])(?![.,/-]\d)"
    r"|(?<=ssn)[ _]?(?:last[ _]?)?4[\"']?[ ]?[:=][ ]?[\"']?\d{4}(?!\d)"
    # Without any sign between, a year is a year, and what follows "Social Security" may be a rate or a form.
    r"|(?:(?<=ssn)(?:[ ]|[ ]?-[ ]?)|(?<=\#)[ ]?|[ ](?:number|no\.|num\.)[ ]|(?<=security)[ ]|(?<=social)[ ])"
    r"(?!19|20)(?P<unsigned>\d{4})(?![\d%])(?![.,/-]\d)"
)
_ENDED_IN_A_YEAR: Final = re.compile(
    r"(?:end|termina|acaba|finaliza|final)[a-z]*\s(?:in|en|em)\s(?:19|20)\d\d"
)
# "It goes with SSN 1099." is nobody's form; "SSN 1099 and W-2" and "SSN 1040-ES" are.
_STANDS_ALONE: Final = re.compile(
    r"[ ]?(?:[.;!?)]|$|\n|,[ ](?!(?:and|or|y|o|e|ou|form|line|page|box|schedule|w-?2|\d))"
    r"|[ ](?:on[ ]file|is|for|and[ ](?:my|her|his|their|i))(?![a-z]))"
)
_IS_CALLED_SO: Final = re.compile(
    r"[ ]?[,;:(=-]?[ ](?:(?:is|as|for|of|on|es|e|de|my|your|his|her|their|the|mi|su|el|meu|seu|o)[ ]){0,3}"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FOUR_DIGITS: Final = re.compile(r"\d(?<!\d\d)\d{3}(?!\d)")


def masked_numbers(reading: Reading) -> Iterator[Sight]:
    """See the shape of a Social Security number with a mask over some digits, four or more of them true."""
    for match in reading.matches(_MASKED):
        true_digits = sum(character.isdigit() for character in match[0])
        if not _TRUE_DIGITS <= true_digits < 9:
            continue
        if _is_a_part(reading, match):
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


def _is_a_part(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a row begins with eight digits and a letter, as parts of machines are numbered."""
    if not _OF_A_PART.fullmatch(match[0]) or reading.labels.mention(Kind.SSN):
        return False
    start, end = match.span()
    before = reading.text[max(start - 1, 0) : start]
    return before in {"", "\n"} and _CELL_AFTER.match(reading.text, end) is not None


def last_four_digits(reading: Reading) -> Iterator[Sight]:
    """See four digits that are called the last of a Social Security number, or stand for it."""
    if not any(map(reading.labels.mention, _SSN_LABELS)):
        return
    patterns = _PARTS if _SPEAKS_OF_PARTS.search(reading.text) else ()
    for match in chain.from_iterable(map(reading.matches, patterns)):
        start, end = match.span()
        is_called_before = reading.labels.before(match.start("digits"), _SSN_LABELS, 60)
        is_form = FORM_NUMBER.match(reading.text, match.start("digits"))
        if is_called_before or (
            not is_form
            and not _is_a_year(reading, match)
            and reading.labels.kind_of(start, end, _SSN_LABELS, before=60, after=40)
        ):
            yield Sight(Kind.SSN, *match.span("digits"), Why.LAST_DIGITS)
    for match in reading.matches(_FOUR_DIGITS):
        label = reading.labels.before(match.start(), _SSN_LABELS, 20)
        called = label and _CALLED_SO.fullmatch(reading.text, label.end, match.end())
        # Without any sign between, "Social Security number 1099 and W-2" is about a form.
        is_called_so = called and not (called["unsigned"] and _is_form_or_amount(reading, match))
        is_in_column = reading.labels.column_kind(match.start(), _SSN_LABELS) and not _YEAR.fullmatch(
            match[0]
        )
        if is_called_so or is_in_column:
            yield Sight(Kind.SSN, *match.span(), Why.LAST_DIGITS)


def _is_form_or_amount(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether four digits without a sign before them name a form, or what Social Security paid."""
    start, end = match.span()
    if reading.text.endswith("ssn ", 0, start) and _STANDS_ALONE.match(reading.text, end):
        return False
    is_bare = reading.text.endswith(("security ", "social "), 0, start)
    return bool(
        FORM_NUMBER.match(reading.text, start) or (is_bare and _AMOUNT_GOES_ON.match(reading.text, end))
    )


def _is_a_year(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether something ended in a year, and no number does: "2012, my SSN" is none."""
    if not _ENDED_IN_A_YEAR.fullmatch(match[0]):
        return False
    label = reading.labels.after(match.end(), _SSN_LABELS, 40)
    return label is None or not _IS_CALLED_SO.fullmatch(reading.text, match.end(), label.start)
