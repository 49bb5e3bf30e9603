"""A Social Security number is found however it is written, at the place that the person sees."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import Kind, Verdict, screen

NUMBERS = ("219-09-9999", "400-00-1032", "078-05-1120", "666-12-0000", "527-84-3106")

Rewrite = Callable[[str], str]

_WORDS = {
    "English": "zero one two three four five six seven eight nine".split(),  # noqa: SIM905
    "Spanish": "cero uno dos tres cuatro cinco seis siete ocho nueve".split(),  # noqa: SIM905
    "Portuguese": "zero um dois três quatro cinco seis sete oito nove".split(),  # noqa: SIM905
}


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
    "boxes": lambda number: " ".join(number.replace("-", "")),
    "right-to-left override": lambda number: "\u202e" + number[::-1] + "\u202c",
}


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_a_rewritten_number_is_found_without_any_word_about_it(rewrite: Rewrite, number: str) -> None:
    planted = rewrite(number)
    text = f"Thank you, Ms. Ng. We have {planted} for this year."

    verdict = screen(text)

    assert verdict.strength == "restricted"
    assert _covers(verdict, text, planted)


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize(
    "text",
    [
        "SSN {}",
        "SSN:{}",
        "ssn#{}",
        "my social is {}, thanks",
        "Social Security number (as we have it): {}.",
        "{} is your social security number",
        "Your S.S.N. is {}",
        "taxpayer id {}",
        "su número de seguro social es {}",
        "o número do seguro social é {}",
        '{{"employee_ssn": "{}"}}',
        "The Social Security card came back. We typed what it says: {}.",
        "| name | SSN |\n|------|-----|\n| Ng | {} |",
    ],
)
@pytest.mark.parametrize("joint", ["", ",", ", ", "\u00b7", "--"])
def test_nine_digits_are_found_by_the_words_around_them(text: str, number: str, joint: str) -> None:
    planted = number.replace("-", joint)

    verdict = screen(text.format(planted))

    assert verdict.strength == "restricted"
    assert _covers(verdict, text.format(planted), planted)


@pytest.mark.parametrize(
    "text",
    [
        "SSN ending in 1234",
        "the last four digits of your SSN are 1234",
        "Last 4 of social security number: 1234",
        "your social security number ends with 1234",
        "We have your SSN. Does it end in 1234?",
        "SSN: 1234",
        "XXX-XX-1234",
        "xxx-xx-1234",
        "***-**-1234",
        "***\u2013**\u20131234",
        "\u2022\u2022\u2022-\u2022\u2022-1234".replace("\u2022", "\u25cf"),
        "SSN *****1234",
        "219-09-XXXX",
        "su número de seguro social termina en 1234",
        "los últimos cuatro dígitos de su seguro social son 1234",
        "seu número do seguro social terminado em 1234",
        "os últimos quatro dígitos do seguro social: 1234",
    ],
)
def test_four_true_digits_of_a_number_are_restricted(text: str) -> None:
    assert screen(text).strength == "restricted"


@pytest.mark.parametrize("text", ["XXX-XX-XXXX", "***-**-****", "SSN: XXX-XX-XX12", "###-##-####"])
def test_a_fully_masked_number_is_clean(text: str) -> None:
    assert screen(text).strength == "clean"


_FILLING = st.lists(
    st.sampled_from(
        ["the", "refund", "letter", "Form 1040", "office", "año", "ação", "--", "(see)", "\n\n", "&"]
    ),
    max_size=40,
).map(" ".join)
# Each group keeps a true digit when letters take the place of its zeros and ones.
_NUMBER = st.from_regex(r"[0-9]{2}[2-9]-[2-9][0-9]-[0-9]{3}[2-9]", fullmatch=True)


@given(_FILLING, _FILLING, st.sampled_from(sorted(REWRITES)), _NUMBER)
def test_a_planted_number_is_found_in_any_text_and_rewrite(
    before: str, after: str, name: str, number: str
) -> None:
    planted = REWRITES[name](number)
    text = f"{before} as {planted}; {after}"

    verdict = screen(text)

    assert verdict.strength == "restricted"
    assert not verdict.failed
    assert _covers(verdict, text, planted)


def _covers(verdict: Verdict, text: str, planted: str) -> bool:
    """Tell whether one finding reaches from the first to the last letter or digit of `planted`."""
    places = [index for index, character in enumerate(planted, text.index(planted)) if character.isalnum()]
    return any(
        finding.kind in {Kind.SSN, Kind.ITIN} and finding.start <= places[0] and places[-1] < finding.end
        for finding in verdict.findings
    )
