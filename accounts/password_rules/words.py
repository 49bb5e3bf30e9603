"""Words, sayings and rows of keys that long passwords are made of, and what each is worth to whoever guesses.

The words below are what people put into passwords of a site like this one. What they put into passwords
anywhere is the list that comes with Django: some 20,000, the most common first.
"""

import gzip
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation

ABOUT_SIGNING_IN = (
    "password passwort passwords passw0rd pass word pwd passphrase passcode contraseña clave secret secrets "
    "secure security supersecret topsecret letmein changeme change default temp temporary test testing guest "
    "user login signin signon logon access enter open admin administrator root welcome hello please trustno1 "
    "account portal message messages mailbox online website website internet computer"
)
ABOUT_THE_AGENCY = (
    "sealpost agency department revenue treasury government commonwealth state federal office officer "
    "supervisor auditor commissioner helpdesk help desk service services support tax taxes taxpayer income "
    "refund return taxreturn taxseason irs form1040 1040 w2 filing audit collections childsupport usa dor "
    "massachusetts mass boston america american united states unitedstates"
)
TIMES = (
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed "
    "thu fri sat sun spring summer autumn fall winter christmas easter birthday holiday today year"
)
DEAR_TO_PEOPLE = (
    "iloveyou ilove love lover loveyou forever family mother father mommy daddy husband wife baby angel "
    "jesus christ god lord bless heaven king queen prince princess sunshine flower butterfly rainbow "
    "chocolate cookie coffee cheese happy lucky dog cat puppy kitty max buddy dragon monkey tiger lion eagle "
    "football baseball basketball soccer hockey redsox patriots yankees celtics bruins newengland "
    "superman batman spiderman starwars pokemon ninja killer master shadow hunter freedom whatever nothing "
    "michael jennifer jessica ashley charlie daniel david john james robert mary maria jose jordan matthew "
    "andrew thomas joseph smith johnson google facebook microsoft windows apple samsung"
)
# Every guesser knows them, however many words they have.
SAYINGS = (
    "correct horse battery staple",
    "to be or not to be",
    "that is the question",
    "the quick brown fox",
    "jumps over the lazy dog",
    "may the force be with you",
    "in god we trust",
    "god bless america",
    "once upon a time",
    "happy birthday to you",
    "lorem ipsum dolor sit amet",
    "hello world",
    "live long and prosper",
    "winter is coming",
    "carpe diem",
    "we the people",
    "home sweet home",
    "let it be",
    "all you need is love",
    "this is my password",
    "my password is",
    "i am a",
    "this is a",
    "so much",
)

_LETTERS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "1234567890"
# Of a US keyboard, with its other arrangements in Germany and France; then of the block of numbers.
_ROWS = (
    f"{_LETTERS} {_LETTERS[::2]} {_LETTERS[1::2]} 01234567890123456789 02468024680 13579135791 "
    "qwertyuiop asdfghjkl zxcvbnm qwertyuiopasdfghjklzxcvbnm qwertzuiop azertyuiop qweasdzxc "
    "qwerasdfzxcv qwertasdfgzxcvb qazwsxedcrfvtgbyhnujmikolp 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p "
    "zaq12wsxcde34rfv 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 qawsedrftgyhujikolp awsedrftgyhujikolp "
    "1!2@3#4$5%6^7&8*9(0) !1@2#3$4%5^6&7*8(9) "
    "789456123 7894561230 147258369 741852963 963852741 159753 159357 31415926535897932"
)
_PAIRED = " ".join(
    "".join(first + second for first, second in zip(*pair, strict=False))
    for pair in ((_LETTERS, _DIGITS), (_DIGITS, _LETTERS))
)
_ONE_WAY = f"{_ROWS} {_PAIRED}"
ROWS = f"{_ONE_WAY} {_ONE_WAY[::-1]}"

# How many characters of its own a piece stands for: what it adds to the work of whoever tries such pieces.
EXPECTED, VERY_COMMON, COMMON = 1, 2, 3
VERY_COMMON_RANKS = 1000
SHORTEST_COMMON = 4
SHORTEST_EXPECTED = 3
SHORTEST_OF_SAYING = 6

LOOKS_LIKE = dict(zip("01!|l345$@7+89", "oiiiieassattbg", strict=True))
_SPOKEN = str.maketrans(LOOKS_LIKE)


def spoken(text: str) -> str:
    """Read figures and signs as the letters that they stand for; what looks alike becomes one letter."""
    return text.translate(_SPOKEN)


@cache
def weights() -> dict[str, int]:
    """Map words, as `spoken` gives them, to what each is worth; some 20,000, read once in a process."""
    with gzip.open(Path(password_validation.__file__).with_name("common-passwords.txt.gz"), "rt") as lines:
        common = [line.strip() for line in lines]
    found = {
        spoken(word): VERY_COMMON if rank < VERY_COMMON_RANKS else COMMON
        for rank, word in reversed(list(enumerate(common)))
        if len(word) >= SHORTEST_COMMON
    }
    return found | dict.fromkeys(expected(), EXPECTED)


@cache
def expected() -> frozenset[str]:
    """List the words of a site like this one, as `spoken` gives them."""
    own = f"{ABOUT_SIGNING_IN} {ABOUT_THE_AGENCY} {TIMES} {DEAR_TO_PEOPLE}".split()
    return frozenset(spoken(word) for word in own if len(word) >= SHORTEST_EXPECTED)


def begins_saying(part: str) -> bool:
    """Tell whether this, as `spoken` gives it, is one of the sayings or the beginning of one."""
    return part in _beginnings()


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(
        saying[:length] for saying in sayings() for length in range(SHORTEST_OF_SAYING, len(saying) + 1)
    )


@cache
def sayings() -> tuple[str, ...]:
    """List the sayings without their spaces, as `spoken` gives them."""
    return tuple(spoken(saying.replace(" ", "")) for saying in SAYINGS)
