"""Records that programs exchange, in which a place and no word says what a number is.

Sources: SSA, Specifications for Filing Forms W-2 Electronically (EFW2); IRS, Publication 1220; Nacha
Operating Rules, appendix three; ASC X12 820, 834, 835 and 837; BAI2; HL7 version 2, chapter 3; SWIFT
MT940, field 25; Fedwire Funds Service, tags 3100 to 5100; IATA, passenger documents (SSR DOCS); ICAO Doc
9303, part 4, for the lines of a passport; FamilySearch GEDCOM; AAMVA, DL/ID Card Design Standard, annex
D; ANSI X9.100-160-1, the line at the bottom of a check.
"""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Reading
from screening.sights import Sight
from screening.verdicts import Kind, Why

_AT_LINE_START: Final = r"(?<![^\n])"
_YEAR: Final = r"(?:18|19|20)\d\d"
_DAY: Final = rf"{_YEAR}(?:0\d|1[012])[0-3]\d"

_KINDS: Final = {
    "person": Kind.SSN,
    "employer": Kind.EIN,
    "birth": Kind.DATE_OF_BIRTH,
    "routing": Kind.ROUTING_NUMBER,
    "account": Kind.BANK_ACCOUNT,
    "licence": Kind.DRIVERS_LICENCE,
    "passport": Kind.PASSPORT,
}

# Parcels and letters are numbered so all over the world: "RW123456785CN", with the letters of a country. In a
# record a name goes on behind them.
_NO_PARCEL: Final = r"(?![a-z]{2}(?:[.,;)]?[ ]{0,2}(?:\n|\Z)|[ ](?:is|was|has|will|arrived|came|went)[ ]))"

