"""Full dates of long ago of which nothing at all is said: in letters about taxes they are days of birth.

What else lies twenty years back is told with what happened on it, or with the law, the paper or the period
that has it for its date.
"""

import re
from itertools import chain
from typing import Final

from screening.readings import Reading
from screening.rules.days import Day
from screening.rules.happenings import happenings, says_since_when
from screening.rules.kin import THING_OF_SOMEBODY
from screening.rules.rows import DELIMITERS, Rows
from screening.rules.surroundings import ACCENTED_LETTER, BEFORE, is_any_between, sentence_around
from screening.rules.writing import whole_words

# Ages in years: whoever is younger is told of with a word for a child.
_GROWN_UP: Final = range(17, 111)

# What has a day for its date, or is known by it.
_HAS_A_DATE: Final = whole_words(
    r"""
    laws? | acts? | statutes? | stat | pub | public law | chapters? | ch | sections? | sec | cmr | usc | cfr
    regulations? | regs? | rulings? | rul | directives? | tirs? | lrs? | guidelines? | bulletins? | opinions?
    limite | plazos? | prazos? | vencimi?ento
    memorand(?:um | a) | ordinances? | proclamations? | orders? | circulars? | codes? | forms? | letters?
    periods? | quarters? | qtrs? | qe | fye | fy | years? | yr | months? | ending | terms?
    vol | volumes? | pp? | pages? | lines? | no\. | issues? | eds? | magazine | newspaper | globe | herald
    times | gazette | archives? | exhibits? | photos? | photographs? | pictures? | snapshots? | slides?
    films? | reels? | tapes? | records? | albums? | songs? | concerts? | games? | series | episodes?
    museum | catalog(?:ue)? | postcards? | maps? | plans? | plats? | books? | bk | deeds? | certificates?
    cert | titles? | registry | surveys? | lots? | seats? | versions? | v | build | release | firmware
    models? | made | mfg | serial | warranty | vin | combo | inception | basis | shares | founding
    established | since | opening | closing | anniversary | reunion | war | battle | storm | blizzard
    hurricane | flood | earthquake | eclipse | landing | assassination | gifts? | accessions?
    fig(?:ure)?s? | frames? | roof | odometer | fires? | outage | brochures? | tours? | manual | rev
    effect | laid | fell | taught | chronicle | journal | tribune | occupancy | advisor(?:y | ies)
    tombstone | gravestone | holiday | questions? | entry | am | pm | withdrawn | rebound | entries
    interest | rates? | prices? | index | dow | nasdaq | values? | appraisals? | inspections? | marriages?
    excise | withholding | returns | sls | wth | balance | liability | postmark | envelope | printed | history
    llc | inc | corp | merger | ipo | nexus | survivor | revival | vesting | maturity | lookback | carryover
    vote | board | commissioner | governor | foreclosure | layoff | injury | theft | onset | town | meals
    cerro | aberta | abierta | embargo | gravamen | herencia | empresa | imovel | negocio | falencia
    whoever | those | anyone | calls? | contact | notices?
    leyes | decretos? | reglamentos? | periodos? | trimestres? | ano | anos | meses | libros? | fotos?
    portarias? | livros? | titulos? | escrituras? | mapas? | matrimonios?
    """
)
# "20 x 47", "Sept 8, 85 nights": where nothing calls it a day, one looks like it.
_IS_WHOLE: Final = re.compile(
    r"(?:18|19|20)\d\d|(?P<sign>[-/.])\d\d?(?P=sign)\d\d\Z|[a-z]\d\d\Z|nineteen|mil nove"
)
# Days on which periods begin and end, and returns are due: births on them need somebody beside them.
_OF_A_PERIOD: Final = re.compile(
    r"(?:0?3[-/.]31|0?[69][-/.]30|12[-/.]31|31[-/.](?:0?3|12)|30[-/.]0?[69]|0?4[-/.]15|\d\d?[-/.]0?1)[-/.]\d+"
    r"|\d{4}-(?:03-31|06-30|09-30|12-31|04-15|\d\d-01)"
    r"|(?:mar|dec)[a-z]*\.? 31,? \d+|(?:jun|sep)[a-z]*\.? 30,? \d+|apr[a-z]*\.? 15,? \d+"
    r"|[a-z]{3,9}\.? 1(?:st)?,? \d+"
)
# "3/3/2004 $12,000"; "October 1, 2002 - November 30, 2002".
_MONEY_BEHIND: Final = re.compile(r"[ ]{1,3}(?:\$|\d[\d,]*\.\d\d(?!\d)|\d+(?:\.\d+)?%)")
_ENDS_A_RANGE: Final = re.compile(r"\d[ ]?(?:-|\u2013|to|through|thru|al?|hasta|ate)[ ]?\Z")
_HEADS_A_LETTER: Final = re.compile(
    r"(?:\A|\n)[ ]*(?:(?:date|sent|printed|posted|fecha|data|enviado)[ ]?:[ ]*)?\Z"
)
_LETTER_FOLLOWS: Final = re.compile(r"[ ]*(?:\n\s*(?:dear|re:|to:|subject|estimad|prezad)|\s*\Z)")
_REACH_OF_A_LABEL: Final = 40
# "Rev.", "Figure 12."
_SHORT: Final = 14


