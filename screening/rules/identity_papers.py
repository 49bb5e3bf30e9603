"""Driver's licences and passports: their numbers differ by state and country, so the words decide."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.groups import (
    DATE_OR_YEARS,
    DAY_IN_EIGHT_DIGITS,
    DECIMAL,
    JOINT,
    NAMED_DIRECTLY,
    NEXT_SENTENCE,
    RIGHT_ONE,
    RIGHT_ONE_REACH,
)
from screening.rules.kin import A_RELATIVE
from screening.sights import Sight
from screening.verdicts import Kind, Why

_PAPER_LABELS: Final = frozenset({Kind.DRIVERS_LICENCE, Kind.PASSPORT})
_COMPETING_LABELS: Final = frozenset(set(Kind))
# "My licence, as the card has it": what is shorter than the number of any card is none.
_OTHERS_THAN_CARDS: Final = _COMPETING_LABELS - {Kind.PAYMENT_CARD}
_FEWEST_DIGITS_OF_A_CARD: Final = 12
_NUMBERED_WITH_LETTERS: Final = frozenset(
    {Kind.DRIVERS_LICENCE, Kind.BANK_ACCOUNT, Kind.TAX_ACCOUNT, Kind.IBAN}
)


# Letters and digits in up to five groups, as "S12345678", "H123-4567-8901", "12 345 678", "WDL1AB2C3D"
# or "CA-DL-1234567".
def _numbers(joint: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?<![a-z\d$./-])(?!(?<=[a-z]')s[ ])
        (?:(?!(?:is|be|no|nr|id|of|e|y|es|el|em|de|do|my|on|to|at|in|ma|dl|pp)[-_ ./])
            [a-z]{{1,2}}(?:{joint}\n?|\n-)
          |(?:[a-z]{{2,3}}-)?[a-z]{{1,6}}+-?)?
        \d[a-z\d]{{0,18}}+ (?:(?:{joint}|\n-?)(?=[a-z]{{0,3}}\d)[a-z\d]{{1,8}}+){{0,4}}(?:-[a-z](?![a-z\d]))?
        (?![a-z\d]|/(?![a-z]{{2}}(?![a-z])))
        """,
        re.VERBOSE,
    )


