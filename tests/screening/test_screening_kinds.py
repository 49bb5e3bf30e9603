"""Each kind is recognised by its format; its validity only raises confidence."""

import pytest

from screening import Attachment, Document, Kind, screen


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.SSN, "Filer 400-00-1032", "400-00-1032"),
        (Kind.SSN, "000-12-3456", "000-12-3456"),
        (Kind.ITIN, "number 912-78-1234", "912-78-1234"),
        (Kind.ITIN, "test return 900-00-0025", "900-00-0025"),
        (Kind.EIN, "Employer 04-6002284", "04-6002284"),
        (Kind.EIN, "EIN: 046002284", "046002284"),
        (Kind.EIN, "test employer 00-0000004", "00-0000004"),
        (Kind.BANK_ACCOUNT, "Account number: 10365924", "10365924"),
        (Kind.BANK_ACCOUNT, "your checking account is 4455-667788", "4455-667788"),
        (Kind.BANK_ACCOUNT, "acct #12345", "12345"),
        (Kind.BANK_ACCOUNT, "número de cuenta 0099887766", "0099887766"),
        (Kind.BANK_ACCOUNT, "conta corrente: 1234567", "1234567"),
        (Kind.BANK_ACCOUNT, '{"accountNumber": "778899001"}', "778899001"),
        (Kind.BANK_ACCOUNT, "número da conta 123456-7", "123456-7"),
        (Kind.EIN, "Fed ID# 046002284", "046002284"),
        (Kind.ROUTING_NUMBER, "routing number 123456780", "123456780"),
        (Kind.BANK_ACCOUNT, "Acc: 86380584652", "86380584652"),
        (Kind.ROUTING_NUMBER, "ABA 011000015", "011000015"),
        (Kind.ROUTING_NUMBER, "bank account: Checking 011000015 12345", "011000015"),
        (Kind.ROUTING_NUMBER, "número de ruta: 011000015", "011000015"),
        (Kind.IBAN, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32"),
        (Kind.IBAN, "pay to DE89370400440532013000", "DE89370400440532013000"),
        (Kind.IBAN, "IBAN gb00nwbk60161331926819", "gb00nwbk60161331926819"),
        (Kind.PAYMENT_CARD, "4111 1111 1111 1111", "4111 1111 1111 1111"),
        (Kind.PAYMENT_CARD, "4111-1111-1111-1112", "4111-1111-1111-1112"),
        (Kind.PAYMENT_CARD, "3782 822463 10005", "3782 822463 10005"),
        (Kind.PAYMENT_CARD, "5555555555554444", "5555555555554444"),
        (Kind.PAYMENT_CARD, "my card 1234567812345678 is lost", "1234567812345678"),
        # Of Maestro, with a right check digit.
        (Kind.PAYMENT_CARD, "Pay with 630439212501 on file", "630439212501"),
        (Kind.DATE_OF_BIRTH, "DOB: 01/05/80", "01/05/80"),
        (Kind.DATE_OF_BIRTH, "date of birth 1980-01-05", "1980-01-05"),
        (Kind.DATE_OF_BIRTH, "She was born on March 5th, 1980.", "March 5th, 1980"),
        (Kind.DATE_OF_BIRTH, "born 5 March 1980", "5 March 1980"),
        (Kind.DATE_OF_BIRTH, "fecha de nacimiento: 5 de marzo de 1980", "5 de marzo de 1980"),
        (Kind.DATE_OF_BIRTH, "data de nascimento 05.03.1980", "05.03.1980"),
        (Kind.DATE_OF_BIRTH, "birthday: 19800305", "19800305"),
        (Kind.DRIVERS_LICENCE, "Driver's license S12345678", "S12345678"),
        (Kind.DRIVERS_LICENCE, "driver\u2019s licence no. SA1234567", "SA1234567"),
        (Kind.DRIVERS_LICENCE, "licencia de conducir: H123-4567-8901", "H123-4567-8901"),
        (Kind.DRIVERS_LICENCE, "DL# 123456789", "123456789"),
        (Kind.TAX_ACCOUNT, "about account CIT-12345678-001", "CIT-12345678-001"),
        (Kind.TAX_ACCOUNT, "See letter L0123456789.", "L0123456789"),
        (Kind.PASSPORT, "passport number 512345678", "512345678"),
        (Kind.PASSPORT, "pasaporte C01234567", "C01234567"),
        (Kind.PASSPORT, "passaporte: FZ123456", "FZ123456"),
        (Kind.PASSPORT, "PP# X59 171 287", "X59 171 287"),
        # In groups that nobody prescribes, on either side of what calls them so.
        (Kind.SSN, "SSN: (400) 00-1032", "(400) 00-1032"),
        (Kind.SSN, "my social is 40000-1032", "40000-1032"),
        (Kind.SSN, "please use 40000-1032 for my social", "40000-1032"),
        (Kind.SSN, "the social ending 1032", "1032"),
        (Kind.SSN, "Social (last 4 digits): 1032", "1032"),
        # Nine places of which the last four are shown: nothing else is masked so.
        (Kind.SSN, "XXXXX1032", "XXXXX1032"),
        (Kind.SSN, "Sam Sample 400 00 1032 2023 return", "400 00 1032"),
        (Kind.SSN, "> my number is\n> 400\n> 00 1032", "400\n> 00 1032"),
        (Kind.SSN, "el social de mi esposa 400001032", "400001032"),
        (Kind.SSN, "social da minha esposa: 400-001032", "400-001032"),
        (Kind.SSN, "los \u00faltimos cuatro n\u00fameros del social son 1032", "1032"),
        (Kind.EIN, "identifica\u00e7\u00e3o federal da empresa 04-600-2284", "04-600-2284"),
        (Kind.SSN, "my social is 4 0 0.0 0 1 0 3 2", "4 0 0.0 0 1 0 3 2"),
        (Kind.SSN, "el social es 40 0 - 0 0 - 1 0 3 2", "40 0 - 0 0 - 1 0 3 2"),
        (Kind.SSN, "they have the SS# as 4 0 0, 0 0, 1 0 3 2", "4 0 0, 0 0, 1 0 3 2"),
        (Kind.SSN, "my soc is 400 00 10 32", "400 00 10 32"),
        (Kind.SSN, "SSN 400_00_1032", "400_00_1032"),
        (Kind.ITIN, "tengo el 9 4 0 ~ 7 0 ~ 1 0 3 2", "9 4 0 ~ 7 0 ~ 1 0 3 2"),
        (Kind.ITIN, "my W-7 came back, it says 940 701032", "940 701032"),
        (Kind.EIN, "is 04 6 0 0 2 2 8 4 the newer employer number?", "04 6 0 0 2 2 8 4"),
        (Kind.EIN, "F.E.I.N.: 04/6002284", "04/6002284"),
        (Kind.EIN, "W-2 box b: 04.6002284", "04.6002284"),
        (Kind.EIN, "el n\u00famero federal de la empresa es 04-600-2284", "04-600-2284"),
        (Kind.BANK_ACCOUNT, "10365924 is my checking account number", "10365924"),
        (Kind.BANK_ACCOUNT, "10365924 es mi cuenta de ahorros", "10365924"),
        (Kind.BANK_ACCOUNT, "The account number had a slip, the right one is 10365924", "10365924"),
        (Kind.BANK_ACCOUNT, "put it in 0 0 4 4 1 8 8 2 9, Sample checking", "0 0 4 4 1 8 8 2 9"),
        (Kind.ROUTING_NUMBER, "ruta: 0110-0001-5", "0110-0001-5"),
        (Kind.ROUTING_NUMBER, "n\u00famero de rota 011 000 015", "011 000 015"),
        (Kind.DATE_OF_BIRTH, "d/o/b 3-5-1980", "3-5-1980"),
        (
            Kind.DATE_OF_BIRTH,
            "born the third of July, nineteen sixty-one",
            "the third of July, nineteen sixty-one",
        ),
        (Kind.DATE_OF_BIRTH, "Her birthday is 2 / 29 / 1 9 8 0", "2 / 29 / 1 9 8 0"),
        (Kind.DATE_OF_BIRTH, "nacimos el 5/3/1980", "5/3/1980"),
        (Kind.DATE_OF_BIRTH, "D.N. 05.03.1980", "05.03.1980"),
        (Kind.BANK_ACCOUNT, "dep\u00f3sito directo a 10365924 cuenta de cheques", "10365924"),
        (Kind.DRIVERS_LICENCE, "lic. de conducir SA 1234567", "SA 1234567"),
        (Kind.DRIVERS_LICENCE, "minha carteira \u00e9 S12 345 678", "S12 345 678"),
        (Kind.DRIVERS_LICENCE, "I renewed my license and the number is S-12345678", "S-12345678"),
        (Kind.TAX_ACCOUNT, "at the top stands WTH - 1234 - 5678 - 001", "WTH - 1234 - 5678 - 001"),
        (Kind.TAX_ACCOUNT, "the notice has L01-234-567-89 on it", "L01-234-567-89"),
        (Kind.TAX_ACCOUNT, "la carta con el L01 23 45 67 89", "L01 23 45 67 89"),
        (Kind.TAX_ACCOUNT, "n\u00famero de carta L-0123-4567-89", "L-0123-4567-89"),
        (Kind.TAX_ACCOUNT, "Letter ID:\n> L0123 4567 89", "L0123 4567 89"),
    ],
)
def test_a_kind_is_recognised_and_restricted(kind: Kind, text: str, value: str) -> None:
    findings = screen(text).findings

    found = [finding for finding in findings if finding.kind is kind]
    assert [text[finding.start : finding.end] for finding in found] == [value]
    assert found[0].strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "I am 45 years old.",
        "I am 83 and I cannot climb your stairs.",
        "Since you are only 16, a parent signs.",
        "Taxpayer age 17. Parent signs.",
        "My mother is ninety-one years old.",
        "My twins turned six in May.",
        "Tengo setenta y cuatro a\u00f1os.",
        "Sou de 1955.",
        "Your son is 12, so the credit applies.",
        "year of birth: 1980",
        "Tengo 45 años.",
        "Edad: 67",
        "Su edad es 67.",
        "Su hija de 12 a\u00f1os es dependiente.",
        "Su madre, de 67 a\u00f1os, vive con usted.",
        "A sua m\u00e3e, 67 anos, mora com voc\u00ea.",
        "67 a\u00f1os de edad",
        "Sua idade \u00e9 67.",
        "The dependent is age 12.",
        "Your twelve-year-old daughter",
        "Widget 527843106.",
        "name: Jane Ng, 12 Main Street",
        "My name is Jane Ng. Call me at 617-555-0123.",
        "Write to jane@example.com or 12 Beacon Street, Boston",
    ],
)
def test_ages_doubtful_digits_and_combinations_are_personal(text: str) -> None:
    assert screen(text).strength == "personal"


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("ssn", Kind.SSN),
        ("routing_number", Kind.ROUTING_NUMBER),
        ("employer_id", Kind.EIN),
        ("número de ruta", Kind.ROUTING_NUMBER),
        ("\uff33\uff33\uff2e", Kind.SSN),
        ("accountNumber", Kind.BANK_ACCOUNT),
        ("passport", Kind.PASSPORT),
    ],
)
def test_the_key_of_a_field_says_what_its_digits_are(field: str, kind: Kind) -> None:
    verdict = screen(Document(fields={field: "219099999"}))

    assert [(finding.kind, finding.part) for finding in verdict.findings] == [(kind, f"fields.{field}")]


