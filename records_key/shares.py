"""A custodian's share as characters: twelve lines that people can type, or one text for a QR code.

A line has 26 characters of the code (Crockford's base 32), one that catches any one wrong character and any
two that changed places, and one that says which line of which page it is. A page ends with eight characters
over all of it.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import NoReturn

from encryption.codes import ALPHABET, check_character, group, normalise
from encryption.contexts import ctx
from encryption.errors import BadCode
from records_key.errors import BadShare
from records_key.splitting import CUSTODIANS, SEED_BYTES, VALUES_EACH

LINES = 2 * VALUES_EACH
DATA_CHARACTERS = 26
LINE_CHARACTERS = DATA_CHARACTERS + 2
SET_CHARACTERS = CHECK_CHARACTERS = 8
SCANNED_PREFIX = "SEALPOST-SHARE:1"

_LABELLED = re.compile(r"\s*(set|custodian|check|\d{1,2})\b[\s.:]*(.*)", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Share:
    """Hold what one custodian keeps.

    set_code: eight characters that name the records key. custodian: 1 to 5. values: six times 32 bytes.
    """

    set_code: str
    custodian: int
    values: tuple[bytes, ...]

    @property
    def lines(self) -> list[str]:
        """Write the twelve lines of the page, without their numbers."""
        halves = [half for value in self.values for half in _halves(value)]
        return [
            half + _checks(self.set_code, self.custodian, number, half)
            for number, half in enumerate(halves, start=1)
        ]

    @property
    def check(self) -> str:
        """Compute the eight characters over the whole page."""
        digest = sha256(ctx("records-share", self.set_code, self.custodian, *self.values)).digest()
        return _characters(digest, CHECK_CHARACTERS)

    @property
    def scanned(self) -> str:
        """Write the text of the QR code."""
        parts = (SCANNED_PREFIX, self.set_code, str(self.custodian), "".join(self.lines), self.check)
        return ":".join(parts)

    @property
    def typed(self) -> str:
        """Write the page as lines, as they are printed and typed."""
        numbered = [f"{number} {group(line)}" for number, line in enumerate(self.lines, start=1)]
        head = [f"SET {group(self.set_code)}", f"CUSTODIAN {self.custodian}"]
        return "\n".join([*head, *numbered, f"CHECK {group(self.check)}", ""])

    @property
    def digest(self) -> str:
        """Compute what minutes may show of a page: a SHA-256 from which nobody finds its values."""
        return sha256(self.scanned.encode()).hexdigest()

    def __repr__(self) -> str:
        return f"<Share of custodian {self.custodian}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a share is not pickled or copied")


def set_code_of(key_id: str) -> str:
    """Name a records key by eight characters, which stand on every page of it."""
    return _characters(sha256(ctx("records-set", key_id)).digest(), SET_CHARACTERS)


def read(text: str) -> Share:
    """Read a page that was typed or scanned; raises BadShare, which says what to look at."""
    if text.strip().upper().startswith(SCANNED_PREFIX):
        return _read_scanned(text.strip().upper())
    found: dict[str, str] = {}
    for match in filter(None, map(_LABELLED.fullmatch, text.splitlines())):
        label = match[1].upper().lstrip("0")
        if label in found:
            raise BadShare(f"“{label}” stands there twice. Give the lines of one page only.")
        found[label] = match[2]
    wanted = ["SET", "CUSTODIAN", *map(str, range(1, LINES + 1)), "CHECK"]
    missing = [label for label in wanted if label not in found]
    if missing:
        raise BadShare(f"This is not a whole page: what begins with {', '.join(missing)} is missing.")
    return assemble(
        read_set(found["SET"]),
        read_custodian(found["CUSTODIAN"]),
        [found[str(number)] for number in range(1, LINES + 1)],
        found["CHECK"],
    )


def assemble(set_code: str, custodian: int, lines: list[str], check: str) -> Share:
    """Put a page together from its typed lines; raises BadShare."""
    halves = [
        read_line(line, set_code=set_code, custodian=custodian, number=number)
        for number, line in enumerate(lines, start=1)
    ]
    values = tuple(_value(halves[at] + halves[at + 1], number=at + 1) for at in range(0, LINES, 2))
    share = Share(set_code, custodian, values)
    if _normalised(check, "the last line") != share.check:
        raise BadShare(
            f"Page of custodian {custodian}: the lines and the CHECK line do not fit. "
            "Compare every line with the page once more."
        )
    return share


def read_set(typed: str) -> str:
    """Read the code that names the records key; raises BadShare."""
    code = _normalised(typed, "SET")
    if len(code) != SET_CHARACTERS:
        raise BadShare("The code behind SET has eight characters.")
    return code


def read_custodian(typed: str) -> int:
    """Read the number of a custodian; raises BadShare."""
    number = typed.strip()
    if number not in map(str, CUSTODIANS):
        raise BadShare("The number behind CUSTODIAN is one of 1 to 5.")
    return int(number)


def read_line(typed: str, *, set_code: str, custodian: int, number: int) -> str:
    """Read one line of a page and check it; gives its 26 characters, or raises BadShare."""
    where = f"Page of custodian {custodian}, line {number}"
    line = _normalised(typed, where)
    if len(line) != LINE_CHARACTERS:
        raise BadShare(
            f"{where} has {len(line)} characters instead of {LINE_CHARACTERS}. Compare it with the page."
        )
    half = line[:DATA_CHARACTERS]
    if check_character(half) != line[DATA_CHARACTERS]:
        raise BadShare(f"{where} has a wrong character. Compare it with the page, group by group.")
    if _checks(set_code, custodian, number, half) != line[DATA_CHARACTERS:]:
        raise BadShare(
            f"{where}: this is another line, or a line of another page, or it has a wrong character. "
            "Compare it with the page."
        )
    return half


def _read_scanned(text: str) -> Share:
    parts = text.removeprefix(SCANNED_PREFIX).split(":")
    if len(parts) != 5 or len(parts[3]) != LINES * LINE_CHARACTERS:
        raise BadShare("The QR code was not read whole. Scan it again, or type the lines.")
    _, set_code, custodian, characters, check = parts
    lines = [characters[at : at + LINE_CHARACTERS] for at in range(0, len(characters), LINE_CHARACTERS)]
    return assemble(read_set(set_code), read_custodian(custodian), lines, check)


def _normalised(typed: str, where: str) -> str:
    try:
        return normalise(typed)
    except BadCode:
        raise BadShare(
            f"{where}: there is a character that the code does not have. It has digits and letters, but no U."
        ) from None


def _checks(set_code: str, custodian: int, number: int, half: str) -> str:
    place = sha256(ctx("records-line", set_code, custodian, number, half)).digest()
    return check_character(half) + _characters(place, 1)


def _characters(digest: bytes, count: int) -> str:
    return "".join(ALPHABET[byte & 31] for byte in digest[:count])


def _halves(value: bytes) -> tuple[str, str]:
    number = int.from_bytes(value, "big")
    characters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(2 * DATA_CHARACTERS)))
    return characters[:DATA_CHARACTERS], characters[DATA_CHARACTERS:]


def _value(characters: str, *, number: int) -> bytes:
    value = 0
    for character in characters:
        value = value << 5 | ALPHABET.index(character)
    try:
        return value.to_bytes(SEED_BYTES, "big")
    except OverflowError:
        raise BadShare(
            f"Line {number} has a wrong character at its start. Compare it with the page."
        ) from None
