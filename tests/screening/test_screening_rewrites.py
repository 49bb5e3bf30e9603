"""A Social Security number is found however it is written, at the place that the person sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.texts.rewrites import REWRITES, Rewrite
from screening import Kind, Verdict, screen

BLANKS = " \u00a0\u202f"
NUMBERS = ("219-09-9999", "400-00-1032", "078-05-1120", "666-12-0000", "527-84-3106")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_a_rewritten_number_is_found_without_any_word_about_it(rewrite: Rewrite, number: str) -> None:
    planted = rewrite(number)
    text = f"Thank you, Ms. Ng. We have {planted} for this year."

    verdict = screen(text)

    assert verdict.strength == "restricted"
    assert _covers(verdict, text, planted)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "I said two one nine, oh nine, nine nine nine nine, three times.",
            "two one nine, oh nine, nine nine nine nine",
        ),
        ("One: two one nine oh nine nine nine nine nine. Two", "two one nine oh nine nine nine nine nine"),
        ("It is **219**-**09**-**9999**, as I wrote.", "**219**-**09**-**9999**"),
        ("It is `219`-`09`-`9999`, as I wrote.", "`219`-`09`-`9999`"),
    ],
)
def test_a_number_is_found_among_other_numbers_in_words_and_in_bold(text: str, value: str) -> None:
    assert _covers(screen(text), text, value)


@pytest.mark.parametrize(
    "text",
    [
        "Three, two, one, go: nine times four, and two by two.",
        "**12** of **2024** and `4` of 5",
        "2023, one, 2024, two, and three of four",
    ],
)
def test_counts_in_words_and_in_bold_are_clean(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize("before", ["ssn=", "?a=1&ssn=", "ssn%"])
@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES)
def test_a_rewritten_number_is_found_behind_a_sign_that_begins_escapes(rewrite: Rewrite, before: str) -> None:
    written = [f"Go to page{before}{rewrite(number)} now" for number in (*NUMBERS, "750-70-0416")]

    assert [text for text in written if screen(text).strength != "restricted"] == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", [1, 2, 5, 8, 9, 10])
@pytest.mark.parametrize("indent", ["", "   "])
def test_a_number_is_found_wherever_a_line_breaks_inside_its_groups(
    indent: str, place: int, number: str
) -> None:
    planted = f"{number[:place]}\n{indent}{number[place:]}"
    text = f"We have {planted} for this year."

    assert _covers(screen(text), text, planted)


# No mail program ends a line inside markup; digits one by one are told by their row.
NEVER_WRAPPED = ("tag", "comment", "unseen", "override", "boxes", "line break")
WRAPPED = {
    name: rewrite for name, rewrite in REWRITES.items() if not any(word in name for word in NEVER_WRAPPED)
}


@pytest.mark.parametrize("line_end", ["\n", "\n> ", "\r\n", " \n"])
@pytest.mark.parametrize("rewrite", WRAPPED.values(), ids=WRAPPED)
def test_a_rewritten_number_is_found_where_a_mail_program_ends_a_line(
    rewrite: Rewrite, line_end: str
) -> None:
    planted = rewrite("219-09-9999")
    at_blanks = [planted[:at] + line_end + planted[at + 1 :] for at in _places(planted, BLANKS)]
    after_dashes = [planted[: at + 1] + line_end + planted[at + 1 :] for at in _places(planted, "-\u2013")]
    written = [f"Thank you, Ms. Ng. We have {each} for this year." for each in at_blanks + after_dashes]

    assert [text for text in written if screen(text).strength != "restricted"] == []


@pytest.mark.parametrize("joint", ["\n", "<br>", " \n "])
@pytest.mark.parametrize("number", NUMBERS)
def test_groups_on_lines_of_their_own_are_found(number: str, joint: str) -> None:
    assert screen(f"We have\n{number.replace('-', joint)}\nfor you.").strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "We sent 412\n15 1099 forms.",
        "Room 219 09\n2024 was warm.",
        "Take bus 350\n11 1130 is when it leaves.",
        "Ruta 219\n09 1130",
        "12 items\n219 09\n9999\n44",
        "219 09\n9999\n250 10",
    ],
)
def test_groups_that_may_be_a_year_or_a_column_are_doubtful(text: str) -> None:
    assert screen(text).strength in {"personal", "clean"}


@pytest.mark.parametrize(
    "text", ["12\n219\n09\n9999\n44", "Rows: 219 09\n2024 300 11", "Total 219 09\n 9999 12"]
)
def test_columns_and_rows_of_numbers_are_nobodys(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize(
    "text",
    [
        "We have 219-\n\n09-9999.",
        "> We have 219-\n> \n> 09-9999.",
        "Her date of birth: March 5,\n1980.",
        "> born on March\n> 5, 1980",
        "Nació el 5 de\nmarzo de\n1980.",
        "Nasceu em 5 de março\n  de 1980.",
        "Your card 3782 822463\n10005.",
        "Your card 3782\n> 822463 10005.",
        "Your card 4111 1111 1111\n    1111.",
    ],
)
def test_a_value_is_found_across_the_ends_of_lines(text: str) -> None:
    assert screen(text).strength == "restricted"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("My Social is 219 zero nine 9999, I hope you understand.", "219 zero nine 9999"),
        ("Match it to SSN two one nine 09 9999.", "two one nine 09 9999"),
        ("El seguro social es 219 cero nueve 9999 pero", "219 cero nueve 9999"),
        ("Su social: 219, cuarenta y cuatro, 9999.", "219, cuarenta y cuatro, 9999"),
        ("Is 400-forty-one-1032 the one of Ms. Ng?", "400-forty-one-1032"),
        (
            "SSN two hundred and nineteen, forty-four, ninety-one eighty-seven, she says",
            "two hundred and nineteen, forty-four, ninety-one eighty-seven",
        ),
        (
            "El seguro social es doscientos diecinueve, cuarenta y cuatro, noventa y uno, ochenta y siete.",
            "doscientos diecinueve, cuarenta y cuatro, noventa y uno, ochenta y siete",
        ),
        (
            "O SSN: duzentos e dezenove, quarenta e quatro, noventa e um, oitenta e sete.",
            "duzentos e dezenove, quarenta e quatro, noventa e um, oitenta e sete",
        ),
        ("You wanted my soc to look me up, it's 2_1_9_0_9_9_9_9_9.", "2_1_9_0_9_9_9_9_9"),
        ("Social: 2.1.9.0.9.9.9.9.9", "2.1.9.0.9.9.9.9.9"),
        # What begins after the comma is an article.
        (
            "O SSN, dois um nove zero nove nove nove nove nove, o sistema",
            "dois um nove zero nove nove nove nove nove",
        ),
    ],
)
def test_a_number_is_found_where_it_is_in_words_or_its_digits_are_parted(text: str, value: str) -> None:
    (finding,) = screen(text).findings

    assert (finding.strength, text[finding.start : finding.end]) == ("restricted", value)


@pytest.mark.parametrize(
    "text",
    [
        "In 219 schools twenty four of 9,187 children were absent.",
        "Ruta 219, cuarenta y cinco minutos, 9 paradas",
        "Doscientos diecinueve personas, cuarenta y cuatro sillas, noventa y una mesas",
        "Between one hundred and two hundred, forty at a time",
    ],
)
def test_numbers_in_words_that_are_of_things_are_nobodys(text: str) -> None:
    assert screen(text).strength == "clean"


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
        "The last four of the social we have are 1234.",
        "the last four digits of your SSN are 1234",
        "Last 4 of social security number: 1234",
        "your social security number ends with 1234",
        "We have your SSN. Does it end in 1234?",
        "SSN: 1234",
        "SSN 1234",
        "SSN x1234",
        "SSN (last 4): 1234",
        "SSN: ___-__-1234",
        "last four SSN digits 1 2 3 4",
        "Your SSN begins with 123-45.",
        "the first five digits of your SSN: 12345",
        "XXX-XX-1234",
        "xxx-xx-1234",
        "***-**-1234",
        "***\u2013**\u20131234",
        "\u2022\u2022\u2022-\u2022\u2022-1234".replace("\u2022", "\u25cf"),
        "SSN *****1234",
        "219-09-XXXX",
        "SSN: nnn-nn-1234",
        "su número de seguro social termina en 1234",
        "los últimos cuatro dígitos de su seguro social son 1234",
        "seu número do seguro social terminado em 1234",
        "os últimos quatro dígitos do seguro social: 1234",
        "The last 4 of the social on that sheet, 1234, are yours.",
        "You gave 1234 as the final four of your Social Security number.",
        "Do Social Security só se leem os quatro últimos algarismos, 1234.",
        "SSN no. 1234",
        "SS# 1234",
        "Social Security number 1234",
        "Social Security #: 1234",
        "Your SSN ends in 12-34.",
        "ssnLast4=1234",
        "What are the last four of your SSN? 1234",
        "Last four of your social?\nA: 1234",
        "name,SSN last 4\nA Sample,1234",
        "name | SSN | town\nA Sample | 1234 | Lynn",
        "su número de seguro social finaliza en 1234",
        "su seguro social acaba en 1234",
        "seguro social con terminación 1234",
        "Seguro Social terminando em 1234",
        "seu SSN acaba em 1234",
        "ending in 1234 SSN: checked",
        "ends 1234 (social security: Sam)",
        "the final four of his SSN are, by the forms, 1234",
        "The last four stand on line 1234 of that SSN.",
        "It ends in 1987, his SSN.",
        "Social Security 1234",
        "Social 1234",
        "SSN 1234,5678",
        "Social Security 1234 per your letter.",
        "seguro social 1234",
        "What are the last four of your SSN? 1040",
        # Of what, is clear to whoever looks after taxes.
        "I am sending only the last four: 7128.",
        "The form shows the wrong last four, it says 5519.",
        "Los \u00faltimos cuatro son 7128",
        "I'm Maria C. Example ending in 3345, the other one is not.",
        "social terminado en 1163",
        "still waiting\nlast four 7725\nas before",
        "Please add Sam to our acct. Sam's last four is 5093.",
        "Agent: confirm the last four digits of your Social.\nCaller: They're 0875.",
        "> Please confirm the last 4 digits of the SSN.\n\nIt's 0916.",
        "The name is mine but the last four digits on the notice are wrong, mine end in 9907.",
    ],
)
def test_four_true_digits_of_a_number_are_restricted(text: str) -> None:
    assert screen(text).strength == "restricted"


TALK_OF_LAST_FOUR = (
    "The last four digits of the SSN stood on forms from 2023, and the last four in room 1234."
)


@pytest.mark.parametrize(
    "text",
    [
        "XXX-XX-XXXX",
        "***-**-****",
        "SSN: XXX-XX-XX12",
        "###-##-####",
        "SSN 2024",
        "The last four of the card are 1234. The last four letters: 1234. Last 4 of the account: 1234",
        "We need the last four of the card. It's 0916. The last four of the case on file: It is 1234.",
        "The last four digits of the account are wrong, mine end in 9907.",
        "What were the last four? 2019 was the first.",
        "For the last four, 2019 to 2022, nothing changed. The last four are 2019, 2020, 2021 and 2022.",
        "The Visa Card ending in 1234, and Order Number Ending in 5678",
        TALK_OF_LAST_FOUR,
        "Have the last four digits of your Social Security number ready, and your 2023 return.",
        "Tenga los últimos cuatro dígitos de su seguro social y el formulario 1099.",
        "The credit ended in 2023. Put your SSN on it.",
        "We ask for: name, SSN, year\nFill it in for 2023, 2024, 2025",
        "SSN | year\nXXX-XX-XXXX | 2023",
        "Bring your Social Security number 1099 and last year's letter.",
        "When does it end? 2848 forms need a Social Security number.",
        "Does it ask for the Social Security no. 3115 form too?",
        "Social Security 1095 statements",
        "Social Security 2024",
        "Medicare 340.75, Social Security 1456.98",
        "On top it reads Social Security 1456 dollars",
    ],
)
def test_a_fully_masked_number_and_talk_of_numbers_are_clean(text: str) -> None:
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


def _places(text: str, signs: str) -> list[int]:
    return [at for at, sign in enumerate(text) if sign in signs]