_NUMBER: Final = _numbers(rf"(?:{JOINT}|[./])")
_WITHOUT_DOTS_OR_SLASHES: Final = _numbers(JOINT)
_FIRST_GROUP: Final = re.compile(r"(?:[a-z]{1,2}[- ]|(?:[a-z]{2}-)?[a-z]{1,6}+-?)?\d[a-z\d]{0,18}+")
_BY_DOTS_OR_SLASHES: Final = re.compile(r"[./]")
# Mostly letters, or with the stars of the state of Washington: "JJHCJX451MC", "AA1B2**9ABA7".
_LETTERED: Final = re.compile(
    r"(?<![\w*])(?=[a-z*]*+\d)(?=[\d*]*+[a-z])(?=(?:[a-z*]*+\d){2})[a-z\d*]{7,18}(?![\w*])"
)
_CALLED_SO: Final = re.compile(
    r"[ .]{0,40}|[^a-z\d]{0,6}(?:(?:number|num|no|nr|numero)[^a-z\d]{1,6})?"
    r"|[^\n.;?!]{0,40}(?:[:#=]|(?<![a-z])(?:is|was|es|e))[ \"]{0,2}"
)
# Telephones, zip codes, and the hour of a day.
_OTHER_NUMBER: Final = re.compile(r"1?[- ]?\d{3}[- ]\d{3}[- ]\d{4}|0\d{4}-\d{4}|(?:19|20)\d\d-\d\d-\d\dt\d\d")
# "Athol, MA 01331-1234", also where the state is not in New England.
_LONG_ZIP: Final = re.compile(r"[a-z]{2} \d{5}-\d{4}")
_TOWN_BEFORE: Final = re.compile(r"[A-Z][a-z]{2,15}, \Z")
_REACH_OF_A_TOWN: Final = 20
_CALLED_A_FORM: Final = re.compile(r"(?<![a-z])(?:form|code|section|page|room|formulario|codigo) $")
_MOST_DIGITS_OF_A_FORM: Final = 5
# Licences of shops, trades, programs and dogs.
_OTHER_LICENCE: Final = re.compile(
    r"(?<![a-z])(?:liquor|alcohol|business|trade|professional|cpa|broker|real estate|nurs(?:e|ing)|medical"
    r"|marriage|tax|meals|dog|fishing|hunting|software|product|site|vendor|contractor|electrical|electrician|plumbing"
    r"|plumber|barber|cosmetology|teaching|teacher|victualler|tobacco|cigarette|lottery|gaming|firearms?"
    r"|radio|kennel|vending|massage|funeral|microsoft|windows|adobe|oracle)(?:'?s)? $"
    r"|(?<![a-z])(?:reporter|inspector|engineer|pilot|architect|notary|dentist|pharmacist|appraiser)'s $"
)
_REACH_OF_A_TRADE: Final = 20
# As Massachusetts writes them; the shape is rare enough to need only a weak word near. Officers call it an
# "S number".
_OF_MASSACHUSETTS: Final = re.compile(
    r"s(?<![a-z\d-]s)(?:a\d{7}|\d{8})(?![a-z\d-])|(?<![a-z\d-])nhl\d{8}(?![a-z\d-])"
)
_WEAK_WORD: Final = re.compile(
    r"(?<![a-z])(?:ids?|identi[a-z]+|licen[cs][a-z]*|lic|permi[a-z]*|driv[a-z]+|rmv|massachusetts|carteira"
    r"|carta|habilitacao|motorista|conducir|conducao|s[ -]?num(?:ber)?)(?![a-z])"
)
_WEAK_REACH: Final = 140
# A letter and seven to fourteen digits, in one piece or in groups, as many other states write them; and two
# letters and six digits, which a word before has to call so.
_OF_A_STATE: Final = re.compile(
    r"[a-z](?<![a-z\d-][a-z])(?<!l(?=\d{10}(?!\d)))"
    r"(?:\d{7,14}|-\d{3}(?:-\d{3}){3}"
    r"|\d{3,4}(?P<joint>[ -])\d{4,5}(?P=joint)\d{4,5}(?:(?P=joint)\d)?)(?![a-z\d-])"
)
_OF_OHIO: Final = re.compile(r"[a-z](?<![a-z\d-][a-z])[a-z]\d{6}(?![a-z\d-])")
# Where it is spoken of, and not only that somebody drives or licenses something.
_OF_DRIVERS: Final = re.compile(
    r"(?<![a-z])(?:licen[cs]es?(?! (?:plates?|renewal|fees?|key|agreement|to (?!drive)"
    r"|for (?:your|the|an?) ))|licencia de (?:conducir|manejar)"
    r"|permiso:|driver'?s? (?:licen[cs]es?|id|lic))(?![a-z])"
)
_OF_DRIVERS_REACH: Final = 60
# What else a number of a letter and digits is, right before it, in words that labels do not have.
_OF_ANOTHER_THING: Final = re.compile(
    r"(?<![a-z])(?:appointment|thread|codes?|forms?|bills?|publications?|agreement|requests?|route|expediente|caso"
    r"|docket|model|serial|parts?|venta|locker|window|batch|file|upload|turno|restaurant|shop)"
    r"(?: (?:is|was|no\.?|number|es|e))?[ ,:#]{1,2}\Z"
)
_REACH_OF_A_THING: Final = 25
# "T20240115": a day.
_LETTER_AND_DAY: Final = re.compile(r"[a-z]20\d\d(?:0[1-9]|1[012])(?:0[1-9]|[12]\d|3[01])")
# As passports are numbered here, in Latin America and in India; elsewhere in the text they have
# to be spoken of.
_OF_A_PASSPORT: Final = re.compile(
    r"[a-z](?<![a-z\d-][a-z])(?:\d{7,8}|[a-z]\d{6,7}|[a-z]{2}\d{6})(?![a-z\d-])"
)
_PASSPORT_LABELS: Final = frozenset({Kind.PASSPORT})
_LICENCE_LABELS: Final = frozenset({Kind.DRIVERS_LICENCE})
# A number of their shape goes with a paper that was named so many characters before, or is a little later.
_SHAPED_REACH: Final = 150
_SHAPED_REACH_AFTER: Final = 80
# "In case you cannot read it, the number is", "The book is number": of the paper that was spoken of.
_THE_NUMBER_IS: Final = re.compile(
    r"(?<![a-z])(?:(?:the|its?|her|his|my|their) (?:number|no\.?)(?: on it)?(?: is|'s| was|:)|it(?:'s| is)"
    r"|(?<=[.;]\s)(?P<bare>(?:number|no\.?|numero)(?: is|:)?)"
    r"|(?:el|o|su|mi|meu|seu) numero (?:es|e|era)"
    rf"|(?:her|his|my|our) {A_RELATIVE}(?:'s)? (?:one )?is"
    r"|(?:the|her|his|my) [a-z]{2,12} one(?: [^.;\d\n]{1,45})?:"
    r"|(?:the|her|his|my) (?P<book>book|passport) (?:is|has|says)(?: the)?(?: number| no\.?)?)[ :]{1,2}$"
)
_FEWEST_DIGITS: Final = 5
_FEWEST_DIGITS_OF_A_BARE_ONE: Final = 7
_MOST_DIGITS: Final = 16


