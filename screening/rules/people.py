"""Addresses, telephone numbers and e-mail addresses; the policy counts them only in combination."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind, Why

_STREET: Final = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|ter|circle|cir"
    "|way|parkway|pkwy|highway|hwy|square|sq|trail|trl"
)
_ADDRESS: Final = re.compile(
    rf"""
      (?<![\w$.,-])\d{{1,6}}[a-z]?[ ](?:[nsew]\.?[ ])?(?:[a-z\d'.-]{{2,20}}+[ ]){{1,4}}(?:{_STREET})(?![a-z])
    | (?<![a-z])(?:calle|avenida|rua|travessa)[ ][a-z .'-]{{2,40}}+,?[ ]?\d{{1,6}}(?!\d)
    """,
    re.VERBOSE,
)

# How an agency says where its own offices are.
_OFFICE: Final = re.compile(
    r"(?<![a-z])(?:visit us|our|offices?|department|division|bureau|unit|cent(?:er|re)|located|walk-in"
    r"|in person|agency|advocate|oficinas?|escritorio|visitenos)(?![a-z])(?:.|\n){0,40}$"
)
_OFFICE_REACH: Final = 60

_TELEPHONE: Final = re.compile(
    r"(?=[\d+(])(?<![\d.$-])(?:\+?1[-. ]{0,2})?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}(?!\d)"
    r"|(?<![\d+])\+[1-9][\d ().-]{6,20}\d(?!\d)"
)
# Nobody's own. Source: FCC, "What Is a Toll-Free Number"; 822 is kept for more of them.
_TOLL_FREE: Final = re.compile(r"(?:\+?1)?[-. (]{0,3}8(?:00|22|33|44|55|66|77|88)(?!\d)")

# And how people are asked to call it, or it signs: such a number is nobody's own.
_CALL_US: Final = re.compile(
    r"(?<![a-z])(?:call|contact|reach|dial|llame|llamenos|ligue|contacte)(?:nos)?"
    r"(?! (?:me|him|her|them|back))"
    r"(?:[ ,:]{1,2}[a-z'-]{1,20}){0,6}[ ,:(]{0,3}$"
    r"|(?<![a-z])can be (?:called|reached)(?: at| on)?[ ]?$"
    r"|(?<![a-z])(?:regards|sincerely|thank you|atentamente|saludos|cordialmente|atenciosamente)[,.!]?\s*\n"
    r"(?:.|\n){0,120}$"
)
_CALL_US_REACH: Final = 140

_EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[a-z\d-]{1,63}+\.(?=[a-z\d])){1,4}+[a-z]{2,24}(?!\w)"
)
_OFFICIAL_EMAIL: Final = re.compile(r"\.gov|\.mil|\.us|@(?:[\w-]+\.)*state\.", re.ASCII)


def addresses(reading: Reading) -> Iterator[Sight]:
    """See a house number, some words and a kind of street; post-office boxes and offices are not homes."""
    for match in reading.matches(_ADDRESS):
        if not _OFFICE.search(reading.text[max(match.start() - _OFFICE_REACH, 0) : match.start()]):
            yield Sight(Kind.ADDRESS, *match.span())


def telephones(reading: Reading) -> Iterator[Sight]:
    """See telephone numbers of North American shape, or with a country's code; not toll-free ones.

    Those that people are asked to call are told apart: beside a name they say nothing of whose name it is.
    """
    for match in reading.matches(_TELEPHONE):
        if _TOLL_FREE.match(match[0]):
            continue
        before = max(match.start() - _CALL_US_REACH, 0)
        is_ours = (
            _CALL_US.search(reading.text, before, match.start())
            or _OFFICE.search(reading.text, max(match.start() - _OFFICE_REACH, 0), match.start())
        ) is not None
        yield Sight(Kind.TELEPHONE, *match.span(), Why.OFFICE if is_ours else Why.SHAPE)


def emails(reading: Reading) -> Iterator[Sight]:
    """See e-mail addresses outside governments' own domains."""
    if "@" not in reading.text:
        return
    for match in reading.matches(_EMAIL):
        if not _OFFICIAL_EMAIL.search(match[0]):
            yield Sight(Kind.EMAIL, *match.span())
