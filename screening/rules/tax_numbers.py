"""Numbers that tax agencies know people by: of Social Security, individual taxpayers and employers."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from stdnum.us import itin

from screening.readings import Reading
from screening.rules.surroundings import OF_LAND
from screening.rules.uncalled import COUNTS, is_called, is_given
from screening.sights import Sight
from screening.verdicts import Kind, Why

_LENGTH: Final = 9
_TAX_LABELS: Final = frozenset({Kind.SSN, Kind.ITIN, Kind.EIN})
_OTHER_LABELS: Final = frozenset(
    {Kind.ROUTING_NUMBER, Kind.BANK_ACCOUNT, Kind.DRIVERS_LICENCE, Kind.PASSPORT}
)

# What people write between the groups. Blanks alone count too, but not inside a row of other numbers.
_JOINT: Final = r"[ \t]{0,3}+[-/_.~:\\]{1,3}+[ \t]{0,3}+"
_BLANK: Final = r"[ \t]{1,3}+"
_NO_THOUSANDS: Final = r"(?<!(?<!\d)\d,)(?<!(?<!\d)\d\d,)(?<!(?<!\d)\d{3},)"
_NO_MONEY: Final = r"(?<!\$\d,)(?<!\$\d\d,)(?<!\$\d{3},)"
_SHAPED: Final = re.compile(
    rf"""
    (?<!\d)(?:
        (?P<joined> (?:(?<!97[89]-)|(?!\d{{3}}-\d\d-\d{{4}}-\d))
            {_NO_MONEY} \d{{3}}{_JOINT}\d{{2}}{_JOINT}\d{{4}} )
      | (?P<half> (?<![$+.]) {_NO_MONEY} \d{{3}}(?:{_JOINT}\d{{2}}[ ]|\)?[ ]\d{{2}}{_JOINT})\d{{4}} )
      | (?P<spaced> (?<![\d$+][ ])(?<!\d[.,][ ])(?<![$+.]) {_NO_THOUSANDS}
            \d{{3}}{_BLANK}\d{{2}}{_BLANK}\d{{4}}
            (?![ ](?!(?:19|20)\d\d(?!\d))\d)(?!\.\d)(?!,\d{{3}}(?![\d-])) )
      | (?P<boxed> (?<!\d[ ]) \d(?:(?:[ |\t]{{1,3}}+(?:[-/_.~][ |\t]{{1,3}}+)?|-)\d){{8}}
            (?![ |]{{0,3}}\d)(?!-\d) )
    )(?!\d)
    """,
    re.VERBOSE,
)

_LETTER_BEFORE: Final = re.compile("[a-z]")
_LETTER_AFTER: Final = re.compile(r"-[a-z](?![a-z\d])")

# The blank between two groups, where a line ends.
_WRAP: Final = r"[ \t]{0,3}+\n[ \t]{0,8}+"
_WRAPPED: Final = re.compile(
    rf"""
    (?<![\d$+.,])(?<![\d$+][ ])(?<!\d[.,][ ])
    \d{{3}}(?:{_WRAP}\d{{2}}(?P<again>{_WRAP})|{_WRAP}\d{{2}}{_BLANK}|{_BLANK}\d{{2}}{_WRAP})(?P<last>\d{{4}})
    (?!\d)(?![ ]\d)(?![.,/-]\d)
    """,
    re.VERBOSE,
)
# A column of numbers goes on above or below, and a year, a form or a round number may begin any line.
_NUMBER_ABOVE: Final = re.compile(r"\d[ \t]{0,3}\n[^\n\d]{0,8}$")
_COLUMN_REACH: Final = 16
# "Take bus 350": the first of three numbers is that of something else.
_COUNTED: Final = re.compile(
    r"(?<![a-z])(?:bus(?:es)?|route|train|flight|gate|room|suite|floor|page|form|chapter|section|highway|exit"
    r"|apartment|apt|autobus|ruta|sala|onibus|linha|voo|vuelo|formulario|pagina)"
    r"\.?[ ](?:(?:no\.?|number|#)[ ]?)?$"
)
_NUMBER_BELOW: Final = re.compile(r"[ \t]{0,3}\n[ \t$]{0,8}\d")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEAR_OR_FORM: Final = re.compile(r"(?:19|20)\d\d|10[49]\d|1120|\d\d00")
# "My social is 400 and 00 and 1032", as people say it.
_AND: Final = r"[ ,]{1,2}(?:and|then|dash|hyphen|y|luego|guion|e|depois|traco)[ ]{1,2}(?:then[ ])?"
_SAID: Final = re.compile(rf"(?<![\w$])\d{{3}}{_AND}\d{{2}}{_AND}\d{{4}}(?!\w)")
# "Ticket 400001032 is your social": what it is outweighs what it was called.
_IS_THEIRS: Final = re.compile(
    r"[ ,]{1,2}(?:is|was|es|e|era)[ ](?:(?:my|your|his|her|their|the|mi|su|tu|el|meu|minha|seu|sua|o)[ ])?"
)

_BRACKETED: Final = re.compile(rf"\(\d{{3}}\)[ ]?\d{{2}}(?:{_JOINT}|[ ])\d{{4}}(?!\d)")

_EMPLOYER: Final = re.compile(r"\d(?<!\d\d)(?<!\d-\d)\d[ ]?[-_/][ ]?\d{7}(?![a-z\d])(?!-\d)")

# Nine digits in any groups; the words around them have to say what they are.
_GROUPS: Final = re.compile(r"(?<![\d$])(?<!\d[.,])\d{1,9}+(?:(?:_|[^\w$%]){1,3}+\d{1,9}+){1,8}+(?!\.?\d)")
# In a cell of its own, whose comma before it parts no thousands.
_CELL: Final = re.compile(r"(?<=[,;])\d{3}[ ]\d\d[ ]\d{4}(?=[,;\n]|$)")
# "078-051120 07805-1120": two of them.
_PIECE: Final = re.compile(r"\d+(?:[^\w\s,;]\d+)+")
_GROUPS_OF_SSN: Final = re.compile(r"\d{3}\D+\d{2}\D+\d{4}(?!\d)")
_BARE: Final = re.compile(r"\d(?<![\d$]\d)(?<!\d\.\d)\d{8}(?!\d)(?!\.\d)(?![a-z])")
# A company's name ends so, and its number follows in brackets or after a dash.
_COMPANY: Final = re.compile(r"(?<![a-z])(?:llc|inc|corp|ltd|llp|pllc)\.?[ ]?[,(:-][ ]?$")
_AMOUNT: Final = re.compile(r"\d{1,3}(?:,\d{3}){1,3}(?:\.\d\d?)?")
_YEARS: Final = re.compile(r"(?:19|20)\d\d\D(?:19|20)\d\d")
_ZIP_CODE: Final = re.compile(r"\d{5}-\d{4}")
_OF_A_TOWN: Final = re.compile(
    r"(?<![A-Za-z])(?!ID|SS|NO|EL|UM)(?:[A-Z]{2}|Mass(?:achusetts)?|(?i:zip)(?: ?code)?:?)[ ,.]{1,2}$"
)

# As MassTaxConnect writes them: WTH-12345678-001, in older letters 12345678-001, and L0123456789, whose zero
# people write as the letter O.
_TAX_ACCOUNT: Final = re.compile(
    r"""
    (?=[a-z\d])(?<![a-z\d])(?:
        (?!dor\d)[a-z]{3}(?P<joint>\s{0,2}[-./_\\~]?\s{0,2})\d{4}(?:(?P=joint)\d{4}|\d{4})(?P=joint)\d{3}(?![a-z\d])
      | (?:[a-z]{2}[- ]?)?(?<![\d.$-])\d{8}-\d{3}(?![\w-])
      | l[- ]?\d(?:[- ]?\d){9}(?![a-z\d])
      | l[o0](?=(?:[olisbz]{0,2}\d){7})[\dolisbz]{9}(?![a-z\d])
      | (?:letter|notice|carta|(?<!warranty[ ])case|audit|bill)[ ](?:id|no\.?|number|num)?[ ]?[:\#]?[ ]?
        (?:is[ ])?(?P<letter>\d{10})(?![\d-])
    )
    """,
    re.VERBOSE,
)


_MANY_DIGITS: Final = re.compile(
    r"(?<!\d)(?:\d{4}\s{0,2}[-./_\\~]?\s{0,2}\d{4}\s{0,2}[-./_\\~]?\s{0,2}\d{3}|\d{10})"
    r"|(?<![a-z\d])l(?:[- ]?\d(?:[- ]?\d){9}|[o0][\dolisbz]{9})"
)
_DAY: Final = re.compile(
    r"(?<!\d)(?<!cit-)(?<!wth-)(?<!sls-)20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-?\d{3}$"
)
_ACCOUNT_LABELS: Final = frozenset({Kind.BANK_ACCOUNT})


# Digits that nobody was given, where a text says how such a number looks.
_NOBODYS: Final = frozenset({"123456789", "987654321", "012345678", *(digit * 9 for digit in "0123456789")})
_LEFT_BLANK: Final = re.compile(r"000\D00\D0000")
# An address at example.com shows no number, and a sample of people has theirs.
_FORMAT_SHOWN: Final = re.compile(
    r"(?<![a-z])(?:such as|(?<!@)(?<!\w\.)example(?!\.[a-z])|e\.g|format|looks? like"
    r"|sample (?:ssn|ein|itin|number|social|id|value|entry)s?|ejemplo|como|formato|exemplo)(?![a-z])"
)
_FORMAT_REACH: Final = 40


_MORE_GROUPS: Final = re.compile(r"-\d{2,4}(?!\d)")


def shaped_numbers(reading: Reading) -> Iterator[Sight]:
    """See three, two and four digits. Any digits count: the test numbers of the IRS have group 00."""
    for match in chain(reading.matches(_BRACKETED), reading.matches(_SHAPED)):
        if shows_a_format(reading, match):
            continue
        if _is_of_land(reading, match) or _is_of_a_case(reading, match):
            continue
        if _MORE_GROUPS.match(reading.text, match.end()) and reading.labels.is_called_otherwise(
            match.start()
        ):
            continue
        yield Sight(individual_kind(reading, match), *match.span())


def _is_of_a_case(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a number stands between two letters, and is called otherwise: "caso A208-44-1920-B"."""
    start, end = match.span()
    is_between = _LETTER_BEFORE.match(reading.text, max(start - 1, 0)) and _LETTER_AFTER.match(
        reading.text, end
    )
    return is_between is not None and reading.labels.is_called_otherwise(start)


def _is_of_land(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether a number is that of a parcel, and nothing around calls it one of a person."""
    start, end = match.span()
    if not OF_LAND.search(reading.text, max(start - _COLUMN_REACH, 0), start):
        return False
    return not (
        reading.labels.column_kind(start, _TAX_LABELS)
        or reading.labels.before(start, _TAX_LABELS, 60)
        or reading.labels.after(end, _TAX_LABELS, 30)
    )


def wrapped_numbers(reading: Reading) -> Iterator[Sight]:
    """See three, two and four digits with blanks between, where a line ends at one of them or at both.

    Beside other lines of numbers they may be a column, and the last may be a year: these are doubtful.
    """
    for match in reading.matches(_WRAPPED):
        start, end = match.span()
        if shows_a_format(reading, match) or reading.labels.is_called_otherwise(start):
            continue
        if _COUNTED.search(reading.text, max(start - _COLUMN_REACH, 0), start):
            continue
        is_in_a_column = _NUMBER_BELOW.match(reading.text, end) or _NUMBER_ABOVE.search(
            reading.text, max(start - _COLUMN_REACH, 0), start
        )
        if is_in_a_column and match["again"]:
            continue
        if is_in_a_column or (_YEAR if match["again"] else _YEAR_OR_FORM).fullmatch(match["last"]):
            yield Sight(Kind.SSN, start, end, Why.DIGITS, is_doubtful=True)
        else:
            yield Sight(individual_kind(reading, match), start, end)


def employer_numbers(reading: Reading) -> Iterator[Sight]:
    """See two and seven digits with a dash, which courts and shops give to cases and orders too."""
    for match in reading.matches(_EMPLOYER):
        if not reading.labels.is_called_otherwise(match.start()) and not shows_a_format(reading, match):
            yield Sight(Kind.EIN, match.start(), match.end())


def bare_numbers(reading: Reading) -> Iterator[Sight]:
    """See nine digits in one piece, if the text speaks of tax numbers and nothing near calls them otherwise.

    Without such words they are doubtful, whether or not anybody could have been given them, unless a sentence
    gives them for something: "filed with mine, 019624477".
    """
    for match in reading.matches(_BARE):
        start, end = match.span()
        kind = _kind_that_it_is(reading, end) or reading.labels.kind_of(
            start, end, _TAX_LABELS | _OTHER_LABELS, before=60, after=30
        )
        if kind in _OTHER_LABELS or reading.labels.is_joined_to_other_letters(start):
            continue
        if shows_a_format(reading, match):
            continue
        if kind is Kind.EIN or (not kind and _COMPANY.search(reading.text, max(start - 10, 0), start)):
            yield Sight(Kind.EIN, start, end, Why.WORDS)
        elif kind or (reading.labels.mention(Kind.SSN) and not reading.labels.is_called_otherwise(start)):
            yield Sight(individual_kind(reading, match), start, end, Why.WORDS)
        elif not reading.labels.is_called_otherwise(start):
            is_sure = is_given(reading, start) and not is_called(reading, start, end)
            is_counted = COUNTS.match(reading.text, end) is not None or reading.text.startswith("@", end)
            yield Sight(Kind.SSN, start, end, Why.DIGITS, is_doubtful=is_counted or not is_sure)


def grouped_numbers(reading: Reading) -> Iterator[Sight]:
    """See nine digits in any groups when the words around them call them a tax number."""
    if not any(map(reading.labels.mention, _TAX_LABELS)):
        return
    for cell in reading.matches(_CELL):
        if reading.labels.column_kind(cell.start(), _TAX_LABELS):
            yield Sight(individual_kind(reading, cell), *cell.span(), Why.WORDS)
    for said in reading.matches(_SAID):
        if (
            reading.labels.kind_of(*said.span(), _TAX_LABELS | _OTHER_LABELS, before=60, after=30)
            in _TAX_LABELS
        ):
            yield Sight(individual_kind(reading, said), *said.span(), Why.WORDS)
    for run in reading.matches(_GROUPS):
        if len(run[0]) < _LENGTH:
            continue
        for match in _numbers_in(run):
            yield from _grouped(reading, match)


def _numbers_in(run: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield what has nine digits in a run of groups: all of it, or what stands between blanks and commas."""
    if sum(map(str.isdigit, run[0])) == _LENGTH:
        yield run
        return
    # More numbers may follow on the next line: the groups in front then have to be of the right length.
    first = _GROUPS_OF_SSN.match(run.string, *run.span())
    if first:
        yield first
    is_listed = first is not None
    for piece in _PIECE.finditer(run.string, first.end() if first else run.start(), run.end()):
        if sum(map(str.isdigit, piece[0])) != _LENGTH or _YEARS.match(piece[0]):
            continue
        # Behind another one, what looks like a ZIP code is a number too.
        if is_listed or not _ZIP_CODE.fullmatch(piece[0]):
            is_listed = True
            yield piece


def _grouped(reading: Reading, match: re.Match[str]) -> Iterator[Sight]:
    """See a number of nine digits in groups, where the words around it call it so."""
    if _AMOUNT.fullmatch(match[0]):
        return
    if _ZIP_CODE.fullmatch(match[0]) and _OF_A_TOWN.search(
        reading.cased, max(match.start() - 20, 0), match.start()
    ):
        return
    if shows_a_format(reading, match):
        return
    kind = reading.labels.kind_of(*match.span(), _TAX_LABELS | _OTHER_LABELS, before=60, after=30)
    if kind is Kind.EIN:
        yield Sight(kind, *match.span(), Why.WORDS)
    elif kind in _TAX_LABELS:
        yield Sight(individual_kind(reading, match), *match.span(), Why.WORDS)


def tax_accounts(reading: Reading) -> Iterator[Sight]:
    """See account and letter ids of the Massachusetts revenue department: CIT-12345678-001, L0123456789.

    What begins with a day, as files and reports are numbered, has to be called an account.
    """
    if not any(reading.matches(_MANY_DIGITS)):
        return
    for match in reading.matches(_TAX_ACCOUNT):
        if _DAY.search(match[0]) and not reading.labels.before(match.start(), _ACCOUNT_LABELS, 30):
            continue
        if not any(digit in match[0] for digit in "123456789"):
            # Zeros alone are a blank to fill in.
            continue
        if match["letter"]:
            yield Sight(Kind.TAX_ACCOUNT, *match.span("letter"), Why.WORDS)
        else:
            yield Sight(Kind.TAX_ACCOUNT, *match.span())


def individual_kind(reading: Reading, match: re.Match[str]) -> Kind:
    """Tell an individual taxpayer number from one of Social Security, which never starts with 9, unless the
    words around it call it so.

    Group 93 is for children in adoption; the IRS tests with group 00, which it gives to nobody.
    """
    digits = "".join(filter(str.isdigit, match[0]))
    if digits[0] in "012345678":
        return Kind.SSN
    if reading.labels.words_for(match.start(), Kind.SSN, 30).startswith(("s", "numero de s")):
        return Kind.SSN
    is_itin = itin.is_valid(digits) or (digits[0] == "9" and digits[3:5] in {"00", "93"})
    return Kind.ITIN if is_itin else Kind.SSN


def _kind_that_it_is(reading: Reading, end: int) -> Kind | None:
    """Tell what tax number the words behind `end` say that it is."""
    label = reading.labels.after(end, _TAX_LABELS, 20)
    return label.kind if label and _IS_THEIRS.fullmatch(reading.text, end, label.start) else None


def shows_a_format(reading: Reading, match: re.Match[str]) -> bool:
    """Tell whether the text shows how a number is written, by digits in a row; zeros alone are a blank."""
    if "".join(filter(str.isdigit, match[0])) not in _NOBODYS:
        return False
    if _LEFT_BLANK.fullmatch(match[0]):
        return True
    start, end = match.span()
    return _FORMAT_SHOWN.search(reading.text, max(start - _FORMAT_REACH, 0), end + _FORMAT_REACH) is not None