def massachusetts_licences(reading: Reading) -> Iterator[Sight]:
    """See S and eight digits, SA and seven, or NHL and eight, where a word near speaks of such a paper."""
    for match in reading.matches(_OF_MASSACHUSETTS):
        start, end = match.span()
        if reading.labels.before(start, _LICENCE_LABELS, _SHAPED_REACH) or _WEAK_WORD.search(
            reading.text, max(start - _WEAK_REACH, 0), end + _WEAK_REACH
        ):
            yield Sight(Kind.DRIVERS_LICENCE, start, end, Why.WORDS)


def shaped_licences(reading: Reading) -> Iterator[Sight]:
    """See a letter and seven to fourteen digits where a licence is spoken of, if not called otherwise.

    Those of Maryland have four groups of three. What begins with L and has ten digits is a letter of the
    Massachusetts revenue department. Two letters and six digits, as in Ohio, need a licence to be the last
    that was named.
    """
    for match in reading.matches(_OF_A_STATE):
        start, end = match.span()
        is_of_one = reading.labels.before(start, _LICENCE_LABELS, _SHAPED_REACH) or _speaks_of_a_licence(
            reading, start, end
        )
        if not is_of_one or reading.labels.is_called_otherwise(start) or _LETTER_AND_DAY.fullmatch(match[0]):
            continue
        if _is_for_something_else(reading, start) or is_of_another_thing(reading, start):
            continue
        label = reading.labels.before(start, _OTHERS_THAN_CARDS - _LICENCE_LABELS, _OF_DRIVERS_REACH)
        if not label or not NAMED_DIRECTLY.fullmatch(reading.text, label.end, start):
            yield Sight(Kind.DRIVERS_LICENCE, start, end, Why.WORDS)
    for match in reading.matches(_OF_OHIO) if reading.labels.mention(Kind.DRIVERS_LICENCE) else ():
        nearest = reading.labels.nearest_before(match.start(), _SHAPED_REACH)
        is_of_one = nearest is not None and nearest.kind is Kind.DRIVERS_LICENCE
        if is_of_one and not is_of_another_thing(reading, match.start()):
            yield Sight(Kind.DRIVERS_LICENCE, *match.span(), Why.WORDS)