def test_the_subject_says_what_digits_in_the_text_are() -> None:
    verdict = screen(Document(subject="Your Social Security number", text="It is 219099999."))

    assert [(finding.kind, finding.part) for finding in verdict.findings] == [(Kind.SSN, "text")]


def test_every_part_is_screened_under_its_name() -> None:
    value = "219-09-9999"
    document = Document(
        subject=value,
        text=value,
        quoted=value,
        fields={"greeting": value},
        names=("Jane Ng", value),
        attachments=(Attachment(value, value),),
    )

    parts = [finding.part for finding in screen(document).findings]

    assert parts == [
        "subject", "text", "quoted", "fields.greeting", "names.1", "attachments.0.name", "attachments.0.text",
    ]  # fmt: skip


def test_an_attachment_that_cannot_be_read_is_restricted() -> None:
    verdict = screen(Document(attachments=(Attachment("scan.png", None),)))

    assert verdict.strength == "restricted"
    assert not verdict.failed
    assert [(finding.kind, finding.part) for finding in verdict.findings] == [
        (Kind.UNREADABLE, "attachments.0.text")
    ]


def test_a_head_of_a_table_says_what_stands_in_its_column() -> None:
    text = 'name,town,dob,account\nNg,"Lynn, MA",1980-03-05,10365924\nOh,Salem,1991-11-30,10365925'

    findings = screen(text).findings

    assert [(finding.kind, text[finding.start : finding.end]) for finding in findings] == [
        (Kind.DATE_OF_BIRTH, "1980-03-05"),
        (Kind.BANK_ACCOUNT, "10365924"),
        (Kind.DATE_OF_BIRTH, "1991-11-30"),
        (Kind.BANK_ACCOUNT, "10365925"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<table><thead><tr><th>town</th><th>dob</th><th>account</th></tr></thead>"
        "<tbody><tr><td>Salem</td><td>1980-03-05</td><td>10365924</td></tr></tbody></table>",
        "<table>\n <tr>\n  <th>town</th>\n  <th>dob</th>\n  <th>account</th>\n </tr>\n"
        " <tr>\n  <td>Salem</td>\n  <td>1980-03-05</td>\n  <td>10365924</td>\n </tr>\n</table>",
        "town\tdob\taccount\n\nSalem\t1980-03-05\t10365924",
        "name\tssn\nSample\tnone\n\ntown\tdob\taccount\nSalem\t1980-03-05\t10365924",
        "INSERT INTO people (town, dob, account) VALUES ('Salem, MA', '1980-03-05', '10365924')",
        "insert into a (town, dob, account)\nvalues ('Salem', '1980-03-05', 10365924), ('Lynn', '', '')",
    ],
)
def test_tables_of_pages_and_databases_have_heads_too(text: str) -> None:
    findings = screen(text).findings

    assert [(finding.kind, text[finding.start : finding.end]) for finding in findings] == [
        (Kind.DATE_OF_BIRTH, "1980-03-05"),
        (Kind.BANK_ACCOUNT, "10365924"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Town, account, phone, fax\n\nSalem, 10365924, 617, and 413",
        "Account: not known here | Card: not known here either\n\nReach us: 10365924 | Notes: by post",
    ],
)
def test_an_empty_line_ends_what_looks_like_a_table(text: str) -> None:
    assert screen(text).strength == "clean"


def test_lines_of_a_record_are_no_table() -> None:
    text = '{\n "ssn": "400-00-1032",\n "account_number": "10365924",\n "town": "Salem"\n}'

    findings = screen(text).findings

    assert [(finding.kind, text[finding.start : finding.end]) for finding in findings] == [
        (Kind.SSN, "400-00-1032"),
        (Kind.BANK_ACCOUNT, "10365924"),
    ]


def test_doubtful_digits_inside_a_number_that_is_firm_say_nothing_more() -> None:
    (finding,) = screen("S12345678 (license: MA)").findings

    assert finding.kind is Kind.DRIVERS_LICENCE
