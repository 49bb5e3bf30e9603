"""Dates of birth that words call so."""

import re
from collections.abc import Iterator
from typing import Final

from screening.labels import Label
from screening.readings import Reading
from screening.rules.kin import A_RELATIVE
from screening.sights import Sight
from screening.verdicts import Kind, Why

BIRTH_LABELS: Final = frozenset({Kind.DATE_OF_BIRTH})
# How far before a day its words stand; the second of two days stands behind the first.
_REACH: Final = 60
_REACH_OF_A_LIST: Final = 100

MONTH: Final = (
    "(?:jan(?:uary|eiro)?|ene(?:ro)?|feb(?:ruary|rero)?|fev(?:ereiro)?|mar(?:ch|zo|co)?|apr(?:il)?|abr(?:il)?"
    "|mayo?|maio?|jun(?:e|io|ho)?|jul(?:y|io|ho)?|aug(?:ust)?|ago(?:sto)?|sept?(?:ember|iembre)?"
    "|set(?:embro|iembre)?|oct(?:ober|ubre)?|out(?:ubro)?|nov(?:ember|iembre|embro)?"
    "|dec(?:ember)?|dic(?:iembre)?|dez(?:embro)?)"
)
_YEAR: Final = r"(?:18|19|20)\d\d"
# Days in words: "the third of May", "tres de mayo", "vinte e um de maio".
_DAY_IN_WORDS: Final = (
    r"(?:(?:twenty|thirty|treinta|vinte|trinta)[ -]?(?:y[ ]|e[ ])?)?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
    r"|primero|uno|un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince"
    r"|dieci[a-z]{3,5}|veinte|veinti[a-z]{2,6}|treinta"
    r"|primeiro|um|dois|quatro|sete|oito|nove|dez|onze|doze|treze|quatorze|quinze|deze[a-z]{4,5}|dezoito|vinte|trinta)"
)
# As people say it: "nineteen sixty-one", "mil novecientos sesenta y uno", "mil novecentos e oitenta".
_YEAR_IN_WORDS: Final = (
    r"(?:(?:nineteen|twenty)[ -](?:hundred[ -])?(?:and[ ])?(?:oh[ -])?[a-z]{3,9}"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|two[ ]thousand(?:[ ](?:and[ ])?[a-z]{3,9}(?:[ -][a-z]{3,5})?)?"
    r"|(?:mil[ ]nove(?:cientos|centos)|dos[ ]mil|dois[ ]mil)"
    r"(?:[ ](?:e[ ])?[a-z]{3,12}(?:[ ](?:y|e)[ ][a-z]{2,6})?)?"
    r"|(?:(?<=del[ ])|(?<=[ ]de[ ])|(?<=[ ]do[ ])|(?<=ano[ ]))"
    r"(?:cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|quarenta|cinquenta|sessenta|oitenta)"
    r"(?:[ ](?:y|e)[ ][a-z]{2,6})?)"
)
# A line may end between the words of a date.
_LINE: Final = r"(?:\n[ \t]{0,8}+)"
_OF: Final = rf"(?:(?:[ ,/.-]{{1,3}}+{_LINE}?|{_LINE})(?:(?:of|de|del|do|da)(?:[ ]ano)?(?:[ ]|{_LINE}))?)"
# As registrars write: "a los 12 d\u00edas del mes de marzo de 1972".
_OF_MONTH: Final = "(?:[ ](?:del?|d[oa]|of[ ]the)[ ]m(?:es|onth))"
_IN_DIGITS: Final = rf"""
        {_YEAR}(?:[ ]?(?P<sign>[-/._,~|+\\])[ ]?\d{{1,2}}[ ]?(?P=sign)|[ ]?[-/.][ ]?\d{{1,2}}[ ]?[-/.])
        [ ]?\d{{1,2}}
      | \d{{1,2}}[ ]?(?P<joint>[-/._,~|+\\])[ ]?\d{{1,2}}[ ]?(?P=joint)[ ]?
        (?:{_YEAR}|[12][ ][089][ ]\d[ ]\d|'?\d\d)
      | \d{{1,2}}[ \t]{{1,3}}\d{{1,2}}[ \t]{{1,3}}{_YEAR}
      | \d{{1,2}}[./ -](?:i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})[./ -](?:{_YEAR}|\d\d)
      | (?:0\d|1[012])[0-3]\d{_YEAR} | [0-3]\d(?:0\d|1[012]){_YEAR} | {_YEAR}(?:0\d|1[012])[0-3]\d
    """