def _speaks_of_a_licence(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a licence is spoken of beside a number that is not one of a shop or a trade."""
    spoken = _OF_DRIVERS.search(reading.text, max(start - _OF_DRIVERS_REACH, 0), end + _OF_DRIVERS_REACH)
    return spoken is not None and not is_of_a_trade(reading, spoken.start())


def is_of_a_trade(reading: Reading, start: int) -> bool:
    """Tell whether the words right before a licence, which begins at `start`, say it is none to drive."""
    return _OTHER_LICENCE.search(reading.text, max(start - _REACH_OF_A_TRADE, 0), start) is not None


def is_of_another_thing(reading: Reading, start: int) -> bool:
    """Tell whether a word shortly before a number says of what else it is."""
    return _OF_ANOTHER_THING.search(reading.text, max(start - _REACH_OF_A_THING, 0), start) is not None


def shaped_passports(reading: Reading) -> Iterator[Sight]:
    """See a letter and seven or eight digits, or two and six or seven, where a passport is spoken of.

    Not where another word right before calls them otherwise.
    """
    if not reading.labels.mention(Kind.PASSPORT):
        return
    for match in reading.matches(_OF_A_PASSPORT):
        start = match.start()
        is_of_one = reading.labels.before(start, _PASSPORT_LABELS, _SHAPED_REACH) or reading.labels.after(
            match.end(), _PASSPORT_LABELS, _SHAPED_REACH_AFTER
        )
        if not is_of_one or reading.labels.is_called_otherwise(start):
            continue
        # "Card no. C33550163": neither a payment card nor a taxpayer is numbered with letters.
        label = reading.labels.before(start, _NUMBERED_WITH_LETTERS, _SHAPED_REACH)
        if not label or not NAMED_DIRECTLY.fullmatch(reading.text, label.end, start):
            yield Sight(Kind.PASSPORT, *match.span(), Why.WORDS)


def identity_papers(reading: Reading) -> Iterator[Sight]:
    """See five to sixteen digits, letters among them, after the name of a paper or shortly before it."""
    if not any(map(reading.labels.mention, _PAPER_LABELS)):
        return
    for found in reading.matches(_NUMBER):
        match = _part_that_is_meant(reading, found)
        if match is None:
            continue
        corrected = _paper_that_is_corrected(reading, match)
        competing = _COMPETING_LABELS if _is_as_long_as_a_card(match) else _OTHERS_THAN_CARDS
        kind = corrected or reading.labels.kind_of(*match.span(), competing, before=45, after=20)
        if kind not in _PAPER_LABELS or _is_another_number(reading, match):
            continue
        if not corrected and not _is_in_one_sentence(reading, match.start(), match.end(), kind):
            continue
        if _is_for_something_else(reading, match.start()):
            continue
        if sum(map(str.isdigit, match[0])) > _MOST_DIGITS:
            # Another number stands right behind it.
            match = _FIRST_GROUP.match(reading.text, match.start()) or match
        if match and sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS:
            yield Sight(kind, *match.span(), Why.WORDS)
    for match in reading.matches(_LETTERED):
        if kind := reading.labels.column_kind(match.start(), _PAPER_LABELS):
            yield Sight(kind, *match.span(), Why.WORDS)
            continue
        label = reading.labels.before(match.start(), _PAPER_LABELS, 45)
        if not label or not label.kind or _is_for_something_else(reading, match.start()):
            continue
        if _CALLED_SO.fullmatch(reading.text, label.end, match.start()):
            yield Sight(label.kind, *match.span(), Why.WORDS)


def _is_as_long_as_a_card(match: re.Match[str]) -> bool:
    return sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS_OF_A_CARD


def _part_that_is_meant(reading: Reading, match: re.Match[str]) -> re.Match[str] | None:
    """Give a number with dots or slashes only where it is called that of a paper directly before; elsewhere
    what stands before them, as a date of issue may stand behind it.
    """
    if not _BY_DOTS_OR_SLASHES.search(match[0]):
        return match
    label = reading.labels.before(match.start(), _PAPER_LABELS, 45)
    if label and NAMED_DIRECTLY.fullmatch(reading.text, label.end, match.start()):
        return match
    return _WITHOUT_DOTS_OR_SLASHES.match(reading.text, match.start())


def _is_another_number(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a number is a date, an amount, a telephone or a form."""
    if any(other.fullmatch(match[0]) for other in (_OTHER_NUMBER, DATE_OR_YEARS, DECIMAL)):
        return True
    before = max(match.start() - _REACH_OF_A_TOWN, 0)
    if _LONG_ZIP.fullmatch(match[0]) and _TOWN_BEFORE.search(reading.cased, before, match.start()):
        return True
    is_short = sum(map(str.isdigit, match[0])) <= _MOST_DIGITS_OF_A_FORM
    called = _CALLED_A_FORM.search(reading.text, max(match.start() - 15, 0), match.start())
    return is_short and called is not None


def _is_for_something_else(reading: Reading, start: int) -> bool:
    """Tell whether the licence before a number is not one to drive."""
    label = reading.labels.before(start, _PAPER_LABELS, 45)
    return label is not None and is_of_a_trade(reading, label.start)


def _paper_that_is_corrected(reading: Reading, match: re.Match[str]) -> Kind | None:
    """Tell which paper, named in the sentence before, this is the number of; "use 20250101" says a day."""
    start = match.start()
    before = max(start - 40, 0)
    is_right_one = RIGHT_ONE.search(reading.text, before, start) and not DAY_IN_EIGHT_DIGITS.fullmatch(
        match[0]
    )
    number_is = _THE_NUMBER_IS.search(reading.text, before, start)
    if not is_right_one and not number_is:
        return None
    # "Number 24680 is called next."
    if number_is and number_is["bare"] and sum(map(str.isdigit, match[0])) < _FEWEST_DIGITS_OF_A_BARE_ONE:
        return None
    # No other paper is a book.
    kinds = _PASSPORT_LABELS if number_is and number_is["book"] else _COMPETING_LABELS
    label = reading.labels.before(start, kinds, RIGHT_ONE_REACH)
    return label.kind if label and label.kind in _PAPER_LABELS else None


def _is_in_one_sentence(reading: Reading, start: int, end: int, kind: Kind) -> bool:
    """Tell whether no sentence ends between a number and the word that calls it so."""
    kinds = frozenset({kind})
    if label := reading.labels.before(start, kinds, 45):
        return not NEXT_SENTENCE.search(reading.cased, label.end, end)
    if label := reading.labels.after(end, kinds, 20):
        return not NEXT_SENTENCE.search(reading.cased, end, label.end)
    return True
