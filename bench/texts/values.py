"""Made-up values of each kind, in the formats of letters and records; most check digits are wrong."""

import random
import string
from collections.abc import Callable

from stdnum.us import rtn

Value = Callable[[random.Random], str]

_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),  # noqa: SIM905
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),  # noqa: SIM905
}
_CARDS = {"4": 16, "51": 16, "2221": 16, "6011": 16, "35": 16, "34": 15, "37": 15, "36": 14}
_IBANS = {
    "DE": "", "ES": "", "BE": "", "NO": "", "FR": "", "PT": "", "CH": "", "PL": "", "SE": "",
    "GB": "WXYZ", "IE": "ABCD", "NL": "ABCD", "MT": "ABCD",
}  # fmt: skip
_IBAN_LENGTHS = {
    "DE": 22, "ES": 24, "BE": 16, "NO": 15, "FR": 27, "PT": 25, "CH": 21, "PL": 28, "SE": 24,
    "GB": 22, "IE": 22, "NL": 18, "MT": 31,
}  # fmt: skip

# "A" stands for a letter, "9" for a digit. Source: the states' formats, as lists for employers print them.
_LICENCES = (
    "S99999999 SA9999999 999999999 9999999 99999999 A9999999 A999999999999 A999-9999-9999 A-999-999-999-999",
    "99-999-9999 AA999999A 99AAA99999 999AA9999 A99999999999999 AAA-99-9999 WDL9AA99A999 K99-99-9999",
)
_PASSPORTS = ("999999999 A99999999 AA999999 C09X9P999 99AA99999",)
_ACCOUNTS = ("999999 99999999 9999999999 999999999999 99999999999999999 9999-999999 999-99-99999",)
_TAX_ACCOUNTS = ("WTH-99999999-999 CIT-99999999-999 SLS99999999999 99999999-999 L9999999999",)


def _filled(chance: random.Random, shape: str) -> str:
    return "".join(
        chance.choice(string.digits) if each == "9" else chance.choice("BCDFGHJKM") if each == "A" else each
        for each in shape
    )


def _one_of(lines: tuple[str, ...]) -> Value:
    shapes = " ".join(lines).split()
    return lambda chance: _filled(chance, chance.choice(shapes))


def social_security(chance: random.Random) -> str:
    """Make one that nobody has: group or serial may be zeros, as in test returns."""
    group = chance.choice([0, chance.randrange(100)])
    return f"{chance.randrange(1, 900):03}-{group:02}-{chance.randrange(10_000):04}"


def individual_taxpayer(chance: random.Random) -> str:
    """Make one with a group that the IRS gives out."""
    group = chance.choice([*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100)])
    return f"9{chance.randrange(100):02}-{group}-{chance.randrange(10_000):04}"


def routing_number(chance: random.Random) -> str:
    """Make one whose check digit is right in half of all cases."""
    digits = f"{chance.randrange(1, 4):01}{chance.randrange(10_000_000):07}"
    return digits + (rtn.calc_check_digit(digits) if chance.random() < 0.5 else chance.choice(string.digits))


def payment_card(chance: random.Random) -> str:
    """Make one in one piece, or in the groups that stand on the card."""
    start, length = chance.choice(list(_CARDS.items()))
    number = start + _filled(chance, "9" * (length - len(start)))
    groups = (4, 6, length - 10) if length < 16 else (4, 4, 4, 4)
    pieces, place = [], 0
    for group in groups:
        pieces.append(number[place : place + group])
        place += group
    return chance.choice([number, " ".join(pieces), "-".join(pieces)])


def iban(chance: random.Random) -> str:
    """Make one as long as its country has them, in one piece or in groups of four."""
    country = chance.choice(list(_IBANS))
    bank = _IBANS[country]
    number = country + _filled(chance, "99") + bank
    number += _filled(chance, "9" * (_IBAN_LENGTHS[country] - len(number)))
    groups = [number[place : place + 4] for place in range(0, len(number), 4)]
    return chance.choice([number, " ".join(groups), "-".join(groups)])


def date_of_birth(chance: random.Random) -> str:
    """Make a day in one of twenty-some ways to write it."""
    year, month, day = chance.randrange(1930, 2020), chance.randrange(1, 13), chance.randrange(1, 29)
    english, spanish, portuguese = (_MONTHS[language][month - 1] for language in ("en", "es", "pt"))
    ordinal = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
    return chance.choice(
        [
            f"{month:02}/{day:02}/{year}", f"{month}/{day}/{year}", f"{month}/{day}/{year % 100:02}",
            f"{month:02}-{day:02}-{year}", f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}",
            f"{day:02}.{month:02}.{year}", f"{month:02} {day:02} {year}", f"{month:02}{day:02}{year}",
            f"{year}{month:02}{day:02}", f"{english} {day}, {year}", f"{english[:3]} {day}, {year}",
            f"{english[:3]}. {day}, {year}", f"{english} {day}{ordinal}, {year}", f"{english} {day} {year}",
            f"{day} {english} {year}", f"{day}{ordinal} of {english}, {year}", f"{day}-{english[:3]}-{year}",
            f"{day:02}{english[:3].upper()}{year}", f"{year}-{month:02}-{day:02}T00:00:00Z",
            f"{day} de {spanish} de {year}", f"{day} de {spanish} del {year}", f"{spanish} {day} de {year}",
            f"{day} de {portuguese} de {year}",
        ]
    )  # fmt: skip


VALUES: dict[str, Value] = {
    "US_SSN": social_security,
    "US_SSN bare": lambda chance: social_security(chance).replace("-", ""),
    "US_ITIN": individual_taxpayer,
    "US_ITIN bare": lambda chance: individual_taxpayer(chance).replace("-", ""),
    "US_EIN": _one_of(("99-9999999",)),
    "US_EIN bare": _one_of(("999999999",)),
    "BANK_ACCOUNT": _one_of(_ACCOUNTS),
    "BANK_ROUTING": routing_number,
    "IBAN": iban,
    "CREDIT_CARD": payment_card,
    "DRIVER_LICENSE": _one_of(_LICENCES),
    "PASSPORT": _one_of(_PASSPORTS),
    "DATE_OF_BIRTH": date_of_birth,
    "TAX_ACCOUNT": _one_of(_TAX_ACCOUNTS),
}
"""Makers of values by label; what follows a blank tells two formats of one label apart."""
