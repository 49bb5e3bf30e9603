"""The ways in which people and programs write a Social Security number, on purpose or not."""

from collections.abc import Callable

Rewrite = Callable[[str], str]
"""Takes a number with dashes, and writes it in another way."""

_WORDS = {
    "English": "zero one two three four five six seven eight nine".split(),  # noqa: SIM905
    "Spanish": "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),  # noqa: SIM905
    "Portuguese": "zero um dois três quatro cinco seis sete oito nove".split(),  # noqa: SIM905
}


_SUPERSCRIPT = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def _joined_by(joint: str) -> Rewrite:
    return lambda number: number.replace("-", joint)


def _in_digits(zero: int) -> Rewrite:
    return lambda number: "".join(chr(zero + int(each)) if each.isdigit() else each for each in number)


def _spelled(language: str, between: str, dash: str) -> Rewrite:
    def spell(number: str) -> str:
        groups = [
            between.join(_WORDS[language][int(digit)] for digit in group) for group in number.split("-")
        ]
        return dash.join(groups)

    return spell


REWRITES: dict[str, Rewrite] = {
    "dashes": lambda number: number,
    "spaces": _joined_by(" "),
    "dots": _joined_by("."),
    "slash": _joined_by("/"),
    "underscore": _joined_by("_"),
    "backslash": _joined_by("\\"),
    "hyphen": _joined_by("\u2010"),
    "non-breaking hyphen": _joined_by("\u2011"),
    "figure dash": _joined_by("\u2012"),
    "en dash": _joined_by("\u2013"),
    "em dash": _joined_by("\u2014"),
    "minus": _joined_by("\u2212"),
    "full-width dash": _joined_by("\uff0d"),
    "no-break space": _joined_by("\u00a0"),
    "narrow no-break space": _joined_by("\u202f"),
    "spaced dash": _joined_by(" - "),
    "spaced en dash": _joined_by(" \u2013 "),
    "zero-width space inside": lambda number: "\u200b".join(number),
    "zero-width space for dashes": _joined_by("\u200b"),
    "zero-width space beside dashes": _joined_by("\u200b-"),
    "word joiner": _joined_by("-\u2060"),
    "soft hyphen inside": lambda number: number[:5] + "\u00ad" + number[5:],
    "soft hyphen for dashes": _joined_by("\u00ad"),
    "byte-order mark": _joined_by("-\ufeff"),
    "full-width digits": _in_digits(0xFF10),
    "Arabic-Indic digits": _in_digits(0x0660),
    "Devanagari digits": _in_digits(0x0966),
    "bold mathematical digits": _in_digits(0x1D7CE),
    "keycaps": lambda number: "".join(each + "\ufe0f\u20e3" if each.isdigit() else each for each in number),
    "line break after the dash": _joined_by("-\n"),
    "line break before the dash": _joined_by("\n-"),
    "line break of the mail": _joined_by("-\r\n"),
    "line break inside a group": lambda number: number[:5] + "\n" + number[5:],
    "quoted line break": _joined_by("-\n> "),
    "line break quoted twice": _joined_by("-\r\n>> "),
    "quoted line break inside a group": lambda number: number[:9] + "\n> " + number[9:],
    "tag inside": lambda number: f"{number[:3]}<b>{number[3:6]}</b>{number[6:]}",
    "tags around digits": lambda number: "</span><span class='x'>".join(number),
    "break tag": _joined_by("-<br>"),
    "comment inside": lambda number: number[:5] + "<!-- x -->" + number[5:],
    "unseen text inside": lambda number: number[:5] + '<i style="display: none">12</i>' + number[5:],
    "entity for the dash": _joined_by("&#45;"),
    "hexadecimal entity": _joined_by("&#x2d;"),
    "named entity": _joined_by("&ndash;"),
    "entity for the blank": _joined_by("&nbsp;"),
    "entity of an entity": _joined_by("&amp;#45;"),
    "entities for digits": lambda number: "".join(f"&#{ord(each)};" for each in number),
    "letter O for zero": lambda number: number.replace("0", "O"),
    "letter l for one": lambda number: number.replace("1", "l"),
    "letters for zero and one": lambda number: number.replace("0", "o").replace("1", "I"),
    "Cyrillic O for zero": lambda number: number.replace("0", "\u041e"),
    "spelled out": _spelled("English", " ", " "),
    "spelled out with dashes": _spelled("English", "-", " - "),
    "spelled out with commas": _spelled("English", " ", ", "),
    "spelled out with named dashes": _spelled("English", " ", " dash "),
    "spelled out in capitals": lambda number: _spelled("English", " ", " ")(number).upper(),
    "spelled out in Spanish": _spelled("Spanish", " ", " "),
    "spelled out in Portuguese": _spelled("Portuguese", " ", " "),
    "named dashes": _joined_by(" dash "),
    "quoted-printable break": lambda number: number[:5] + "=\n" + number[5:],
    "quoted-printable break of the mail": lambda number: number[:7] + "=\r\n" + number[7:],
    "quoted-printable dash": _joined_by("=E2=80=93"),
    "percent escape": _joined_by("%2D"),
    "percent escape of an escape": lambda number: "".join(f"%25{ord(each):02X}" for each in number),
    "bytes of a program": lambda number: "".join(f"\\x{ord(each):02x}" for each in number),
    "comment of a program inside": lambda number: number[:5] + "/* x */" + number[5:],
    "boxes": lambda number: " ".join(number.replace("-", "")),
    "digits in boxes of bars": lambda number: " | ".join(number.replace("-", "")),
    "superscript digits": lambda number: number.translate(_SUPERSCRIPT),
    "Cyrillic letters for digits": lambda number: number.replace("0", "\u041e").replace("3", "\u0417"),
    "escaped code points": lambda number: "".join(f"\\u{ord(each):04x}" for each in number),
    "right-to-left override": lambda number: "\u202e" + number[::-1] + "\u202c",
}
