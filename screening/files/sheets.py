"""Sheets of workbooks: their cells as a reader sees them, under the heads of their columns.

A cell holds a number, and its style says how the number is shown: as a day, or with zeros before it. What a
style does not say is shown beside the number in every way that it could be: a Social Security number has lost
its first zero, a day is the number of days since 1900.
Source: ECMA-376, part 1, sections 18.3.1.4, 18.8.30 and 18.17.4.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from xml.etree.ElementTree import Element

from screening.files.errors import CannotRead, Reason

STYLED_BY: Final = ("xl/styles.xml", "xl/workbook.xml")
"""The parts of a workbook that `Styles.of` reads, in its order."""

# Numbers of the formats that every workbook has for days, and what stands in those of its own.
_BUILT_IN_DAYS: Final = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_QUOTED: Final = re.compile(r'"[^"]*+"|\\.|\[[^\]]*+\]')
_DAY_LETTERS: Final = re.compile(r"[yd]", re.IGNORECASE)
_OWN_DIGIT: Final = re.compile(r"[1-9]")
_ZEROS: Final = re.compile(r"[0#?]*0[0#?]*")
# Formats that put signs between the digits, as "000\-00\-0000" does; what groups and rounds them is none.
_SIGN: Final = re.compile(r'\\(.)|"([^"]*+)"|\[[^\]]*+\]')
_PARTED: Final = re.compile(r"[^0#?]*+[0#?]++(?:[-/ ()_~:]++[0#?]++)++[^0#?]*+")
_PLACE: Final = re.compile(r"[0#?]")
_FIRST_DAY: Final = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY_OF_1904: Final = datetime(1904, 1, 1, tzinfo=UTC)
_LAST_DAY: Final = 73_050

_COLUMN: Final = re.compile(r"[A-Z]{1,3}")
# Farther to the right a cell stands beside the one before it: a row of one cell would be all blanks.
_LAST_COLUMN: Final = 200
_NUMBER: Final = re.compile(r"-?\d{1,17}(?:\.\d{0,20})?(?:[eE][+-]?\d{1,3})?")
_LONGEST_NUMBER: Final = 10**19

# Heads of columns whose numbers have nine digits, with zeros before them that no number keeps.
_NINE_DIGITS_HEAD: Final = re.compile(
    r"(?<![a-z])(?:ssn|social|itin|tin|f?ein|employer|patronal|taxpayer|tax ?id|routing|aba|rtn|ruta|seguro"
    r"|nss)(?![a-z])",
    re.IGNORECASE,
)
_NINE: Final = 9
_MOST_LOST: Final = 2
_BIRTH_HEAD: Final = re.compile(
    r"(?<![a-z])(?:dob|born|nac|nasc)(?![a-z])|birth|nacimiento|nascimento", re.IGNORECASE
)


@dataclass(frozen=True)
class Styles:
    """Hold which styles of a workbook show a number as a day, or with zeros before it.

    widths: how many digits a style shows at least, by its index. parted: the formats that put signs between
    digits. first_day: from which days are counted.
    """

    days: frozenset[int] = frozenset()
    widths: Mapping[int, int] | None = None
    parted: Mapping[int, str] | None = None
    first_day: datetime = _FIRST_DAY

    @classmethod
    def of(cls, styles: Element | None, workbook: Element | None) -> "Styles":
        """Read them from the parts of a workbook; None where it has no such part."""
        codes: dict[int, str] = {}
        applied: list[int] = []
        for element in styles.iter() if styles is not None else ():
            name = element.tag.rpartition("}")[2]
            if name == "numFmt":
                codes[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
            elif name == "cellXfs":
                applied = [_whole(style.get("numFmtId")) for style in element]
        plain = {number: _QUOTED.sub("", code) for number, code in codes.items()}
        days = frozenset(
            index
            for index, number in enumerate(applied)
            if number in _BUILT_IN_DAYS or _DAY_LETTERS.search(plain.get(number, ""))
        )
        widths = {
            index: len(zeros)
            for index, number in enumerate(applied)
            if (zeros := "".join(_ZEROS.findall(plain.get(number, "").split(";")[0].split(".")[0])))
        }
        written = {number: _written(code) for number, code in codes.items()}
        parted = {
            index: written[number]
            for index, number in enumerate(applied)
            if _PARTED.fullmatch(written.get(number, ""))
        }
        return cls(days, widths, parted, _first_day_of(workbook))


def without_placeholders(styles: Element) -> Element:
    """Take off the formats that show no digit of their own: "000-00-0000" is nobody's number."""
    for element in styles.iter():
        if not _OWN_DIGIT.search(element.get("formatCode", "1")):
            element.set("formatCode", "")
    return styles


