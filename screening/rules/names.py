"""Names of people: by what introduces them, by where they stand, by given names; never those of agencies."""

import re
from collections.abc import Iterator
from typing import Final

from screening.characters import seen_as
from screening.readings import Reading
from screening.rules.given_names import GIVEN_NAMES
from screening.rules.writing import whole_words
from screening.sights import Sight
from screening.verdicts import Kind, Why

_WORD: Final = r"[A-Z\u00c0-\u00dc][\w'-]{0,30}+"
_NAME: Final = re.compile(rf"{_WORD}(?:[ ](?:[A-Z]\.|(?:de|da|do|dos|del|la)[ ]{_WORD}|{_WORD})){{0,3}}")

# Words of a name keep their capitals; the look at them is limited to what follows an introduction.
_INTRODUCTION: Final = re.compile(
    r"""
    (?<![a-z])(?:
        (?:full[ ]|first[ ]|last[ ]|maiden[ ])?name[ ]?[:=] | (?:my|her|his|your|spouse's)[ ]name[ ]is
      | nombre[ ]?[:=] | (?:mi|su|tu)[ ]nombre[ ]es | me[ ]llamo | se[ ]llama
      | nome[ ]?[:=] | (?:meu|seu)[ ]nome[ ]e | nome[ ](?:dele|dela)[ ]e | chamo-me | me[ ]chamo
      | (?:taxpayer|spouse|employee|dependent|patient)[ ]?[:=]
      | (?:mr|mrs|ms|miss|dr|sr|sra|srta)\.?(?=[ ])
    )\s{0,3}
    """,
    re.VERBOSE,
)
_SALUTATION: Final = re.compile(
    r"(?:^|(?<=\n)|(?<=[.>][ ]))[ \t>]{0,4}"
    r"(?:dear|hello|hi|estimad[oa]|querid[oa]|hola|prezad[oa]|car[oa]|ola),?[ ](?=[a-z])"
)
_ENDS_A_GREETING: Final = re.compile(r"[ ]?[,!:.\n-]|$")
# "Contact Ms. Chen at": somebody of the agency.
_OF_THE_AGENCY: Final = re.compile(
    r"(?<![a-z])(?:contact|call|ask for|speak (?:with|to)|reach|write to|see)(?: a| our)? $"
)

# "Contact Ms. Chen at home": not of it.
_AT_HOME: Final = re.compile(r"(?:'s home|,? (?:at home|on (?:his|her|their) (?:cell|mobile)))(?![a-z])")

# "im griffin", where an e-mail address has the same word: whoever says so needs no capital.
_GIVEN_BY_THEMSELVES: Final = re.compile(
    r"(?=[a-z])(?<![a-z])(?:i'?m|i am|it'?s|this is|my name(?:'s| is)|me llamo|mi nombre es|soy|sou(?: [oa])?"
    r"|meu nome e|chamo-me|me chamo)[ ](?P<given>[a-z]{3,15}+)(?![a-z])"
)
_BEFORE_AT: Final = re.compile(r"(?<![\w.+-])([a-z\d._+-]{3,64}+)@[a-z\d-]")
_WORD_BEFORE_AT: Final = re.compile(r"[a-z]{3,}")

# A shop or a holiday: "Mike's Bakery", "Patriots' Day"; not "Thomas' Example", nor who has a surname before.
_OF_SOMEBODY: Final = re.compile(r"[a-z]+'s[ ][a-z]|(?:patriots|presidents|veterans)'[ ][a-z]")