_TIME: Final = r"(?:t\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:z|[+-]\d\d:?\d\d)?)?(?![\d%])"
_DATE_IN_DIGITS: Final = re.compile(rf"(?<![\d$])(?:{_IN_DIGITS}){_TIME}", re.VERBOSE)
_DATE: Final = re.compile(
    rf"""
    (?=[\dacdefjmnopqstuv])(?<![\d$])(?:
        {_IN_DIGITS}
      | (?:the[ ])?\d{{1,2}}(?:st|nd|rd|th|o|er|ro)?(?:[ ]d(?:ay|ias?))?{_OF_MONTH}?{_OF}{MONTH}\b{_OF}
        (?:{_YEAR}|{_YEAR_IN_WORDS}|'?\d\d(?!(?:st|nd|rd|th)?{_OF}{_YEAR}))
      | (?<![a-z])(?:the[ ])?{_DAY_IN_WORDS}(?:[ ]d(?:ay|ias?))?{_OF_MONTH}?{_OF}{MONTH}\b{_OF}
        (?:{_YEAR}|{_YEAR_IN_WORDS})
      | (?<![a-z]){MONTH}(?:[ ]|{_LINE})(?:the[ ])?(?:{_DAY_IN_WORDS}|\d{{1,2}}(?:st|nd|rd|th)?){_OF}
        (?:{_YEAR}|{_YEAR_IN_WORDS})
      | \d{{1,2}}{MONTH}(?:{_YEAR}|\d\d)
      | {_YEAR}{_OF}{MONTH}\b{_OF}\d{{1,2}}
      | (?<![a-z]){MONTH}\b[. ,/-]{{0,3}}+{_LINE}?(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)?{_OF}(?:{_YEAR}|'?\d\d)
    ){_TIME}
    """,
    re.VERBOSE,
)
_IS_MONTH: Final = re.compile(MONTH)
WEEKDAYS: Final = (
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    "|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?)"
)
_WEEKDAY: Final = re.compile(rf"(?<![a-z]){WEEKDAYS}[ ]?,?[ ]$")
_WEEKDAY_REACH: Final = 16

# "If you were born before January 2, 1959" is a rule about everybody, and nobody's birthday.
_GENERAL: Final = re.compile(
    r"(?<![a-z])(?:before|after|since|until|between|prior|antes|depois|despues|desde|entre|hasta|ate)(?![a-z])"
    r"[^?!:;]*$"
)
# "The bank's birthday: founded 11/04/1922", but not "DOB established 3/4/1980".
_FOUNDED: Final = re.compile(
    r"(?<![a-z])(?:founded|established|incorporated|fundad[oa]|inaugurad[oa])(?: (?:on|in|el|em))? $"
)
_OF_ONE: Final = re.compile(r"(?<![a-z])(?:i|he|she|was|were|my|his|her|your|their|mi|su|meu|seu)[ ]\Z")
_REACH_OF_ONE: Final = 8
_IS_ANYBODYS: Final = re.compile(r"b ?day|b?irthday|birth|born|aniversario|nacid[oa]s?|nascid[oa]s?")
# Whoever was born and "died on May 20, 2000" has another birthday. "DOB (married): 1/2/1980" is one.
_WAS_BORN: Final = re.compile(r"born|naci(?:d[oa]s?|o)?|nasc(?:id[oa]s?|i|eu)")
_LATER_DAY: Final = re.compile(
    r"(?<![a-z])(?:released|died|dies|married|joined|moved|retired|hired|murio|fallecio|morreu|faleceu)[ ]"
    r"(?:(?:on|in|el|en|em)[ ]|$)"
)