def nothing_else_is_said_of(reading: Reading, rows: Rows, day: Day) -> bool:
    """Tell whether somebody grown up may have been born on a full date, and nothing else is said of it.

    rows: of this reading.
    """
    if day.years_ago not in _GROWN_UP or not _IS_WHOLE.search(reading.text, day.start, day.end):
        return False
    label = reading.labels.nearest_before(day.start, _REACH_OF_A_LABEL)
    if label is not None and label.kind is None:
        return False
    if _OF_A_PERIOD.fullmatch(reading.text, day.start, day.end) or _is_no_day_of_anybody(reading, day):
        return False
    start, end = sentence_around(reading, day.start, day.end)
    if says_since_when(reading, day, start) or _is_in_a_table(reading, rows, day.start, day.end):
        return False
    if not reading.text.isascii() and ACCENTED_LETTER.search(reading.text, start, end):
        return False
    said = reading.once(_what_else_is_said)
    return not said or not is_any_between(said, _told_from(reading, start), end)


def _is_no_day_of_anybody(reading: Reading, day: Day) -> bool:
    """Tell whether a day heads a letter, stands alone, ends a range, or has an amount behind it."""
    before = max(day.start - _REACH_OF_A_LABEL, 0)
    if _MONEY_BEHIND.match(reading.text, day.end) or _ENDS_A_RANGE.search(reading.text, before, day.start):
        return True
    heads = _HEADS_A_LETTER.search(reading.text, before, day.start)
    is_said_to_be = heads is not None and heads[0].strip() != ""
    return heads is not None and (is_said_to_be or _LETTER_FOLLOWS.match(reading.text, day.end) is not None)


def _what_else_is_said(reading: Reading) -> list[int]:
    """List where a text says that something happened, or names what has a date, or is somebody's thing."""
    named = chain(reading.matches(_HAS_A_DATE), reading.matches(THING_OF_SOMEBODY))
    return sorted(chain(reading.once(happenings), (match.start() for match in named)))


def _told_from(reading: Reading, start: int) -> int:
    """Tell where that begins which a sentence from `start` goes on with: no semicolon ends it, nor "Rev."."""
    first = max(start - BEFORE, 0)
    for _ in range(3):
        stop = max(reading.text.rfind(mark, first, start) for mark in (". ", "\n"))
        if start - stop > _SHORT:
            break
        start = max(stop, first)
    return max(stop + 1, first)


def _is_in_a_table(reading: Reading, rows: Rows, start: int, end: int) -> bool:
    """Tell whether a head stands over a day, or its row says what happened: they say what is a birth, too."""
    before, after = reading.text[max(start - 3, 0) : start], reading.text[end : end + 3]
    beside = {before.rstrip(" ")[-1:], after.lstrip(" ")[:1]} & DELIMITERS
    if not beside:
        return False
    row = rows.around(start, end)
    return row.says_what_happened or any(map(row.is_under_a_head, beside))
