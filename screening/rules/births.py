"""Dates of birth, birth years and ages."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from screening.characters import seen_as
from screening.labels import Label
from screening.readings import Reading
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.names import NO_NAME
from screening.rules.rows import DELIMITERS, Rows
from screening.sights import Sight
from screening.verdicts import Kind, Why

_BIRTH_LABELS: Final = frozenset({Kind.DATE_OF_BIRTH})
# How far before a day its words stand; the second of two days stands behind the first.
_REACH: Final = 60
_REACH_OF_A_LIST: Final = 100

_MONTH: Final = (
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
    r"(?:[ ](?:e[ ])?[a-z]{3,12}(?:[ ](?:y|e)[ ][a-z]{2,6})?)?)"
)
# A line may end between the words of a date.
_LINE: Final = r"(?:\n[ \t]{0,8}+)"
_OF: Final = rf"(?:(?:[ ,/.-]{{1,3}}+{_LINE}?|{_LINE})(?:(?:of|de|del|do|da)(?:[ ]ano)?(?:[ ]|{_LINE}))?)"
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
      | (?:the[ ])?\d{{1,2}}(?:st|nd|rd|th|o|er|ro)?(?:[ ]day)?{_OF}{_MONTH}\b{_OF}
        (?:{_YEAR}|{_YEAR_IN_WORDS}|'?\d\d(?!(?:st|nd|rd|th)?{_OF}{_YEAR}))
      | (?<![a-z])(?:the[ ])?{_DAY_IN_WORDS}{_OF}{_MONTH}\b{_OF}(?:{_YEAR}|{_YEAR_IN_WORDS})
      | (?<![a-z]){_MONTH}(?:[ ]|{_LINE})(?:the[ ])?(?:{_DAY_IN_WORDS}|\d{{1,2}}(?:st|nd|rd|th)?){_OF}
        (?:{_YEAR}|{_YEAR_IN_WORDS})
      | \d{{1,2}}{_MONTH}(?:{_YEAR}|\d\d)
      | {_YEAR}{_OF}{_MONTH}\b{_OF}\d{{1,2}}
      | (?<![a-z]){_MONTH}\b[. ,/-]{{0,3}}+{_LINE}?(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)?{_OF}(?:{_YEAR}|'?\d\d)
    ){_TIME}
    """,
    re.VERBOSE,
)
_IS_MONTH: Final = re.compile(_MONTH)
_WEEKDAYS: Final = (
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
    "|(?:segunda|terca|quarta|quinta|sexta)(?:-feira)?)"
)
_WEEKDAY: Final = re.compile(rf"(?<![a-z]){_WEEKDAYS}[ ]?,?[ ]$")
_WEEKDAY_REACH: Final = 16

# "If you were born before January 2, 1959" is a rule about everybody, and nobody's birthday.
_GENERAL: Final = re.compile(
    r"(?<![a-z])(?:before|after|since|until|between|prior|antes|depois|despues|desde|entre|hasta|ate)(?![a-z])"
    r"[^?!:;]*$"
)
# Whoever was born and "died on May 20, 2000" has another birthday. "DOB (married): 1/2/1980" is one.
_WAS_BORN: Final = re.compile(r"born|naci(?:d[oa]s?|o)?|nasc(?:id[oa]s?|i|eu)")
_LATER_DAY: Final = re.compile(
    r"(?<![a-z])(?:released|died|dies|married|joined|moved|retired|hired|murio|fallecio|morreu|faleceu)[ ]"
    r"(?:(?:on|in|el|en|em)[ ]|$)"
)

