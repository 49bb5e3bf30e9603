"""Addresses, telephone numbers and e-mail addresses; the policy counts them only in combination."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.rules.names import NO_NAME
from screening.sights import Sight
from screening.verdicts import Kind, Why

_STREET: Final = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|ter|circle|cir"
    "|way|parkway|pkwy|highway|hwy|square|sq|trail|trl"
)
# "9:30 am with Dr" is a time of day.
_ADDRESS: Final = re.compile(
    rf"""
      (?<![\w$.,-])(?<!\d:)\d{{1,6}}[a-z]?[ ](?:[nsew]\.?[ ])?
      (?:[a-z\d'.-]{{2,20}}+[ ]){{1,4}}(?:{_STREET})(?![a-z])
    | (?<![a-z])(?:calle|avenida|rua|travessa)[ ][a-z .'-]{{2,40}}+,?[ ]?\d{{1,6}}(?!\d)
    """,
    re.VERBOSE,
)

# Streets that are words of sentences too ("three in a row") have capitals, and so has whose box it is.
_IN_CAPITALS: Final = re.compile(
    r"(?<![\w$.,-])\d{1,6}[A-Za-z]? (?:[A-Z][\w'.-]{1,20}+ ){1,3}"
    r"(?:Row|Hill|Run|Path|Green|Crossing|Landing|Wharf|Point|Ridge|View|Pike|Turnpike|Alley|Walk|Close|Common)\b"
    r"|(?<=[a-z][a-z], |..[a-z]\n)P\.?O\.? Box \d{1,6}(?!\d)"
)
_BEFORE_A_BOX: Final = re.compile(r"(?:^|[ \n])(?:[A-Z][\w'-]+ ){1,2}[A-Z][\w'-]+[,\n] ?$")
_BOX_REACH: Final = 60

# How an agency says where its own offices are.
_OFFICE: Final = re.compile(
    r"(?<![a-z])(?:visit us|our|offices?|department|division|bureau|unit|cent(?:er|re)|located|walk-in"
    r"|in person|agency|advocate|oficinas?|escritorio|visitenos)(?![a-z])(?:.|\n){0,40}$"
    # Everyday words, which stand beside anybody's address too, say so in their own sentence only.
    r"|(?<![a-z])(?:we are at|hours|garage|parking(?! permit)|park (?:in|at|near)|librar(?:y|ies)|courthouse"
    r"|front desk|lobby|clerk's|post office|turn (?:left|right)|directions|horario|biblioteca"
    r"|estacionamiento|estacionamento|garaje|(?:nuestra|nueva) direccion|nosso endereco)(?![a-z]):?"
    r"[^.:\n]{0,40}$"
    # "Room 310, floor 3, 436 Sample Street", where nobody is named before.
    r"|(?:^|[.:;\n])[ ]{0,2}(?:(?:hearing[ ])?(?:room|floor|sala|piso)[ ][\w-]{1,5},?[ ]){1,3}$"
)
_OFFICE_REACH: Final = 60
# "I work long hours, my address is".
_HOME: Final = re.compile(
    r"(?:^|[^a-z])(?:(?:my|his|her|their|your|mi|su|meu|seu) (?:new |home |mailing |nuev[oa] |nov[oa] )?"
    r"(?:address|direccion|endereco|home|house|casa)|(?:i|he|she|they|we)(?:'ve)? (?:live|moved)|i'm at"
    r"|lives?|vivo|moro|mora|vive|me mude|resides?)(?![a-z])[^.\n]{0,30}$"
)
# "12 Sample Street, open weekdays from 9 to 4"; not "12 Sample Street: your account is closed".
_KEEPS_HOURS: Final = re.compile(
    r"(?![^!?\n]{0,40}(?<![a-z])(?:your|cases?|accounts?|files?|returns?|claims?|su|seu|sua)(?![a-z]))"
    r"[^.:!?\n]{0,40}?(?<![a-z])(?:opens?(?: up)? (?:at|from|until|on|daily|weekdays|mon|to the public|\d)"
    r"|(?:office )?hours|weekdays|(?:is|are|be|estara|esta|sera) (?:open|closed|cerrad[oa]|fechad[oa]"
    r"|abert[oa]|abiert[oa])"
    r"|walk-ins?|lobby|mon(?:day)?s?(?: ?- ?| to | through )fri(?:day)?|(?:das )?\d{1,2}h?(?::\d\d)? as \d"
    r"|(?:sun|mon|tues|wednes|thurs|fri|satur)days,? \d)"
)

_TELEPHONE: Final = re.compile(
    r"(?=[\d+(])(?<![\d.$-])(?:\+?1[-. ]{0,2})?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)"
    r"|(?<![\d+])\+[1-9][\d ().-]{6,20}\d(?!\d)"
)
_END_OF_ONE: Final = re.compile(r"(?<!\d)\d{3}[-. ]\d{4}(?!\d)")
# Nobody's own. Source: FCC, "What Is a Toll-Free Number"; 822 is kept for more of them.
_TOLL_FREE: Final = re.compile(r"(?:\+?1)?[-. (]{0,3}8(?:00|22|33|44|55|66|77|88)(?!\d)")

# And how people are asked to call it, or it signs: such a number is nobody's own.
_CALL_US: Final = re.compile(
    r"(?<![a-z])(?<!\ble )(?<!\bla )(?<!\blo )"
    r"(?:call|contact|reach|dial|llame|llamenos|ligue|contacte)(?:nos)?(?! (?:me|you|him|her|them|back))"
    r"(?:[ ,:]{1,2}(?!back[ ])[a-z'-]{1,20}){0,6}[ ,:(]{0,3}$"
    r"|(?<![a-z])can be (?:called|reached)(?: at| on)?[ ]?$"
    r"|(?<![a-z])(?:regards|sincerely|thank you|atentamente|saludos|cordialmente|atenciosamente)[,.!]?\s*\n"
    r"(?:.|\n){0,120}$"
    # As staff sign, with what they are: "Ana Example\nTraining Coordinator | 617 …".
    r"|[,|\n][ \t]{0,3}(?!(?:my|your|his|her|their|the|an?)[ ])(?:[a-z/&-]{2,15}[ ]){0,3}"
    r"(?:coordinator|examiner|auditor|supervisor|analyst|specialist|counsel|commissioner|director|paralegal)"
    r"(?: i{1,3}| of [a-z ]{3,30})?[ ]?[,|\n][^.!?]{0,60}$"
)
_CALL_US_REACH: Final = 140
# "You can reach Mr. Example at home": somebody's own number after all.
_THEIR_OWN: Final = re.compile(
    r"(?:^|[^a-z])(?:at home|(?:his|her|their|my|your|home|the) (?:cell|mobile|home)(?: phone)?"
    r"|(?:en|em) casa|(?:su|seu|mi|meu) celular)(?![a-z])[^a-z\d]{0,4}"
    r"(?:(?:at|on|is|number|al|no|en|em|es|e)[^a-z\d]{1,4}){0,3}$"
)

# Looked for from its sign on, which few texts have; what stands before the sign is looked for there only.
_AT_A_HOST: Final = re.compile(r"@(?:[a-z\d-]{1,63}+\.(?=[a-z\d])){1,4}+[a-z]{2,24}(?!\w)")
_MAILBOX: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+\Z")
_LONGEST_MAILBOX: Final = 64
_OFFICIAL_EMAIL: Final = re.compile(r"\.gov|\.mil|\.us|@(?:[\w-]+\.)*state\.", re.ASCII)


def addresses(reading: Reading) -> Iterator[Sight]:
    """See a house number, some words and a kind of street; post-office boxes and offices are not homes."""
    for match in reading.matches(_ADDRESS):
        before = reading.text[max(match.start() - _OFFICE_REACH, 0) : match.start()]
        is_office = _OFFICE.search(before) or _KEEPS_HOURS.match(reading.text, match.end())
        if not is_office or _HOME.search(before):
            yield Sight(Kind.ADDRESS, *match.span())
    for match in reading.matches_in_case(_IN_CAPITALS):
        before = reading.cased[max(match.start() - _BOX_REACH, 0) : match.start()]
        if match[0][0] == "P" and not _is_somebody(before):
            continue
        if not _OFFICE.search(before.lower()):
            yield Sight(Kind.ADDRESS, *match.span())


def _is_somebody(before: str) -> bool:
    """Tell whether the words right before a box at the post office are somebody's name."""
    name = _BEFORE_A_BOX.search(before)
    return name is not None and not NO_NAME.search(name[0].lower())


def telephones(reading: Reading) -> Iterator[Sight]:
    """See telephone numbers of North American shape, or with a country's code; not toll-free ones.

    Those that people are asked to call are told apart: beside a name they say nothing of whose name it is.
    """
    if "+" not in reading.text and not any(reading.matches(_END_OF_ONE)):
        return
    for match in reading.matches(_TELEPHONE):
        if _TOLL_FREE.match(match[0]):
            continue
        before = max(match.start() - _CALL_US_REACH, 0)
        is_ours = bool(
            _CALL_US.search(reading.text, before, match.start())
            or _OFFICE.search(reading.text, max(match.start() - _OFFICE_REACH, 0), match.start())
        ) and not _THEIR_OWN.search(reading.text, max(match.start() - 40, 0), match.start())
        yield Sight(Kind.TELEPHONE, *match.span(), Why.OFFICE if is_ours else Why.SHAPE)


def emails(reading: Reading) -> Iterator[Sight]:
    """See e-mail addresses outside governments' own domains."""
    end = 0
    for host in reading.matches(_AT_A_HOST):
        before = max(host.start() - _LONGEST_MAILBOX, end)
        if mailbox := _MAILBOX.search(reading.text, before, host.start()):
            start, end = mailbox.start(), host.end()
            if not _OFFICIAL_EMAIL.search(reading.text, start, end):
                yield Sight(Kind.EMAIL, start, end)