# Each names what it holds; "6 27" begins an entry of Nacha, "RW" one for an employee of EFW2.
_RECORDS: Final = tuple(
    re.compile(expression, re.VERBOSE)
    for expression in (
        rf"{_AT_LINE_START}rw(?P<person>\d{{9}}){_NO_PARCEL}[a-z\d ]",
        rf"{_AT_LINE_START}rs\d\d[ \d]{{5}}(?P<person>\d{{9}})[a-z ]",
        rf"{_AT_LINE_START}ra(?P<employer>\d{{9}})(?!us\d)[a-z\d]{{8}}",
        rf"{_AT_LINE_START}ra(?P<employer>\d{{9}}){_NO_PARCEL}[a-z][a-z\d ]{{4}}",
        rf"{_AT_LINE_START}re20\d\d[ a-z\d]?(?P<employer>\d{{9}})[a-z\d ]",
        rf"{_AT_LINE_START}[ta]20\d\d[1p ]?[ ]{{0,5}}(?P<employer>\d{{9}})[a-z\d ]{{5}}",
        rf"{_AT_LINE_START}b20\d\d[gc ]?[a-z\d&-][a-z\d& -]{{3}}[12 ]"
        r"(?P<person>\d{9})(?:[ ]|(?=[a-z-]|\d{4})[a-z\d-]{1,24}(?![^ \n]))",
        rf"{_AT_LINE_START}6[ ]?[2-5][2-9][ ]?(?P<routing>\d{{9}})"
        r"[ ]{0,2}(?P<account>[\da-z-]{4,17})[ ]{1,14}\d{10}",
        # The account has all of its seventeen places; whose it is follows the amount.
        rf"{_AT_LINE_START}6[2-5][2-9](?P<routing>\d{{9}})"
        r"(?P<account>[\da-z-]{17})\d{10}[\da-z ]{0,15}[a-z]",
        rf"{_AT_LINE_START}101[ ](?P<routing>\d{{9}})[ ]?\d{{9,10}}\d{{10}}[a-z\d]094101",
        # The signs of a check, or the bars and colons that people write for them; and the letters that stand
        # at their places in the fonts of checks.
        r"(?:(?<=\u2446)|(?<=\u2446\s)|(?<=\|:)|(?<=\|:\s))(?P<routing>\d{9})[ ]?[\u2446:|]{1,2}[ ]{0,2}"
        r"(?P<account>\d[\d -]{2,18}\d)(?!\d)",
        r"(?<=[at])(?<![a-z][at])(?P<routing>\d{9})[at][ ]{0,2}o?(?P<account>\d[\d -]{2,18}\d)[cou](?![a-z])",
        r"(?<=:)(?P<routing>\d{9}):[ ]?(?P<account>\d[\d -]{2,18}\d)[ ]?(?:[\u2448\"<]|\|\|)",
        r"\{3[14]00\}(?P<routing>\d{9})",
        r"\{(?:4[0-2]00|5[01]00)\}d(?P<account>\d[\d-]{4,33})\*",
        r"(?<![a-z])docs[a-z\d ]{0,20}[ /]p/[a-z]{3}/(?P<passport>[a-z\d]{6,12})/[a-z]{3}/"
        r"(?P<birth>[0-3]\d[ ]?[a-z]{3}[ ]?(?:19|20)?\d\d)/[a-z]{1,2}(?![a-z])",
        # Line two of a passport: its number, a check digit, the nation, the birth, the sex and when it ends.
        r"(?<![a-z\d<])(?P<passport>[a-z\d]{6,9})<{0,3}\d[a-z]{3}(?P<birth>\d{6})\d[mfx<]\d{7}(?=[a-z\d<])",
        r"(?<![^\n])\d[ ]birt\n\d[ ]date[ ](?P<birth>[\da-z ]{4,30})",
        r":25:(?P<routing>\d{8,9})/(?P<account>\d{5,17})(?!\d)",
        rf"(?<![a-z\d])dbb(?P<birth>(?:0\d|1[012])[0-3]\d{_YEAR})(?!\d)",
        r"(?:(?<![a-z\d])|(?<![a-z])dl)daq(?P<licence>[a-z]{0,3}\d{6,13})(?![a-z\d])",
        # How it is paid, in a segment BPR: a kind of number, a bank, a kind of account, and the account.
        r"(?<=[*|^]01)(?P<sign>[*|^])(?P<routing>\d{9})(?P=sign)(?:da|sg)(?P=sign)(?P<account>[a-z\d]{4,17})"
        r"(?![a-z\d])",
        r"(?<![a-z\d])n1(?P<sign>[*|^])[a-z\d]{2}(?P=sign)[^*|^~\n]{0,60}(?P=sign)(?:fi|24)(?P=sign)"
        r"(?P<employer>\d{9})(?!\d)",
        rf"{_AT_LINE_START}03,(?P<account>\d{{6,17}}),(?:[a-z]{{3}})?,\d{{3}},[^\n]{{0,200}}/(?![^\n])",
        r"(?<![a-z\d])ref(?P<sign>[*|^])(?:sy|0f)(?P=sign)(?P<person>\d{9}|\d{3}-\d\d-\d{4})(?!\d)",
        r"(?<![a-z\d])ref(?P<sign>[*|^])(?:ei|tj)(?P=sign)(?P<employer>\d{9}|\d\d-\d{7})(?!\d)",
        r"(?<![a-z\d])nm1(?P<sign>[*|^])(?:[^*|^~\n]{0,60}[*|^]){7}34[*|^](?P<person>\d{9})(?!\d)",
        rf"(?<![a-z\d])dmg(?P<sign>[*|^])d8(?P=sign)(?P<birth>{_DAY})(?!\d)",
        rf"{_AT_LINE_START}pid\|(?:[^|\n]{{0,120}}\|){{6}}(?P<birth>{_DAY}|{_YEAR}-\d\d-\d\d)(?:\d{{4,6}})?(?=[|^\n]|$)",
        r"(?<![^\n])pid\|(?:[^|\n]{0,120}\|){18}(?P<person>\d{9}|\d{3}-\d\d-\d{4})(?=[|^\n]|$)",
    )
)  # fmt: skip


# What else is on the barcode of a licence: names, days, the sex, the street, and the country.
_OF_A_CARD: Final = re.compile(
    r"(?<![a-z\d])d(?:b[abd]\d{8}|bc[129]|cs[a-z]|ac[a-z]|ag\d|aj[a-z]{2}|ak\d{5}|cg(?:usa|can))"
    r"|(?<![a-z])dldaq|(?<![a-z\d])(?:daa[a-z]|dcf\d)|ansi ?636|barcode|licen[cs]e"
)
_CARD_REACH: Final = 60
_OF_MASSACHUSETTS: Final = re.compile(r"s(?:a\d{7}|\d{8})")


def records(reading: Reading) -> Iterator[Sight]:
    """See the numbers of people, employers and banks, and days of birth, by their place in a record."""
    for expression in _RECORDS:
        for match in reading.matches(expression):
            for name, value in match.groupdict().items():
                if name == "licence" and not _is_on_a_card(reading, match):
                    continue
                if value and name in _KINDS:
                    yield Sight(_KINDS[name], *match.span(name), Why.SHAPE)


def _is_on_a_card(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether another field of a barcode stands beside one that may be the number of a licence.

    As Massachusetts writes them, they need none.
    """
    start, end = match.span()
    if _OF_MASSACHUSETTS.fullmatch(match["licence"]):
        return True
    return _OF_A_CARD.search(reading.text, max(start - _CARD_REACH, 0), end + _CARD_REACH) is not None