_RELATIVE: Final = (
    "(?:son|daughter|wife|husband|child|kid|baby|mother|mom|father|dad|spouse|partner|dependent|twins"
    "|grandson|granddaughter|niece|nephew|brother|sister)"
)
# "From 1/2/1980 to 1/2/1981", "1/2/1981, not 1/2/1980", "1/2/1980, it should read 1/2/1981": one of the two
# is the right day. And "1/2/1980; her husband 3/4/1979", "1/2/1980 and mine is 3/4/1979": the other is
# somebody else's.
_LISTED: Final = re.compile(
    rf"""
    [ ,;&./]{{0,3}}(?:and[ ]not|y[ ]no|e[ ]nao|(?:sorry[ ,]{{1,2}})?i[ ]mean
        |and|y|e|to|not|or|but|instead[ ]of|a|al|para|no|nao|en[ ]vez[ ]de)?[ ]{{0,2}}
    (?: [(]?(?:(?:my|his|her|your|the|mi|su|minha|sua)[ ])?
        (?:(?:alleged|other|older|oldest|younger|youngest|first|second|third)[ ])?
        (?:(?:co-?)?(?:borrower|applicant|taxpayer)|{_RELATIVE}
            |espos[oa]|marido|hij[oa]|filh[oa])
        [ ,:)]{{1,2}}(?:(?:is|was|on|es|e|el|em|o)[ ])?
      | (?:per|according[ ]to|segun|conforme)[ ](?:(?:the|our|el|la|o|a)[ ])?[a-z\d-]{{2,15}}[ ,:]{{1,2}}
        (?:(?:is|was|it's|it[ ]is|es|e)[ ])?
      | (?:it[ ])?should(?:[ ]have)?[ ](?:be|been|read|say|said)[ :]{{1,2}}
      | (?:(?:the|my|his|her|your)[ ])?[a-z-]{{2,15}}[ ](?:says|has|shows|lists|reads|dice|diz)[ :]{{1,2}}
      | (?:mine|hers|his|yours|[a-z]{{2,20}}'s|(?:el|la)[ ]mi[oa]|o[ ]meu|a[ ]minha
            |the[ ]other(?:[ ]one)?|(?:el|la)[ ]otr[oa]|[oa][ ]outr[oa])[ ]
        (?:(?:is|was|es|e)[ ](?:on[ ])?)?
    )?
    (?:{_WEEKDAYS}[ ]?,?[ ])?
    """,
    re.VERBOSE,
)
# "I typed my birth date as 1/2/1980 and it said no match. Should I try 1980-02-01".
_TRIED: Final = re.compile(
    r"[^\n;]{0,60}(?<![a-z])(?:try|tried|typed?|enter(?:ed)?|used?|meant|put|probar|pruebo|puse|usar|escribi"
    r"|tentar|tentei|digitei|coloquei)[ ](?:(?:it|as|in|with|como|con|com|em|en)[ ]){0,2}"
)

