"""Digits spelled out as words, in English, Spanish and Portuguese."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from screening.readings import Edit, Reading

# The place in each row is the number; the words of a language come in the order English, Spanish, Portuguese.
_DIGIT_WORDS: Final = (
    "zero oh o nought cero", "one uno um uma", "two dos dois duas", "three tres", "four cuatro quatro",
    "five cinco", "six seis meia", "seven siete sete", "eight ocho oito", "nine nueve nove",
)  # fmt: skip
_TEEN_WORDS: Final = (
    "ten diez dez", "eleven once onze", "twelve doce doze", "thirteen trece treze",
    "fourteen catorce catorze",
    "fifteen quince quinze", "sixteen dieciseis dezesseis", "seventeen diecisiete dezessete",
    "eighteen dieciocho dezoito", "nineteen diecinueve dezenove",
)  # fmt: skip
_TEN_WORDS: Final = (
    "twenty veinte vinte", "thirty treinta trinta", "forty cuarenta quarenta", "fifty cincuenta cinquenta",
    "sixty sesenta sessenta", "seventy setenta", "eighty ochenta oitenta", "ninety noventa",
)  # fmt: skip


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, str]:
    return {word: str(number) for number, row in enumerate(rows, first) for word in row.split()}


_UNITS: Final = _numbered(_DIGIT_WORDS, 0)
_TEENS: Final = _numbered(_TEEN_WORDS, 10)
_TENS: Final = _numbered(_TEN_WORDS, 2)
_HUNDRED: Final = "hundred"
_HUNDRED_WORDS: Final = (
    "cien ciento cem cento", "doscientos duzentos", "trescientos trezentos", "cuatrocientos quatrocentos",
    "quinientos quinhentos", "seiscientos seiscentos", "setecientos setecentos", "ochocientos oitocentos",
    "novecientos novecentos",
)  # fmt: skip
_HUNDREDS: Final = _numbered(_HUNDRED_WORDS, 1)
# "Cuarenta y cuatro", "two hundred and nineteen".
_JOINED: Final = "(?:(?:y|e|and)[ ]{1,3}+)?+"
_REPEATS: Final[dict[str, int]] = {"double": 2, "doble": 2, "triple": 3, "triplo": 3}

_DASHES: Final = frozenset(
    {"dash", "hyphen", "minus", "slash", "dot", "point", "guion", "raya", "traco", "hifen"}
)


def _alternation(words: set[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD: Final = (
    "(?:(?:"
    + _alternation({*_UNITS, *_TEENS, *_TENS, *_REPEATS, *_DASHES, _HUNDRED, *_HUNDREDS})
    + r")(?![a-z])|\d(?!\d))"
)
# What writes a group of digits in words.
_NUMBER: Final = f"(?:{_alternation({*_UNITS, *_TEENS, *_TENS, _HUNDRED, *_HUNDREDS})})(?![a-z])"
_RUN: Final = re.compile(
    rf"""
      (?<![a-z\d]){_WORD}(?:[\s,.;:/-]{{1,6}}+{_JOINED}{_WORD}){{3,60}}+
    | (?<=\d)[ \n]{{1,3}}+(?P<dash>{_alternation(set(_DASHES))})[ \n]{{1,3}}+(?=\d)
    """,
    re.VERBOSE,
)
# Groups in digits beside others in words, as "400 zero zero 1032" and "400, forty-four, 1032".
_MIXED: Final = re.compile(
    rf"""
    (?<![a-z\d$.,-])(?:\d{{2,4}}|{_NUMBER})
    (?:[ ,.-]{{1,3}}+{_JOINED}(?:\d{{2,4}}|{_NUMBER})){{2,9}}+(?![\d%]|[.,]\d)
    """,
    re.VERBOSE,
)
_SHAPE_OF_NINE: Final = (3, 5, 9)
# "O" is nought in English and an article in Portuguese: "..., nove oito um, o sistema".
_ARTICLE: Final = "o"
_NAMES: Final = frozenset({*_UNITS, *_TEENS, *_TENS, *_REPEATS, *_DASHES, _HUNDRED, *_HUNDREDS})
_TOKEN: Final = re.compile(r"(?<![a-z])(?!(?:y|e|and)(?![a-z]))[a-z]++|\d++")
_PIECE: Final = re.compile(r"[^,.;:]+")
_LENGTH: Final = 9


def spelled_digits(reading: Reading) -> Iterator[Edit]:
    """Yield the edits that write runs of four or more spelled digits as digits.

    A dash that is named is written. Nine digits without any are written in the shape of a Social Security
    number, since nobody spells out nine digits of anything that matters less.
    """
    if reading.words.isdisjoint(_NAMES):
        return
    for match in reading.matches(_RUN):
        if match["dash"]:
            yield Edit(match.start(), match.end(), "-")
            continue
        tokens = _TOKEN.findall(match[0])
        if all(token.isdigit() for token in tokens):
            continue
        start, end = _nine_between_pauses(match) or match.span()
        digits = _as_digits(_TOKEN.findall(reading.text, start, end))
        if len(digits) == _LENGTH + 1 and tokens[-1] == _ARTICLE:
            end = start + len(match[0][: match[0].rindex(_ARTICLE)].rstrip(" ,.;:/-"))
            digits = digits[:-1]
        if len(digits) == _LENGTH and digits.isdigit():
            digits = _in_the_shape(digits)
        yield Edit(start, end, digits)


def partly_spelled_digits(reading: Reading) -> Iterator[Edit]:
    """Yield the edits that write nine digits in the groups of a Social Security number where words are among
    them: "400 zero zero 1032".
    """
    if reading.words.isdisjoint(_NAMES):
        return
    for match in reading.matches(_MIXED):
        tokens = _TOKEN.findall(match[0])
        is_mixed = any(token.isdigit() for token in tokens) and not all(token.isdigit() for token in tokens)
        if not is_mixed:
            continue
        ends = {len(_as_digits(tokens[: count + 1])) for count in range(len(tokens))}
        digits = _as_digits(tokens)
        if len(digits) == _LENGTH and set(_SHAPE_OF_NINE) <= ends:
            yield Edit(*match.span(), _in_the_shape(digits))


def _in_the_shape(digits: str) -> str:
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def _nine_between_pauses(run: re.Match[str]) -> tuple[int, int] | None:
    """Find nine digits that begin and end at a pause: "my social, two one … seven, three times"."""
    pieces = [(piece.start(), piece.end()) for piece in _PIECE.finditer(run.string, *run.span())]
    counts = [len(_as_digits(_TOKEN.findall(run.string, *piece))) for piece in pieces]
    for first in range(len(pieces)):
        for last, count in enumerate(accumulate(counts[first:]), first):
            if count >= _LENGTH:
                if count == _LENGTH:
                    return pieces[first][0], pieces[last][1]
                break
    return None


def _as_digits(tokens: list[str]) -> str:
    """Write one run of words as digits and dashes: "ninety nine" is 99, "double five" is 55.

    "Two hundred nineteen" is 219: a hundred is as many zeros as what follows leaves to be written.
    """
    digits: list[str] = []
    tens, repeat = "", 1
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token == _HUNDRED or token in _HUNDREDS:
            left = "" if following in _TENS or following in _TEENS else "0" if following in _UNITS else "00"
            digits.append(_HUNDREDS.get(token, "") + left)
            continue
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