RELATIVE: Final = (
    "(?:son|daughter|wife|husband|child|kid|baby|mother|mom|father|dad|spouse|partner|dependent|twins"
    "|grandson|granddaughter|niece|nephew|brother|sister)"
)
# "From 1/2/1980 to 1/2/1981", "1/2/1981, not 1/2/1980", "1/2/1980, it should read 1/2/1981": one of the two
# is the right day. And "1/2/1980; her husband 3/4/1979", "1/2/1980 and mine is 3/4/1979": the other is
# somebody else's.
_LISTED: Final = re.compile(
    rf"""
    [ ,;&./?]{{0,3}}(?:and[ ]not|y[ ]no|e[ ]nao|(?:sorry[ ,]{{1,2}})?i[ ]mean
        |and|y|e|to|not|or|but|pero|mas|instead[ ]of|a|al|para|no|nao|en[ ]vez[ ]de)?[ ]{{0,2}}
    (?: [(]?(?:[oa][ ]d[ao][ ])?(?:(?:my|his|her|your|the|mi|su|el|la|minha|sua|meu|seu|o|a)[ ])?
        (?:(?:alleged|other|older|oldest|younger|youngest|first|second|third)[ ])?
        (?:(?:co-?)?(?:borrower|applicant|taxpayer)|{A_RELATIVE})
        [ ,:)]{{1,2}}(?:(?:is|was|on|es|e|el|em|o)[ ])?
      | (?:on|in|en|em|no|na)[ ](?:(?:the|my|our|his|her|your|el|la|mi|su|o|a|minha|sua)[ ])?[a-z\d-]{{2,15}}
        (?:[ ][a-z]{{2,12}})?,?[ ](?:but|and|pero|mas|y|e|while|versus|vs\.?)[ ]
        (?:(?:it's|is|as|was|como|es)[ ])?
      | (?:per|according[ ]to|segun|conforme)[ ](?:(?:the|our|el|la|o|a)[ ])?[a-z\d-]{{2,15}}[ ,:]{{1,2}}
        (?:(?:is|was|it's|it[ ]is|es|e)[ ])?
      | (?:it[ ])?should(?:[ ]have)?[ ](?:be|been|read|say|said)[ :]{{1,2}}
      | (?:(?:on|in|en)[ ])?(?:(?:the|my|his|her|your|el|la|o|a|no|na)[ ])?[a-z-]{{2,15}}[ ]
        (?:(?:you|i|we|they)[ ][a-z]{{3,12}}[ ])?
        (?:says|has|shows|lists|reads|dice|sale|aparece|figura|diz|consta)[ :]{{1,2}}
      | (?:de|of|d[oa])[ ][a-z'-]{{2,20}}[ ](?:el|del|de|on|em|no)[ ]
      | (?:(?<=y[ ])|(?<=e[ ])|(?<=and[ ]))(?:el|on|em|no|del)[ ](?:dia[ ])?
      | (?:mine|hers|his|yours|ours|theirs|[a-z]{{2,20}}'s|(?:el|la)[ ]mi[oa]|o[ ]meu|a[ ]minha
            |the[ ]other(?:[ ]one)?|(?:el|la)[ ]otr[oa]|[oa][ ]outr[oa])[ ]
        (?:(?:is|was|es|e)[ ](?:on[ ])?)?
    )?
    (?:{WEEKDAYS}[ ]?,?[ ])?
    """,
    re.VERBOSE,
)
# "I typed my birth date as 1/2/1980 and it said no match. Should I try 1980-02-01".
_TRIED: Final = re.compile(
    r"[^\n;]{0,60}(?<![a-z])(?:try|tried|typed?|enter(?:ed)?|used?|meant|put|probar|pruebo|puse|usar|escribi"
    r"|tentar|tentei|digitei|coloquei)[ ](?:(?:it|as|in|with|como|con|com|em|en)[ ]){0,2}"
)

# "Ana Example 1/2/1980; Bo Example 3/4/1979", "nasceu em 1/2/2010, e Bo de 3/4/2012".
_LISTED_BY_NAME: Final = re.compile(
    r"[ ,;&.]{0,3}(?:and |y |e )?[A-Z][A-Za-z'-]{1,20}(?: [A-Z]\.?)? [A-Z][A-Za-z'-]{1,20}[ ,:]{1,2}"
    r"|[ ,;]{0,2}(?:and |y |e )[A-Z][A-Za-z\u00c0-\u00ff'-]{1,20},? (?:el|del?|em|no dia|d[oe]) "
)

# As programs hold them: "birth_year=1980 birth_month=02 birth_day=01", "birthDate": {"y": 1980, "m": 2, …}.
_PART: Final = (
    r"[\"']?(?:birth|dob)?[_ ]?(?:year|month|day|yr|mo|y|m|d)[\"']?[ ]?[:=][ ]?[\"']?\d{1,4}(?!\d)[\"']?"
)
_IN_PARTS: Final = re.compile(
    r"(?<![a-z])(?:birth|dob)(?:[ _]?date)?[\"']?[ ]?[:=]?[ ]?{?\s{0,8}"
    rf"{_PART}(?:[,;&\s]{{1,9}}{_PART}){{2}}"
)

# The day of a year, where the text says that it is written so: 72081 is the 21st of March 1972.
_DAY_OF_A_YEAR: Final = re.compile(
    r"(?<![\w$./-])(?:(?:18|19|20)?\d\d)[-]?(?:[012]\d\d|3[0-6]\d)(?![\d/%-])(?! d[ai][ay]s)"
)
_WORDS_FOR_IT: Final = frozenset({"julian", "juliano", "juliana", "yyddd", "yyyyddd"})
_WRITTEN_SO: Final = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(_WORDS_FOR_IT))})(?![a-z])")
_WRITTEN_SO_REACH: Final = 50

# Two digits for each of day, month and year, right after the words: "dob: 840402".
_SIX_DIGITS: Final = re.compile(
    r"(?<![\w./-])(?:\d\d(?:0\d|1[012])[0-3]\d|(?:0\d|1[012])[0-3]\d\d\d|[0-3]\d(?:0\d|1[012])\d\d)"
    r"(?![\w/-])"
)
_RIGHT_AFTER: Final = re.compile(r"[\"']?[ ]?[:=#][ \"']{0,2}|[ ]")