# "Ana Example 1/2/1980; Bo Example 3/4/1979".
_LISTED_BY_NAME: Final = re.compile(
    r"[ ,;&.]{0,3}(?:and |y |e )?[A-Z][A-Za-z'-]{1,20}(?: [A-Z]\.?)? [A-Z][A-Za-z'-]{1,20}[ ,:]{1,2}"
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

# Rows of people without a head: a name in one cell or two, then a day on which whoever is grown up may have
# been born. Days since 2010 stand beside names in any list of what happened.
_NAME_CELL: Final = r"[A-Z\u00c0-\u00dc][A-Za-z\u00c0-\u00ff'-]{1,20}+"
_ROW_OF_SOMEBODY: Final = re.compile(
    rf"""
    (?:(?<![\w'. -])|(?<=')(?<![\w'. -]'))
    (?P<name>{_NAME_CELL}(?:[ ]{_NAME_CELL}|["']?(?P<joint>[,;|\t])["']?{_NAME_CELL}))["']?
    (?P<delimiter>[,;|\t])(?:["']?[A-Za-z ]{{0,15}}+["']?(?P=delimiter)){{0,2}}["']?
    (?P<date> \d{{1,2}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)(?:19\d\d|200\d)
      | (?:19\d\d|200\d)-(?:0\d|1[012])-[0-3]\d | (?:19\d\d|200\d)(?:0\d|1[012])[0-3]\d )
    (?=["']?(?:(?P=delimiter)|\n|$))
    """,
    re.VERBOSE,
)

# As preparers note a household: "TP: Ana Example  400-00-1032  05/04/1962", "2 | Bo Example | 400-00-1033 |
# son | 3/5/2018". Of a child the year may be a late one.
_RELATION: Final = (
    r"(?i:(?:step|foster |grand)?(?:son|daughter|child|parent|mother|father)|spouse|wife|husband|self|head"
    r"|brother|sister|nephew|niece|dependent|espos[oa]|hij[oa]|niet[oa]|madre|padre|filh[oa]|net[oa]|pai"
    r"|mae|marido)"
)
_BEHIND_A_NUMBER: Final = re.compile(
    rf"(?<![\w'-])(?P<name>{_NAME_CELL},?[ ](?:[A-Z]\.?[ ])?{_NAME_CELL})[ \t,;|:/]{{1,8}}"
    rf"\d{{3}}-\d\d-\d{{4}}[ \t,;|/]{{1,8}}(?P<relation>{_RELATION}[ \t,;|/]{{1,8}})?"
    r"(?P<date>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:(?(relation)(?:19|20)\d\d|(?:19\d\d|200\d))|\d\d)"
    r"|(?:(?(relation)(?:19|20)\d\d|(?:19\d\d|200\d)))-(?:0\d|1[012])-[0-3]\d)(?![\d/.-])"
)

# Children and their days, as people list them: "Dependents: Bo (5/11/2016), Cy (7/2/2018)".
_OF_CHILDREN: Final = re.compile(
    r"(?<![A-Za-z])(?:[Dd]ependents?|[Cc]hild(?:ren)?|[Kk]ids"
    r"|(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er)[ ](?:son|daughter|kid|twin)s?"
    r"|[Dd]ependientes?|[Hh]ij[oa]s?|[Ff]ilh[oa]s?|[Dd]ependentes)(?:[ ]?[:-]\s{0,3}|[ ])(?=[A-Z])"
)
_NO_CHILD: Final = re.compile(rf"{NO_NAME.pattern}|(?<![a-z])(?:{_WEEKDAYS}|{_MONTH})(?![a-z])")
_OPENS_A_LIST: Final = re.compile(r"[:-]\s*$")
_CHILD: Final = re.compile(
    rf"(?P<name>{_NAME_CELL}(?:[ ](?:[A-Z]\.?[ ])?{_NAME_CELL})?)"
    r"(?P<joint>[ ]?[,(:-][ ]?|[ ]{1,3})(?:born[ ]|b\.[ ]?)?"
    r"(?P<date>\d{1,2}(?P<mark>[-/.])\d{1,2}(?P=mark)(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d-(?:0\d|1[012])-[0-3]\d)"
    r"(?=[)]?(?:[,;.\n]|$|[ ]{1,3}(?:and|y|e|son|daughter|child|hij[oa]|filh[oa])(?![a-z])))(?![.]\d)"
    r"(?:[)]?[ ,;\n]{1,3}(?:(?:and|y|e|son|daughter|child|hij[oa]|filh[oa])[ ,;\n]{1,3})?)?"
)

_FEWEST_DELIMITERS: Final = 2
_LETTERS: Final = re.compile("[a-z]+")
# Two digits for each of day, month and year, right after the words: "dob: 840402".
_SIX_DIGITS: Final = re.compile(
    r"(?<![\w./-])(?:\d\d(?:0\d|1[012])[0-3]\d|(?:0\d|1[012])[0-3]\d\d\d|[0-3]\d(?:0\d|1[012])\d\d)"
    r"(?![\w/-])"
)
_RIGHT_AFTER: Final = re.compile(r"[ ]?[:=#][ \"']{0,2}|[ ]")

_BIRTH_YEAR: Final = re.compile(r"(?<![\d$/.,-])(?:19|20)\d\d(?![\d/%-])(?![.,]\d)")
# "If your child was born in 2023" is a rule too.
_IN_A_RULE: Final = re.compile(
    r"(?<![a-z])(?:if|when|whether|who|anyone|anybody|children|people|si|cuando|quien(?:es)?|se|quando|quem)(?![a-z])"
    r"[^.!?\n]{0,60}$"
)
_YEAR_CALLED_SO: Final = re.compile(r"(?:[^a-z\d]|year|is|in|was|of|ano|em|en|el|de){0,12}")

# Ages in words: "ninety-one", "setenta y cuatro", "oitenta e dois".
_TENS: Final = (
    "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|veinte|treinta|cuarenta|cincuenta|sesenta|setenta"
    "|ochenta|noventa|vinte|trinta|quarenta|cinquenta|sessenta|oitenta)"
)
_AGE_IN_WORDS: Final = rf"(?:{_TENS}(?:(?:-|[ ](?:[ye][ ])?)[a-z]{{2,6}})?|(?:dieci|veinti|deze)[a-z]{{2,6}})"
_SMALL: Final = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]{3,6}teen)"
_SOMEBODY: Final = (
    rf"(?:i|you|he|she|they|the[ ]taxpayer|(?:my|your|his|her)[ ]{_RELATIVE}"
    r"|m(?:r|s|rs|iss)\.?[ ][a-z-]{1,30})"
)
_AGE: Final = re.compile(
    rf"""
    (?=[a-z\d])(?<![\w-])(?:
      (?: {_SOMEBODY}[ ](?:am|is|are|was|were|turned)|(?:i|he|she|you)'(?:m|s|re) )
      [ ](?:(?:now|already|only|just|almost|nearly|about)[ ])?
      (?: \d{{1,3}}
          (?:[ ]years?[ ]old|[ ]y\.?o\b|(?<!are[ ]\d\d)[ ]?(?=[.,;!?\n]|$)|[ ](?:last|this|next|in|and)[ ])
        | (?:{_AGE_IN_WORDS}|{_SMALL})[ ]years?[ ]old )
    | (?:my|your|his|her|our)[ ]{_RELATIVE},[ ]\d{{1,3}}(?=,)
    | (?:he|she|you|(?:my|your|his|her)[ ]{_RELATIVE})[ ]turn(?:s|ed)?[ ]
      (?:\d{{1,3}}|{_AGE_IN_WORDS}|{_SMALL})
      (?=[ ](?:in|on|this|next|last)|[.,])
    | (?:my|your|his|her)[ ]age[ ](?:is|was)[ ]\d{{1,3}}(?!\d)
    | age[ ]?[:=][ ]?\d{{1,3}}(?![\d-]|[ ]?(?:or|and|to|through|years[ ]or)\b)
    | (?:taxpayer|{_RELATIVE}),?[ ]age[d]?:?[ ]\d{{1,3}}(?![\d-]|[ ]?(?:or|and|to)\b)
    | \d{{1,3}}[ -]year[ -]old(?![a-z]|[ ](?:house|home|building|car|boat|law|debt|roof))
    | (?:ten(?:go|ia)|tien[ei]s?|tenho|tem|tinha|cumpli(?:o|ra|do)?|complet(?:ou|ei|a)|fez)[ ]
      (?:\d{{1,3}}|{_AGE_IN_WORDS})[ ]anos(?![a-z]|[ ](?:para|desde|de[ ]plazo|pra))
    | so[uy][ ]del?[ ]19\d\d(?!\d)
    )
    """,
    re.VERBOSE,
)
_AGED: Final = re.compile(r",[ ]?aged?[ ]\d{1,3}(?=[,.;)])")
# One of these is in whatever says an age.
_WORDS_OF_AGE: Final = frozenset(
    (
        "am is are was were m s re turn turns turned year years y yo age aged anos sou soy "
        + " ".join(re.findall("[a-z]+", _RELATIVE))
    ).split()
)
_OR_MORE: Final = re.compile(
    r"[ ]?(?:years?[ ])?(?:or|and|o|ou|y|e)[ ](?:older|over|above|under|younger|mas|mais)(?![a-z])"
)
_SUPPOSED: Final = re.compile(
    r"(?<![a-z])(?:if|when|whether|once|until|unless|before|after|who|anyone|any|each|every|a child"
    r"|persons?|people"
    r"|someone|si|cuando|quien(?:es)?|se|quando|quem|hasta que|ate)(?![a-z])[^.!?\n]{0,50}$"
)
_SUPPOSED_REACH: Final = 60


