"""Which passwords are taken: long ones, of which enough is left when everything foreseeable is struck out.

Source: NIST SP 800-63B-4, section 3.1.1.2: 15 characters where the password stands alone, no rules of
composition, and a list of what is commonly used or expected, such as names of the service and the person.
"""

import re
import unicodedata
from collections.abc import Iterable

from accounts.errors import ForeseeablePassword, UnfitLength

SHORTEST = 15
LONGEST = 128

# Of a foreseeable password fewer characters than these are its own.
FEWEST_OF_ITS_OWN = 8
SHORTEST_WORD = 4
SHORTEST_RUN = 4

COMMON_WORDS = (
    "password passw0rd p@ssword p@ssw0rd passphrase passcode letmein changeme welcome iloveyou "
    "administrator admin secret default login sealpost spring summer autumn winter"
)
ROWS = (
    "abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiop asdfghjkl zxcvbnm qwertzuiop azertyuiop "
    "qazwsxedcrfvtgbyhnujmikolp 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p 1q2w3e4r5t6y7u8i9o0p !@#$%^&*()_+"
)
_BOTH_WAYS = f"{ROWS} {ROWS[::-1]}"


def check(password: str, *, known: Iterable[str]) -> None:
    """Raise UnfitLength or ForeseeablePassword for a password that may not be used.

    known: what others know of the person and the agency: names, the e-mail address.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnfitLength(shortest=SHORTEST, longest=LONGEST)
    if len(_of_its_own(password, known)) < FEWEST_OF_ITS_OWN:
        raise ForeseeablePassword


def _of_its_own(password: str, known: Iterable[str]) -> str:
    """Strike out words that are known, what is repeated, and rows of the keyboard."""
    rest = "".join(_folded(password).split())
    words = {*COMMON_WORDS.split(), *(word for text in known for word in _words(text))}
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return _without_runs(re.sub(r"(.+?)\1+", r"\1", rest))


def _words(known: str) -> list[str]:
    folded = _folded(known)
    words = ["".join(folded.split()), *re.split(r"[\W_]+", folded)]
    return [word for word in words if len(word) >= SHORTEST_WORD]


def _without_runs(text: str) -> str:
    kept, start = "", 0
    while start < len(text):
        end = start + 1
        while end < len(text) and text[start : end + 1] in _BOTH_WAYS:
            end += 1
        if end - start < SHORTEST_RUN:
            end = start + 1
            kept += text[start]
        start = end
    return kept


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
