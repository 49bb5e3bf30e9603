"""What one character looks like to a reader, written in ASCII where that is possible.

The result keeps its case. Characters that nobody sees become nothing.
"""

import unicodedata
from functools import lru_cache
from typing import Final

# Dashes by look that Unicode does not class as dash punctuation.
_DASHES: Final = frozenset("\u02d7\u2043\u2212\u2796\u30fc\u4e00\u1680\u00ac\u00af\u203e\u2500\u2501")

# Letters of other scripts that look like a Latin one or a digit: Cyrillic and Greek, as fraud writes them.
_HOMOGLYPHS: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινЗзбЧ",
        "ABESIJKMHOPCTYXaesijopcyxdqwABEZHIKMNOPTYXoaiv3364",
        strict=True,
    )
)

_PUNCTUATION: Final = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u02bc": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u2044": "/", "\u2215": "/", "\u2024": ".", "\u3002": ".", "\u00b7": ".", "\u2022": ".", "\u2027": ".",
    "\u30fb": ".", "\u2219": ".", "\u22c5": ".", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\x0b": "\n",
    "\x0c": "\n", "\u25cf": "*", "\u2217": "*", "\u2588": "*", "\u25a0": "*",
}  # fmt: skip

# Shown as blank or not at all, though their category says letter or symbol.
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")

# Format and control characters, and marks that combine with what stands before them.
_WITHOUT_ROOM: Final = frozenset({"Cf", "Cc", "Mn", "Me"})


@lru_cache(maxsize=8192)
def seen_as(character: str) -> str:
    """Tell the ASCII text that a reader sees for `character`; itself when there is none."""
    if character in _DASHES:
        return "-"
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if character in _HOMOGLYPHS:
        return _HOMOGLYPHS[character]
    category = unicodedata.category(character)
    if category in _WITHOUT_ROOM:
        return ""
    if category == "Pd":
        return "-"
    if category == "Zs" or character in _BLANK_LETTERS:
        return " "
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    return _latin(character)


def _latin(character: str) -> str:
    """Take accents, width and ligatures off `character`."""
    decomposed = unicodedata.normalize("NFKD", character)
    if decomposed == character:
        return character
    return "".join(
        _PUNCTUATION.get(letter, letter) for letter in decomposed if unicodedata.category(letter) != "Mn"
    )