def dates_of_birth(reading: Reading) -> Iterator[Sight]:
    """See a full date that the words around it call a day of birth, and further ones listed with it."""
    for start, end in reading.once(births_told):
        weekday = _WEEKDAY.search(reading.text, max(start - _WEEKDAY_REACH, 0), start)
        yield Sight(Kind.DATE_OF_BIRTH, weekday.start() if weekday else start, end, Why.WORDS)


def births_told(reading: Reading) -> list[tuple[int, int]]:
    """List from where to where the dates stand that words call a day of birth; by `Reading.once`."""
    return list(_births_told(reading)) if reading.labels.mention(Kind.DATE_OF_BIRTH) else []


def _births_told(reading: Reading) -> Iterator[tuple[int, int]]:
    seen_until = 0
    for start, end in reading.once(dates):
        is_listed = seen_until > 0 and (
            _LISTED.fullmatch(reading.text, seen_until, start)
            or _TRIED.fullmatch(reading.text, seen_until, start)
            or _LISTED_BY_NAME.fullmatch(reading.cased, seen_until, start)
        )
        reach = _REACH_OF_A_LIST if is_listed else _REACH
        # Of the second of two days something else may stand right before: "on the policy but as 1/2/1980".
        goes_on = is_listed and reading.labels.before(start, BIRTH_LABELS, reach)
        if not goes_on and not reading.labels.kind_of(start, end, BIRTH_LABELS, before=reach, after=20):
            continue
        is_in_column = reading.labels.column_kind(start, BIRTH_LABELS) is not None
        label = None if is_in_column else reading.labels.before(start, BIRTH_LABELS, reach)
        if label and (
            _GENERAL.search(reading.text, label.end, start)
            or _is_later_day(reading, label, start)
            or _is_of_a_firm(reading, label, start)
        ):
            continue
        if label and label.end <= seen_until and not is_listed:
            continue
        yield start, end
        seen_until = end


def births_in_parts(reading: Reading) -> Iterator[Sight]:
    """See the year, the month and the day of a birth, each with its name."""
    for match in reading.matches(_IN_PARTS):
        yield Sight(Kind.DATE_OF_BIRTH, *match.span(), Why.WORDS)


def days_of_a_year(reading: Reading) -> Iterator[Sight]:
    """See a day of birth that is written as a year and the number of the day in it, where words say so."""
    if reading.words.isdisjoint(_WORDS_FOR_IT) or not reading.labels.mention(Kind.DATE_OF_BIRTH):
        return
    for match in reading.matches(_DAY_OF_A_YEAR):
        before = max(match.start() - _WRITTEN_SO_REACH, 0)
        if reading.labels.before(match.start(), BIRTH_LABELS, _WRITTEN_SO_REACH) and _WRITTEN_SO.search(
            reading.text, before, match.start()
        ):
            yield Sight(Kind.DATE_OF_BIRTH, *match.span(), Why.WORDS)


def births_in_six_digits(reading: Reading) -> Iterator[Sight]:
    """See six digits right after the words for a day of birth."""
    if not reading.labels.mention(Kind.DATE_OF_BIRTH):
        return
    for match in reading.matches(_SIX_DIGITS):
        label = reading.labels.before(match.start(), BIRTH_LABELS, 4)
        if label and _RIGHT_AFTER.fullmatch(reading.text, label.end, match.start()):
            yield Sight(Kind.DATE_OF_BIRTH, *match.span(), Why.WORDS)


def _is_later_day(reading: Reading, label: Label, start: int) -> bool:
    """Tell whether something that comes after a birth happened on the day at `start`."""
    return bool(
        _WAS_BORN.fullmatch(reading.text, label.start, label.end)
        and _LATER_DAY.search(reading.text, label.end, start)
    )


def _is_of_a_firm(reading: Reading, label: Label, start: int) -> bool:
    """Tell whether something was founded on the day at `start`."""
    is_anybodys = _IS_ANYBODYS.fullmatch(reading.text, label.start, label.end)
    if _OF_ONE.search(reading.text, max(label.start - _REACH_OF_ONE, 0), label.start):
        return False
    return is_anybodys is not None and _FOUNDED.search(reading.text, label.end, start) is not None


def dates(reading: Reading) -> list[tuple[int, int]]:
    """List from where to where every date stands; by `Reading.once`."""
    # Without a month's name they are all in digits.
    has_month = any(map(_IS_MONTH.fullmatch, reading.words))
    return [match.span() for match in reading.matches(_DATE if has_month else _DATE_IN_DIGITS)]
