"""Days of birth that no words call so: whose day it is, how long ago, and that nothing else happened on it.

A full date of long ago is seldom anything else in what people write to a tax agency than the birth of
whoever the sentence is about, unless it says what happened on the day: that somebody was hired, married,
died, bought or signed. What happened is heard by how a word ends, and by a list of those that end otherwise.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Final

from screening.readings import Reading
from screening.rules.births import births_told
from screening.rules.days import Day, days_gone
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.happenings import happenings, says_what_happened
from screening.rules.kin import A_RELATIVE, ADULTS, CHILDREN, THING_OF_SOMEBODY
from screening.rules.listed_births import days_in_rows
from screening.rules.names import NO_NAME
from screening.rules.rows import Rows, rows_of
from screening.rules.surroundings import ACCENTED_LETTER, AFTER, BEFORE, is_any_between, sentence_around
from screening.rules.uncalled_days import nothing_else_is_said_of
from screening.rules.writing import whole_words, word_set
from screening.sights import Sight
from screening.verdicts import Kind, Why

# Ages in years. Nobody tells of an appointment of two years ago; of whom one can claim, some are grown up.
_GROWN_UP: Final = range(17, 111)
_DEPENDENT: Final = range(2, 25)
# A text may be a year old, and whoever has a birthday later in the year is younger by one.
_YEARS_OFF: Final = 2
_YEARS_OF_NOTES: Final = 10

_MAY_BE_A_DAY: Final = re.compile(
    r"(?:19|20)\d\d(?!\d)|\d[-/]\d\d(?!\d)|nineteen|two thousand|mil nove|do[si]s? mil"
)
_PEOPLE: Final = (
    CHILDREN
    | ADULTS
    | word_set(
        "mine hers he she him her both yo ella mia mio ambos ele ela eu minha meu dele dela self tp sp"
    )
)

_WORD: Final = re.compile("[a-z]+")

# Between a child and a day stands who it is, and that it is so.
_SAYS_WHO: Final = _PEOPLE | word_set(
    """
    is was are were s it its on of the and my our his her their your both all named old older oldest
    young younger youngest first second third middle i claim one other little big in order respectively
    es son eran era fue de del el la los las y mi mis su sus nuestro nuestra mayor menor grande grandes chico
    chica que se llama un una
    e sao do da dos das o a os as em meu minha meus minhas seu sua nosso nossa mais velho velha novo nova
    chama
    """
)

# Behind the day of a child no more is said of it: "Kids: Emma 5/11/2024 soccer".
_IS_ALL: Final = re.compile(r"[ )\"']{0,3}(?:[.,;:!?\n-]|\Z|(?:and|y|e|for|para)(?![a-z]))")

# Who is how old, or what proves it, in the sentence before.
_OF_AN_AGE: Final = whole_words(
    r"""
    (?:my | his | her | their | your | our | whose | wife's | husband's | son's | daughter's | child's) ages?
    how old (?:i am | he is | she is | they are | you are | is (?:he | she) | are (?:they | you))
    birth ?days? | birth certificates? | births?
    baptis[a-z]+ | bautis[a-z]+ | batis[a-z]+
    edad(?:es)? | idades? | cuantos anos | quantos anos
    (?:acta | partida) de nacimiento | certidao | certidoes
    """
)

# In its own sentence, labels tell whose: "born before 1959" is nobody's.
_OF_A_BIRTH: Final = whole_words(r"born | naci[a-z]* | nasc[a-z]+")
_REACH_OF_SPEECH: Final = 200

# "The date of my twins", "la fecha del nene": whatever else is said.
_DAY_OF: Final = re.compile(
    r"(?<![a-z])(?:dates?|days?|fechas?|data|dia)[ ](?:of|for|del?|d[ao]s?)[ ]"
    rf"(?:(?:the|my|our|his|her|your|el|la|mi|su|meu|minha|nosso|nossa)[ ])?{A_RELATIVE}[^a-z\d]{{1,4}}\Z"
)
_REACH_OF_A_NAME: Final = 50
# "\u00c9l es de": without its accent, the word before any noun.
_HE_IS: Final = "el (?:es | era)(?= )"
_SOMEBODY: Final = whole_words(" | ".join((*sorted(_PEOPLE), _HE_IS)))
_A_CHILD: Final = whole_words(" | ".join(sorted(CHILDREN)))

# "I am 17 (3/7/2009)", "tenho 17 anos, 7/3/2009"; as doctors write, "patient 71M (1/5/1952)".
_SAYS_AN_AGE: Final = re.compile(
    r"(?:(?<![a-z])(?:am|'m|is|'s|are|was|age|aged|turned|tenho|tem|tengo|tiene)[ ](?P<age>\d{1,3})"
    r"|(?:(?<=hpi: )|(?<=patient )|(?<=pt ))(?P<seen>\d{1,3})[ ]?(?:yo?[ ]?)?[mf](?=[ ]?[,(])"
    r"|(?<![\w$.,/-])(?P<years>\d{1,3})[ -](?:years?(?:[ -]old)?|yrs?(?:[ -]old)?|yo|y/o|anos))"
    r"(?:[ ](?:years?(?: old)?|yrs?(?: old)?|yo|anos))?[ ]?[,(:-][ ]?\Z"
)
_REACH_OF_AN_AGE: Final = 30

# One line for each of a household: "self  04/02/1979", "- child 2 (Bo): 3/28/2016, M".
_LINE_OF_ONE: Final = re.compile(
    r"[ \t>*-]{0,8}(?:\d[.)][ ])?(?:[Mm](?:y|i|eu|inha) )?(?P<who>[A-Za-z]{2,14})(?:[ ]?#?\d)?"
    r"(?:[ \t,:;|(.-]{1,12}[A-Z][\w'-]{1,20}\)?){0,3}[ \t,:;|=(.-]{1,40}"
)
_LINE_ENDS: Final = re.compile(
    r"[ \t,;|()]{0,4}(?:(?:[mf]|(?:fe)?male|age \d{1,2}|\d{1,2})[ \t)]{0,4})?(?=\n|\Z)"
)
# "Me: Ana Example, 9/14/1999."
_NAMED_BEHIND: Final = re.compile(
    r"(?<![A-Za-z])(?P<who>[A-Za-z]{2,14})[ ]?:[ ]"
    r"(?P<name>(?:[A-Z][\w'-]{1,20} ){1,2}[A-Z][\w'-]{1,20})[ ]?[,(][ ]?\Z"
)
_CLAUSE_OF_ONE_ENDS: Final = re.compile(r"[ )]{0,2}(?:[.;,\n]|\Z)")
_ON_A_LIST: Final = CHILDREN | ADULTS | word_set("self me taxpayer tp sp yo eu applicant titular")
_LONGEST_LINE: Final = 80

# "Example, Ana, F, 5/16/1973": a cell with a sex beside the day.
_SEX_BEFORE: Final = re.compile(r"(?P<delimiter>[,;|\t])[ ]?[\"']?[MF][\"']?[ ]?[,;|\t][ ]?[\"']?\Z")
_SEX_AFTER: Final = re.compile(r"[\"']?[ ]?(?P<delimiter>[,;|\t])[ ]?[\"']?[MF][\"']?(?=[ ]?[,;|\t\n]|\Z)")
_SEX_REACH: Final = 8

# Of two days that differ by a slip, one corrects the other.
_CORRECTS: Final = whole_words(
    r"""
    but | real | right | correct | wrong | mistake | typo | typed | swapped | transposed | backwards
    should (?:be | say | read | have been) | actual | actually | instead | not | says? | shows?
    verdad | correct[oa] | equivocad[oa] | mal | dice | correto | correta | errad[oa] | certo | certa | diz
    """
)
_CORRECTION_REACH: Final = 120
_PARTS: Final = re.compile(r"\d+|[a-z]{3,}")


def births_of_people(reading: Reading) -> Iterator[Sight]:
    """See days on which somebody was born: by whose they are, or since nothing else is said of them."""
    if not _MAY_BE_A_DAY.search(reading.text):
        return
    days = list(days_gone(reading))
    in_rows = (place for place, is_somebodys in reading.once(days_in_rows).items() if is_somebodys)
    told = {*reading.once(births_told), *in_rows}
    said = _Said(reading)
    rows = reading.once(rows_of)
    found = {
        day
        for day in days
        if (day.start, day.end) not in told
        and (nothing_else_is_said_of(reading, rows, day) or _says_whose(reading, said, rows, day))
    }
    found.update(_corrected(reading, days, found))
    for day in sorted(found):
        yield Sight(Kind.DATE_OF_BIRTH, day.start, day.end, Why.WORDS)


def _says_whose(reading: Reading, said: "_Said", rows: Rows, day: Day) -> bool:
    """Tell whether a text says whose day of birth a day is."""
    return (
        _is_on_a_line_of_one(reading, day)
        or _is_in_a_clause_of_one(reading, day)
        or _is_beside_a_sex(reading, rows, day)
        or _is_beside_an_age(reading, day)
        or _is_of_somebody(reading, said, day)
    )


class _Said:
    """Hold where a text speaks of people: they are looked for once, however many days there are.

    Whose the thing is of which a text speaks is none of its people.
    """

    def __init__(self, reading: Reading) -> None:
        """Look for nothing yet."""
        self._reading = reading

    @cached_property
    def people(self) -> list[int]:
        """Tell where they are named."""
        return self._outside_things(self._starts(_SOMEBODY))

    @cached_property
    def children(self) -> list[int]:
        """Tell where those are named whom somebody may claim."""
        return self._outside_things(self._starts(_A_CHILD))

    @cached_property
    def ages(self) -> list[int]:
        """Tell where somebody's age is spoken of."""
        return self._starts(_OF_AN_AGE)

    @cached_property
    def births(self) -> list[int]:
        """Tell where a birth is spoken of."""
        return self._starts(_OF_A_BIRTH)

    def _starts(self, pattern: re.Pattern[str]) -> list[int]:
        return [each.start() for each in self._reading.matches(pattern)]

    def _outside_things(self, starts: list[int]) -> list[int]:
        if not starts:
            return starts
        ends = [0, *(end for _, end in self._things)]
        begins = [-1, *(start for start, _ in self._things)]
        return [start for start in starts if ends[bisect_right(begins, start) - 1] <= start]

    @cached_property
    def _things(self) -> list[tuple[int, int]]:
        return [each.span() for each in self._reading.matches(THING_OF_SOMEBODY)]


def _is_of_somebody(reading: Reading, said: _Said, day: Day) -> bool:
    """Tell whether a sentence in which nothing happens says whose day it is, or the one before whose age."""
    first, last = max(day.start - BEFORE - _REACH_OF_SPEECH, 0), day.end + AFTER
    starts = (said.people, said.children, said.ages, said.births)
    if not any(is_any_between(each, first, last) for each in starts):
        return False
    start, end = sentence_around(reading, day.start, day.end)
    if ACCENTED_LETTER.search(reading.text, start, end):
        return False
    if _DAY_OF.search(reading.text, max(day.start - _REACH_OF_A_NAME, start), day.start):
        return day.years_ago in _GROWN_UP or day.years_ago in _DEPENDENT
    if says_what_happened(reading, day, start, end):
        return False
    spoken_from = max(start - _REACH_OF_SPEECH, 0)
    is_spoken_of = is_any_between(said.ages, spoken_from, end) or is_any_between(
        said.births, spoken_from, start
    )
    if day.years_ago in _GROWN_UP:
        return is_spoken_of or is_any_between(said.people, start, end)
    if is_spoken_of:
        return is_any_between(said.children, spoken_from, end)
    is_of_a_child = is_any_between(said.children, start, end)
    return is_of_a_child and day.years_ago in _DEPENDENT and _is_said_of_a_child(reading, day, start, end)


def _is_said_of_a_child(reading: Reading, day: Day, start: int, end: int) -> bool:
    """Tell whether between a day and the word for a child only given names stand, and words for "is"."""
    if _IS_ALL.match(reading.text, day.end):
        words = [each[0] for each in _WORD.finditer(reading.text, start, day.start)]
        if _leads_to_a_child(reversed(words)):
            return True
    return _leads_to_a_child(each[0] for each in _WORD.finditer(reading.text, day.end, end))


def _leads_to_a_child(words: Iterable[str]) -> bool:
    for word in words:
        if word in CHILDREN:
            return True
        if word not in _SAYS_WHO and word not in GIVEN_NAMES:
            return False
    return False


def _is_beside_an_age(reading: Reading, day: Day) -> bool:
    """Tell whether an age stands right before a day, and is that of whoever was born on it."""
    said = _SAYS_AN_AGE.search(reading.text, max(day.start - _REACH_OF_AN_AGE, 0), day.start)
    if said is None:
        return False
    if said["seen"]:
        # A doctor's note is kept for long.
        return 0 <= day.years_ago - int(said["seen"]) <= _YEARS_OF_NOTES
    return 0 <= day.years_ago - int(said["age"] or said["years"]) <= _YEARS_OFF


def _is_on_a_line_of_one(reading: Reading, day: Day) -> bool:
    """Tell whether a line has nothing but a word for somebody, perhaps a name, and the day."""
    line = reading.text.rfind("\n", max(day.start - _LONGEST_LINE, 0), day.start) + 1
    if not line and day.start > _LONGEST_LINE:
        return False
    who = _LINE_OF_ONE.fullmatch(reading.cased, line, day.start)
    return bool(who and _LINE_ENDS.match(reading.text, day.end) and _may_be_born(who["who"], day))


def _is_in_a_clause_of_one(reading: Reading, day: Day) -> bool:
    """Tell whether a clause has nothing but a word for somebody, a colon, a whole name and the day."""
    who = _NAMED_BEHIND.search(reading.cased, max(day.start - _LONGEST_LINE, 0), day.start)
    if not who or not _CLAUSE_OF_ONE_ENDS.match(reading.text, day.end):
        return False
    return not NO_NAME.search(who["name"].lower()) and _may_be_born(who["who"], day)


def _may_be_born(who: str, day: Day) -> bool:
    """Tell whether somebody who is called so may be as old as the day; whom one claims may be grown up."""
    if who.lower() not in _ON_A_LIST:
        return False
    ages = _DEPENDENT if who.lower() in CHILDREN else _GROWN_UP
    return day.years_ago in ages or (ages is _DEPENDENT and day.years_ago in _GROWN_UP)


def _is_beside_a_sex(reading: Reading, rows: Rows, day: Day) -> bool:
    """Tell whether the cell before or after a day has a sex, in a row of somebody that no head explains."""
    sex = _SEX_BEFORE.search(reading.cased, max(day.start - _SEX_REACH, 0), day.start) or _SEX_AFTER.match(
        reading.cased, day.end
    )
    if not sex:
        return False
    row = rows.around(day.start, day.end)
    return row.has_a_name and not row.is_under_a_head(sex["delimiter"]) and not row.says_what_happened


def _corrected(reading: Reading, days: list[Day], found: set[Day]) -> list[Day]:
    """List pairs of days of grown-ups that have the same digits, where words around say that one is wrong.

    found: those that need not be looked at again.
    """
    corrected: list[Day] = []
    for one, other in pairwise(days):
        if one in found and other in found:
            continue
        if other.start - one.end > _CORRECTION_REACH or not _are_alike(reading, one, other):
            continue
        start, end = max(one.start - AFTER, 0), other.end + AFTER
        if one.years_ago not in _GROWN_UP or is_any_between(reading.once(happenings), start, end):
            continue
        if _CORRECTS.search(reading.text, start, end):
            corrected += one, other
    return corrected


def _are_alike(reading: Reading, one: Day, other: Day) -> bool:
    """Tell whether two dates differ in one of their three parts only, or have the same digits."""
    parts = [_PARTS.findall(reading.text[day.start : day.end]) for day in (one, other)]
    numbers = [{each.lstrip("0")[-2:] for each in found} for found in parts]
    return len(numbers[0] & numbers[1]) > 1 or sorted("".join(parts[0])) == sorted("".join(parts[1]))