def rows_of(worksheet: Element, shared: Sequence[str], styles: Styles) -> Iterator[str]:
    """Yield the rows of a sheet, cells parted by tabs: its numbers stand under the heads of their columns.

    Raises CannotRead.
    """
    heads: dict[int, str] = {}
    for row in worksheet.iter():
        if not row.tag.endswith("}row"):
            continue
        cells: list[str] = []
        for cell in row:
            column = _column(cell, len(cells))
            if column <= _LAST_COLUMN:
                cells += [""] * (column - len(cells))
            value, is_number = _value(cell, shared)
            if is_number:
                cells.append(_shown(value, _whole(cell.get("s")), heads.get(column, ""), styles))
            else:
                if value:
                    heads[column] = value
                cells.append(value)
        yield "\t".join(cells)


def _column(cell: Element, following: int) -> int:
    """Tell in which column a cell stands, from 0; rows leave empty cells out."""
    letters = _COLUMN.match(cell.get("r", ""))
    if letters is None:
        return following
    number = 0
    for letter in letters[0]:
        number = 26 * number + ord(letter) - 64
    return max(number - 1, following)


def _value(cell: Element, shared: Sequence[str]) -> tuple[str, bool]:
    """Give what a cell holds, a formula's last result too, and whether it is a number."""
    parts = {part.tag.rpartition("}")[2]: "".join(part.itertext()).strip() for part in cell}
    value = parts.get("v", "") or parts.get("is", "")
    kind = cell.get("t", "n")
    if "f" in parts and not value and kind != "str":
        # What a program computes when it opens the file, nobody has seen.
        raise CannotRead(Reason.UNKNOWN)
    if kind == "s":
        if not value.isdigit() or int(value) >= len(shared):
            raise CannotRead(Reason.CORRUPT)
        return shared[int(value)].strip(), False
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE", False
    return value, kind == "n" and _NUMBER.fullmatch(value) is not None


def _shown(value: str, style: int, head: str, styles: Styles) -> str:
    """Write a number as its style and the head of its column say, and as it is held beside."""
    number = float(value)
    if not abs(number) < _LONGEST_NUMBER:
        return value
    if not number.is_integer():
        return value if style not in styles.days else f"{_day(number, styles)} {value}"
    # Not as 4.1E15: the digits are what is looked for. Whole numbers up to 15 digits are held exactly.
    digits = str(int(number)) if "e" in value.lower() or "." in value else value
    if style in styles.days or (_BIRTH_HEAD.search(head) and 1 <= number <= _LAST_DAY):
        return f"{_day(number, styles)} {digits}"
    width = (styles.widths or {}).get(style, 1)
    if len(digits) >= _NINE - _MOST_LOST and _NINE_DIGITS_HEAD.search(head):
        width = max(width, _NINE)
    if number < 0:
        return digits
    parted = (styles.parted or {}).get(style)
    shown = digits.zfill(width)
    return f"{_with_signs(digits, parted)} {shown}" if parted else shown


def _written(code: str) -> str:
    """Write the longest of a format's sections with the signs that it quotes."""
    plain = _SIGN.sub(lambda sign: sign[1] or sign[2] or "", code)
    return max(plain.split(";"), key=lambda section: len(_PLACE.findall(section)))


def _with_signs(digits: str, parted: str) -> str:
    """Write digits into the places of a format, from the right; digits beyond stand in the first place."""
    places = len(_PLACE.findall(parted))
    waiting = iter(digits.zfill(places))
    beyond = max(len(digits) - places, 0)
    first = "".join(next(waiting) for _ in range(beyond))
    return first + _PLACE.sub(lambda _: next(waiting), parted)


def _day(number: float, styles: Styles) -> str:
    if not 0 <= number <= _LAST_DAY:
        return ""
    return f"{styles.first_day + timedelta(days=int(number)):%m/%d/%Y}"


def _first_day_of(workbook: Element | None) -> datetime:
    for element in workbook.iter() if workbook is not None else ():
        if element.tag.endswith("}workbookPr") and element.get("date1904") in {"1", "true"}:
            return _FIRST_DAY_OF_1904
    return _FIRST_DAY


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