# A line with a name only, over the line of a street; and a name before an e-mail address.
_OVER_A_STREET: Final = re.compile(
    rf"(?:^|(?<=\n))[ \t>]{{0,4}}(?P<name>{_WORD}(?:[ ](?:[A-Z]\.?|{_WORD})){{1,3}})"
    r"[ \t]*\n(?=[ \t>]{0,4}\d{1,6}[ ])"
)
_BEFORE_EMAIL: Final = re.compile(
    rf"(?<![\w'-])(?P<name>(?:{_WORD}|[A-Z]\.)[ ](?:[A-Z]\.?[ ])?{_WORD})[ ]?[,(<:;-]{{1,2}}[ ]?"
    r"(?=[\w.+-]{1,64}@)"
)
# "To Ana Example at 12 Sample Street", "Ana Example's new number, 617 …": whatever joins the two.
_BEFORE_WHERE_THEY_ARE: Final = re.compile(
    rf"(?<![\w'-])(?P<name>{_WORD}[ ](?:[A-Z]\.?[ ])?{_WORD}(?:[ ]{_WORD})?)"
    r"(?:[ ]?[,(:;-]{1,2}[ ]?|[ ](?:at|on|under|via|by|of|al?|en|no|na|em|pelo|de|lives|vive|mora"
    r"|back at)[ ])"
    r"(?:(?:at|on|in|en|em|el|o|no|correo|telefono|telefone|numero|phone|tel|cell|email|e-mail)[.:]?[ ]){0,3}"
    r"(?=[\w.+-]{1,64}@|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{1,5}[A-Za-z]?[ ][A-Z]|P\.?O\.?[ ]Box[ ]"
    r"|(?:Calle|Rua|Avenida|Av\.)[ ])"
)
# "At 617 555 0100, Ana Example".
_AFTER_WHERE_THEY_ARE: Final = re.compile(
    rf"[\d@](?:(?<=\d)\d\d[ .-]\d{{4}}|(?<=@)[\w-]{{1,63}}\.[a-z]{{2,12}})[ ]?[,(;-][ ]?"
    rf"(?P<name>{_WORD}(?:[ ](?:[A-Z]\.?[ ])?{_WORD}){{1,2}})(?=[ ]?[,.;)\n]|$)"
)

# As people say who they are, and sign: "soy Ana Example", "Ana Example here", a line of its own.
_TWO_WORDS: Final = rf"(?P<name>{_WORD}(?:[ ](?:(?:de|da|do|dos|del|la)[ ])?(?:[A-Z]\.|{_WORD})){{1,3}})"
_OF_THEMSELVES: Final = re.compile(
    r"(?<![A-Za-z])(?:[Ii]'m|I[ ]am|[Tt]his[ ]is|[Ii]t'?s|[Ll]es?[ ]escribe"
    r"|[Qq]uem[ ]escreve(?:[ ]e)?(?:[ ][oa])?|[Ss]oy|[Ss]ou(?:[ ][oa])?|[Hh]abla"
    rf"|[Aa]qui(?:[ ]e)?(?:[ ][oa])?|se[ ]llama|chama-se)[ ]{_TWO_WORDS}"
)
_HERE: Final = re.compile(rf"(?:^|(?<=[\n.!?,:][ ])|(?<=\n)){_TWO_WORDS}[ ](?:here|aqui)(?![a-z])")
_SIGNED: Final = re.compile(
    rf"(?:^|(?<=\n)|(?<=[Gg]racias, )|(?<=[Tt]hanks, )|(?<=[Tt]hank you, )|(?<=brigad[oa], ))"
    rf"{_TWO_WORDS}[ \t]*\.?(?=\n|\Z)"
)
_GOES_ON_TO_WHERE: Final = re.compile(
    rf"(?<![\w'-]){_TWO_WORDS},?[ ](?:[a-z'\d]{{1,12}}[ ]){{1,6}}"
    r"(?=[\w.+-]{1,64}@|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{1,5}[ ][A-Z])"
)

# "My neighbor Ana Example is 90 and lives alone at": a given name says that the next word is a surname.
_GIVEN: Final = re.compile(
    r"(?<![\w'@.-])(?P<given>[A-Z\u00c0-\u00dc][a-z\u00df-\u00ff]{1,14}+)[ ]"
    rf"(?:[A-Z]\.?[ ]|(?:de|da|do|dos|del|la|de la)[ ]|{_WORD}[ ](?={_WORD}))?{_WORD}"
)
_SURNAME_OF_A_PLACE: Final = re.compile(
    r"[ ](?:st|ave|rd|dr|ln|way|hall|park|house|courthouse|school|tunnel|bridge|memorial|hospital|island"
    r"|beach|square|lane|road|drive|blvd|foundation|scholarship|act|airport|room)(?![a-z])"
)

# Of an agency, or of what people write about; no one of these is a word of a person's name.
NO_NAME: Final = whole_words(
    r"""
    department | bureau | office | division | unit | centers? | services? | revenue | commonwealth | section
    program | board | commission | court | registry | town | city | state | bank | inc | llc | corp | company
    agency | advocate | po | box | street | avenue | massachusetts | boston | usa | taxpayers? | customers?
    sir | madam | colleagues? | team | all | friends? | contribuyente | cliente | contribuinte | oficina
    departamento | tax | taxes | payment | plan | refund | question | account | return | form | child
    support | help | request | about | my | your | our | the | letter | notice | appeal | status | income
    answer | balance | audit | visit | appointment | address | phone | change | new | update | thank | you
    re | fw | fwd | withholding | sales | excise | estate | property | business | registration | permit
    license | order | receipt | records? | payments? | issues? | forms? | follow | up | direct | county
    """
)