def dates_of_birth(reading: Reading) -> Iterator[Sight]:
    """See a full date that the words around it call a day of birth, and further ones listed with it."""
    if not reading.labels.mention(Kind.DATE_OF_BIRTH):
        return
    seen_until = 0
    for match in _dates(reading):
        start, end = match.span()
        is_listed = seen_until > 0 and (
            _LISTED.fullmatch(reading.text, seen_until, start)
            or _TRIED.fullmatch(reading.text, seen_until, start)
            or _LISTED_BY_NAME.fullmatch(reading.cased, seen_until, start)
        )
        reach = _REACH_OF_A_LIST if is_listed else _REACH
        if not reading.labels.kind_of(start, end, _BIRTH_LABELS, before=reach, after=20):
            continue
        is_in_column = reading.labels.column_kind(start, _BIRTH_LABELS) is not None
        label = None if is_in_column else reading.labels.before(start, _BIRTH_LABELS, reach)
        if label and (
            _GENERAL.search(reading.text, label.end, start) or _is_later_day(reading, label, start)
        ):
            continue
        if label and label.end <= seen_until and not is_listed:
            continue
        weekday = _WEEKDAY.search(reading.text, max(start - _WEEKDAY_REACH, 0), start)
        yield Sight(Kind.DATE_OF_BIRTH, weekday.start() if weekday else start, end, Why.WORDS)
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
        if reading.labels.before(match.start(), _BIRTH_LABELS, _WRITTEN_SO_REACH) and _WRITTEN_SO.search(
            reading.text, before, match.start()
        ):
            yield Sight(Kind.DATE_OF_BIRTH, *match.span(), Why.WORDS)


