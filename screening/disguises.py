"""Take off what hides a number from a program and not from a reader.

Markup, entities, mail encodings, characters of other scripts, characters that nobody sees, broken lines,
letters that look like digits. The text as it stands is read too, since taking something off can also hide.
"""

import html
import re
from collections.abc import Iterator
from typing import Final

from screening.characters import seen_as
from screening.readings import Edit, Reading
from screening.spelled_digits import partly_spelled_digits, spelled_digits

_WRAPPING: Final = re.compile(
    r"""
      (?P<unseen> <!--(?:[^-]|-(?!->)){0,500}+--> | (?<=\d)/\*[^*]{0,40}+\*/(?=\d)
        | <(?P<hidden>[a-zA-Z]{1,10}+)\s
          (?=[^<>]{0,300}(?:display:\s?none|visibility:\s?hidden|font-size:\s?0)) [^<>]{0,500}+>
          [^<]{0,500}+</(?P=hidden)> )
    | (?P<emphasis> (?<![\w*`])(?P<mark>\*{1,2}|`)\d{1,9}(?P=mark)(?![\w*`]) )
    | (?P<markup> <(?P<tag>/?[a-zA-Z][a-zA-Z0-9]{0,15}+)(?:[\s/][^<>]{0,500}+)?> )
    | (?P<entity> & (?:amp;){0,5}+
          (?: \#[0-9]{1,7}+ | \#[xX][0-9a-fA-F]{1,6}+ | [a-zA-Z][a-zA-Z0-9]{1,31}+ );?+ )
    | (?P<code_point> \\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}) )
    | (?P<soft_break> =[ \t]{0,20}+\r?+\n(?:[ \t]{0,20}+>){0,20}+[ ]?+ )
    | (?P<escape> (?: [=%](?:[0-9A-F][A-F]|[A-F][0-9A-F])(?:[=%][0-9A-F]{2}){0,3}+
          | =[0-9]{2}(?![0-9%]) | %[0-9]{2}(?![0-9]) | (?<=\d)%20(?=\d) )++ | (?:%25[0-9A-F]{2}){4,300}+ )
    | (?P<quote> \r?+\n[ \t]{0,20}+>[>\ \t]{0,40}+ | \r\n? )
    | (?P<override> [\u202d\u202e\u2067\u2068][^\n\u202c\u2069]{0,500}+ )
    """,
    re.VERBOSE,
)

# Blanks between the tags of a table, which say how a program was written and not what a reader sees.
_BETWEEN_CELLS: Final = re.compile(
    r"(?<=>)\s{1,300}+(?=</?t(?:[dhr]|head|body|foot|able)[\s>])", re.IGNORECASE
)

# What every wrapping has one of.
_SIGNS_OF_WRAPPING: Final = re.compile("[<>&\\\\=%/*`\r\u202d\u202e\u2067\u2068]")

# A sign that is escaped itself goes with what it escapes.
_ESCAPE_SIGN: Final = re.compile(r"%25(?=[0-9A-F]{2}(?:%|$))|[=%]")

# What may be read as digits: "ssn=75O-7O-O4l6" is no escape and what follows it.
_LIKE_A_DIGIT: Final = r"[\doOlIiSBZ\u041e\u043e\u0417\u0437\u0431\u0427]"
_LIKE_A_NUMBER: Final = re.compile(
    rf"[=%]{_LIKE_A_DIGIT}{{3}}[-./_ ]?{_LIKE_A_DIGIT}{{2}}[-./_ ]?{_LIKE_A_DIGIT}{{4}}(?!\w)"
)

# Tags that start a new line for the reader, and those between cells of a table; others leave no trace.
_BREAKING_TAGS: Final = frozenset(
    {
        "br",
        "p",
        "div",
        "li",
        "tr",
        "table",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "pre",
        "dt",
        "dd",
    }
)
_CELL_TAGS: Final = frozenset({"td", "th"})

# A break beside a separator, or inside a group of what has the shape of a Social Security number: other
# numbers under each other, as in a table, stay apart.
_BROKEN_LINE: Final = re.compile(
    r"""
    (?=[ \t\n]) (?:
        (?: (?<=\d[-./_]) | (?<=\d[ ][-./_]) ) (?:[ \t]{0,20}+\n){1,2}[ \t]{0,20}+ (?=\d)
      | (?<=\d) [ \t]{0,20}+\n[ \t]{0,20}+ (?=[-./_][ ]?\d)
      | (?: (?<=\d[-./_]\d\d[-./_]\d) | (?<=\d[-./_]\d\d[-./_]\d\d)
          | (?<=\d[-./_]\d\d[-./_]\d\d\d) ) \n[ \t]{0,8}+ (?=\d)
      | (?<=\d\d\d[-./_]\d) \n[ \t]{0,8}+ (?=\d[-./_]\d{4})
      | (?<!\d\d) (?<=\d) \n[ \t]{0,8}+ (?=\d\d[-./_]\d\d[-./_]\d{4})
      | (?<!\d\d\d) (?<=\d\d) \n[ \t]{0,8}+ (?=\d[-./_]\d\d[-./_]\d{4})
    )
    """,
    re.VERBOSE,
)

_DIGITS_AROUND_A_BREAK: Final = re.compile(r"\d[ ]?[-./_]?(?:[ \t]{0,20}+\n){1,2}[ \t]{0,20}+[-./_]?[ ]?\d")