# Of places that are not the agency's, before an address; no surname is among them.
# "Charles St" is a street, "Ian St John" is not.
_A_PLACE: Final = re.compile(
    r"(?<![a-z])(?:attorney general|desk|hotline|building|floor|library|school|college|university|plaza"
    r"|station|walk-in|clinic|suite|courthouse|hospital|airport|biblioteca|centro|edificio|escola|escuela)"
    r"(?![a-z])|(?<![a-z])(?:st|ave|rd|blvd)\.?$"
)

# "Ana Example Public Library".
_A_PLACE_NEXT: Final = re.compile(
    r"(?:[ ][A-Z][a-z]{1,11})?[ ](?i:hotline|desk|building|library|school|college|university|plaza|station"
    r"|clinic|suite|courthouse|hospital|airport|biblioteca|centro|edificio|escola|escuela)(?![a-z])"
)

_MAY_BE_A_PLACE: Final = (_BEFORE_WHERE_THEY_ARE, _GOES_ON_TO_WHERE, _SIGNED)
_STANDING: Final = (
    *_MAY_BE_A_PLACE,
    _OVER_A_STREET,
    _BEFORE_EMAIL,
    _AFTER_WHERE_THEY_ARE,
    _OF_THEMSELVES,
    _HERE,
)


def names(reading: Reading) -> Iterator[Sight]:
    """See names after an introduction, a title or a salutation, over a street, before an e-mail address."""
    for introduced in (_INTRODUCTION, _SALUTATION):
        for match in reading.matches(introduced):
            name = _NAME.match(reading.cased, match.end())
            if _OF_THE_AGENCY.search(reading.text, max(match.start() - 20, 0), match.start()) and not (
                name and _AT_HOME.match(reading.text, name.end())
            ):
                continue
            if (
                introduced is _SALUTATION
                and "," in match[0]
                and name
                and not _ENDS_A_GREETING.match(reading.text, name.end())
            ):
                # "Hi, My number is": what is said begins there.
                continue
            if name and not NO_NAME.search(reading.text, *name.span()):
                yield Sight(Kind.NAME, *name.span(), Why.WORDS)
    for standing in _STANDING:
        for match in reading.matches_in_case(standing):
            if standing in _MAY_BE_A_PLACE and _A_PLACE.search(reading.text, *match.span("name")):
                continue
            is_of_somebody = _OF_SOMEBODY.match(reading.text, *match.span("name"))
            if not is_of_somebody and not NO_NAME.search(reading.text, *match.span("name")):
                yield Sight(Kind.NAME, *match.span("name"), Why.WORDS)
    yield from _given_by_themselves(reading)
    for match in reading.matches_in_case(_GIVEN):
        start, end = match.span()
        if "".join(map(seen_as, match["given"])).lower() not in GIVEN_NAMES:
            continue
        last_word = reading.text.rindex(" ", start, end)
        if any(_SURNAME_OF_A_PLACE.match(reading.text, place) for place in (last_word, end)):
            continue
        if _A_PLACE_NEXT.match(reading.cased, end) or _A_PLACE.search(reading.text, start, end):
            continue
        if not NO_NAME.search(reading.text, start, end) and not _OF_SOMEBODY.match(reading.text, start, end):
            yield Sight(Kind.NAME, start, end, Why.WORDS)
    whole = _NAME.fullmatch(reading.cased.strip())
    if whole and " " in whole[0] and not NO_NAME.search(reading.text):
        start = reading.cased.index(whole[0])
        yield Sight(Kind.NAME, start, start + len(whole[0]), Why.WORDS)


def _given_by_themselves(reading: Reading) -> Iterator[Sight]:
    """See the first name that somebody gives, where an e-mail address in the text has it too."""
    given = list(reading.matches(_GIVEN_BY_THEMSELVES)) if "@" in reading.text else ()
    if not given:
        return
    words = {word for before in reading.matches(_BEFORE_AT) for word in _WORD_BEFORE_AT.findall(before[1])}
    for match in given:
        if match["given"] in words:
            yield Sight(Kind.NAME, *match.span("given"), Why.WORDS)