def births_in_rows(reading: Reading) -> Iterator[Sight]:
    """See a day behind a name, each in a cell of a row that no head explains.

    It is doubtful where neither a given name that people often bear, nor a sex, a street or a ZIP code in
    the row says that it is about somebody; and where the row says what happened on a day, without the number
    of a person in it.
    """
    rows = Rows(reading.cased)
    for match in reading.matches_in_case(_ROW_OF_SOMEBODY):
        start, end = match.span("date")
        if NO_NAME.search(reading.text, *match.span("name")):
            continue
        row = rows.around(start, end)
        if row.is_under_a_head(match["delimiter"]):
            continue
        words = "".join(map(seen_as, match["name"])).lower()
        is_named = not GIVEN_NAMES.isdisjoint(_LETTERS.findall(words))
        # Of a name and a day alone, as below a letter, the day may be any.
        is_row = row.cells.count(match["delimiter"]) >= _FEWEST_DELIMITERS
        is_theirs = is_named and (row.has_a_tax_number or not row.says_what_happened)
        is_somebody = is_row and (is_theirs or row.is_of_a_person)
        yield Sight(
            Kind.DATE_OF_BIRTH,
            start,
            end,
            Why.SHAPE if is_somebody else Why.DIGITS,
            is_doubtful=not is_somebody,
        )


def births_behind_numbers(reading: Reading) -> Iterator[Sight]:
    """See a day right behind somebody's name and Social Security number on a line that no head explains."""
    rows = Rows(reading.cased)
    for match in reading.matches_in_case(_BEHIND_A_NUMBER):
        start, end = match.span("date")
        is_headed = reading.text[start - 1] in DELIMITERS and rows.around(start, end).is_under_a_head(
            reading.text[start - 1]
        )
        if not is_headed and not NO_NAME.search(reading.text, *match.span("name")):
            yield Sight(Kind.DATE_OF_BIRTH, start, end)


