"""Digits spelled out as words, in English, Spanish and Portuguese."""

import re
from collections.abc import Iterator
from typing import Final

from screening.readings import Edit, Reading

_UNITS: Final[dict[str, str]] = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "cero": "0", "uno": "1", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7",
    "ocho": "8", "nueve": "9",
    "um": "1", "uma": "1", "dois": "2", "duas": "2", "quatro": "4", "meia": "6", "sete": "7", "oito": "8", "nove": "9",
}  # fmt: skip

_TEENS: Final[dict[str, str]] = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip

_TENS: Final[dict[str, str]] = {
    "twenty": "2", "thirty": "3", "forty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8",
    "ninety": "9",
}  # fmt: skip

_REPEATS: Final[dict[str, int]] = {"double": 2, "doble": 2, "triple": 3, "triplo": 3}

_DASHES: Final = frozenset(
    {"dash", "hyphen", "minus", "slash", "dot", "point", "guion", "raya", "traco", "hifen"}
)


def _alternation(words: set[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD: Final = (
    "(?:(?:" + _alternation({*_UNITS, *_TEENS, *_TENS, *_REPEATS, *_DASHES}) + r")(?![a-z])|\d(?!\d))"
)
_RUN: Final = re.compile(
    rf"""
      (?<![a-z\d]){_WORD}(?:[\s,.;:/-]{{1,4}}+{_WORD}){{3,60}}+
    | (?<=\d)[ ]{{1,3}}+(?P<dash>{_alternation(set(_DASHES))})[ ]{{1,3}}+(?=\d)
    """,
    re.VERBOSE,
)
_TOKEN: Final = re.compile(r"[a-z]++|\d++")


def spelled_digits(reading: Reading) -> Iterator[Edit]:
    """Yield the edits that write runs of four or more spelled digits as digits.

    A dash that is named is written. Nine digits without any are written in the shape of a Social Security
    number, since nobody spells out nine digits of anything that matters less.
    """
    for match in reading.matches(_RUN):
        if match["dash"]:
            yield Edit(match.start(), match.end(), "-")
            continue
        tokens = _TOKEN.findall(match[0])
        if all(token.isdigit() for token in tokens):
            continue
        digits = _as_digits(tokens)
        if len(digits) == 9 and digits.isdigit():
            digits = f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
        yield Edit(match.start(), match.end(), digits)


def _as_digits(tokens: list[str]) -> str:
    """Write one run of words as digits and dashes: "ninety nine" is 99, "double five" is 55."""
    digits: list[str] = []
    tens, repeat = "", 1
    for token in tokens:
        unit = _UNITS.get(token, token if len(token) == 1 and token.isdigit() else "")
        if unit and unit != "0" and tens:
            digits.append(tens + unit)
            tens = ""
            continue
        if tens:
            digits.append(tens + "0")
            tens = ""
        if unit:
            digits.append(unit * repeat)
            repeat = 1
        elif token in _REPEATS:
            repeat = _REPEATS[token]
        elif token in _TENS:
            tens = _TENS[token]
        elif token in _DASHES:
            digits.append("-")
        else:
            digits.append(_TEENS.get(token, token))
    return "".join(digits) + (tens + "0" if tens else "")