# A word made of digits and of letters that look like digits; O, l and I alone count when joined to digits.
_LOOKALIKES: Final = re.compile(
    r"""
    [\dolisbz](?<![^\W_].)
    (?: (?:(?<=\d)|(?=[olisbz]*+\d))[\dolisbz]{1,18}+ | (?<=[\doli][-./_][oli])[oli]{0,3}+
      | (?<=[oli])[oli]{0,3}+(?=[-./_][\dolisbz]) | (?<=[\do][ ]o)o(?=[ ][\do]) )
    (?![^\W_])
    """,
    re.VERBOSE,
)
# "Acc0unt N0.", as a scanner reads it.
_WORD_WITH_DIGITS: Final = re.compile(
    r"[a-z](?<![^\W_].)(?:[a-z]{1,12}(?:[01][a-z]{1,12}){1,3}|[01][a-z]{2,12}(?:[01][a-z]{1,12}){0,3}|(?<=n)0)"
    r"(?![^\W_])"
)
_AS_LETTERS: Final = str.maketrans("01", "oi")
# Letters and digits one by one, as in the boxes of a form.
_BOXED: Final = re.compile(r"(?<![a-z\d])[a-z\d](?:[ |]{1,3}(?:[-/._][ |]{1,3})?[a-z\d](?![a-z\d])){7,40}+")
_BETWEEN_BOXES: Final = re.compile(r"[ |]+")
_AS_DIGITS: Final = str.maketrans("olisbz", "011582")


def readings_of(raw: Reading) -> Iterator[Reading]:
    """Yield the readings of one part, each different from those before; first what a reader sees.

    A soft hyphen or zero-width space may stand inside a number or in the place of its dashes: both are tried.
    """
    unwrapped = _without_blanks_between_cells(raw)
    unwrapped = unwrapped.edited(_unwrapped(unwrapped))
    seen = _as_seen(unwrapped)
    plain = unwrapped.shown_as(seen)
    yield plain
    if plain is not raw:
        yield raw
    if unseen := [character for character, shown in seen.items() if not shown]:
        yield _unbroken(unwrapped.shown_as({**seen, **dict.fromkeys(unseen, "-")}))

    unbroken = _unbroken(plain)
    if unbroken is not plain:
        yield unbroken
    if (read := unbroken.respelled(_lookalikes(unbroken))) is not unbroken:
        yield _unbroken(read)
    for digits_in in (spelled_digits, partly_spelled_digits, _boxed):
        if (digits := unbroken.edited(digits_in(unbroken))) is not unbroken:
            # What was a letter or a word beside a break is a digit now.
            yield _unbroken(digits)


def _without_blanks_between_cells(raw: Reading) -> Reading:
    if "</t" not in raw.text:
        return raw
    return raw.edited(Edit(match.start(), match.end(), "") for match in _BETWEEN_CELLS.finditer(raw.cased))


def _unwrapped(raw: Reading) -> Iterator[Edit]:
    """Yield the edits that take off markup, encodings, quotation marks of mails and turned directions."""
    if not _SIGNS_OF_WRAPPING.search(raw.cased):
        return
    for match in _WRAPPING.finditer(raw.cased):
        if match.lastgroup == "escape" and _LIKE_A_NUMBER.match(raw.cased, match.start()):
            continue
        if (inside := _inside(match)) != match[0]:
            yield Edit(match.start(), match.end(), inside)


def _inside(match: re.Match[str]) -> str:
    """Tell what one wrapping holds."""
    found = match[0]
    match match.lastgroup:
        case "unseen" | "soft_break":
            return ""
        case "emphasis":
            return found.strip("*`")
        case "markup":
            name = (match["tag"] or "").strip("/").lower()
            return "\n" if name in _BREAKING_TAGS else "\t" if name in _CELL_TAGS else ""
        case "entity":
            return html.unescape(html.unescape(found))
        case "code_point":
            return chr(int(found[2:], 16))
        case "escape":
            octets = bytes.fromhex(_ESCAPE_SIGN.sub("", found))
            try:
                return octets.decode("utf-8")
            except UnicodeDecodeError:
                return octets.decode("latin-1")
        case "quote":
            return "\n"
        case _:
            return found[1:] if found[0] in "\u202d\u2067\u2068" else found[:0:-1]


def _as_seen(reading: Reading) -> dict[str, str]:
    """Tell what a reader sees for each character that looks like another: nothing where it takes no room."""
    unusual = (each for each in set(reading.cased) if not (" " <= each <= "~" or each in "\n\t"))
    return {each: shown for each in unusual if (shown := seen_as(each)) != each}


def _unbroken(reading: Reading) -> Reading:
    """Join the lines of a reading where a break parts a digit or separator from another one."""
    if not _DIGITS_AROUND_A_BREAK.search(reading.text):
        return reading
    return reading.edited(Edit(match.start(), match.end(), "") for match in reading.matches(_BROKEN_LINE))


def _lookalikes(reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield where a character is read as another: O as zero, l as one and so on, in words that hold digits.

    And zero as O, one as I in other words.
    """
    numbered = set()
    for match in reading.matches(_LOOKALIKES):
        if not match[0].isdigit():
            numbered.add(match.start())
            yield from _read_as(_AS_DIGITS, match)
    for match in reading.matches(_WORD_WITH_DIGITS):
        if match.start() not in numbered:
            yield from _read_as(_AS_LETTERS, match)


def _read_as(meant: dict[int, int], match: re.Match[str]) -> Iterator[tuple[int, str]]:
    for place, (written, read) in enumerate(
        zip(match[0], match[0].translate(meant), strict=True), match.start()
    ):
        if read != written:
            yield place, read


def _boxed(reading: Reading) -> Iterator[Edit]:
    """Yield the edits that take away what stands between letters and digits that stand one by one."""
    for match in reading.matches(_BOXED):
        for gap in _BETWEEN_BOXES.finditer(reading.text, *match.span()):
            yield Edit(gap.start(), gap.end(), "")