def births_of_children(reading: Reading) -> Iterator[Sight]:
    """See the days in a list of somebody's children; doubtful where none has a name that people often bear.

    In brackets nothing else stands behind a name. "My son Peter 3/4/2024" is no list, and his appointment as
    likely as his birth.
    """
    seen_until = 0
    for listed in reading.matches_in_case(_OF_CHILDREN):
        if listed.start() < seen_until:
            # "Hijo Ana (1/2/2016), Hijo Bo (3/4/2018)" is one list.
            continue
        children = []
        child = _CHILD.match(reading.cased, listed.end())
        if child and child["joint"] == " " and not _OPENS_A_LIST.search(listed[0]):
            continue
        while child and not _NO_CHILD.search(reading.text, *child.span("name")):
            children.append(child)
            seen_until = child.end()
            child = _CHILD.match(reading.cased, seen_until)
        is_of_people = any(
            "(" in child["joint"] or not GIVEN_NAMES.isdisjoint(_LETTERS.findall(child["name"].lower()))
            for child in children
        )
        for child in children:
            yield Sight(
                Kind.DATE_OF_BIRTH,
                *child.span("date"),
                Why.WORDS if is_of_people else Why.DIGITS,
                is_doubtful=not is_of_people,
            )


def births_in_six_digits(reading: Reading) -> Iterator[Sight]:
    """See six digits right after the words for a day of birth."""
    if not reading.labels.mention(Kind.DATE_OF_BIRTH):
        return
    for match in reading.matches(_SIX_DIGITS):
        label = reading.labels.before(match.start(), _BIRTH_LABELS, 4)
        if label and _RIGHT_AFTER.fullmatch(reading.text, label.end, match.start()):
            yield Sight(Kind.DATE_OF_BIRTH, *match.span(), Why.WORDS)


def _is_later_day(reading: Reading, label: Label, start: int) -> bool:
    """Tell whether something that comes after a birth happened on the day at `start`."""
    return bool(
        _WAS_BORN.fullmatch(reading.text, label.start, label.end)
        and _LATER_DAY.search(reading.text, label.end, start)
    )


def _dates(reading: Reading) -> Iterator[re.Match[str]]:
    """Yield every date; without a month's name in the text they are all in digits."""
    has_month = any(map(_IS_MONTH.fullmatch, reading.words))
    return reading.matches(_DATE) if has_month else reading.matches(_DATE_IN_DIGITS)


def ages(reading: Reading) -> Iterator[Sight]:
    """See the year somebody was born in, or how old they are."""
    for match in reading.matches(_BIRTH_YEAR):
        label = reading.labels.before(match.start(), _BIRTH_LABELS, 16)
        if not label or not _YEAR_CALLED_SO.fullmatch(reading.text, label.end, match.start()):
            continue
        if not _IN_A_RULE.search(reading.text[max(label.start - 80, 0) : label.start]):
            yield Sight(Kind.AGE, *match.span(), Why.WORDS)
    if reading.words.isdisjoint(_WORDS_OF_AGE):
        return
    said = list(reading.matches(_AGE))
    starts = [match.start() for match in said]
    for aged in reading.matches(_AGED):
        index = bisect_right(starts, aged.start()) - 1
        # "My son, aged 5," is seen as a whole.
        if index < 0 or said[index].end() <= aged.start():
            said.append(aged)
    for match in said:
        before = reading.text[max(match.start() - _SUPPOSED_REACH, 0) : match.start()]
        if not _OR_MORE.match(reading.text, match.end()) and not _SUPPOSED.search(before):
            yield Sight(Kind.AGE, *match.span(), Why.WORDS)
