"""Numbers in cells of a workbook are screened as a reader sees them: with their zeros, and days as days."""

import pytest

from screening import Document, Kind, Verdict, screen
from screening.files import attachment_of
from tests.screening.files.making import cell, row, workbook

STYLES = (
    "<numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/>"
    "<numFmt numFmtId='165' formatCode='000000000'/>"
    "<numFmt numFmtId='166' formatCode='000-00-0000'/>"
    "<numFmt numFmtId='167' formatCode='[Red]0.00'/></numFmts>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"
    "<xf numFmtId='166'/><xf numFmtId='167'/></cellXfs>"
)


def screened(*rows: str, base: str = "") -> Verdict:
    """Screen a workbook of such rows."""
    data = workbook(sheet="".join(rows), styles=STYLES, base=base)
    attachment = attachment_of("a.xlsx", data)
    assert attachment.text is not None
    return screen(Document(attachments=(attachment,)))


def numbers(*cells: str) -> str:
    """Make a row of such cells."""
    return f"<row>{''.join(cells)}</row>"


@pytest.mark.parametrize(
    ("head", "number", "kind"),
    [
        ("SSN", cell("12345678"), Kind.SSN),
        ("SSN", cell("219099999"), Kind.SSN),
        ("SSN", cell("2.19099999E8"), Kind.SSN),
        ("Employer ID", cell("42345678"), Kind.EIN),
        ("Routing number", cell("11000138"), Kind.ROUTING_NUMBER),
        ("Account number", cell("9876543210"), Kind.BANK_ACCOUNT),
        ("Card", cell("4.111111111111111E15"), Kind.PAYMENT_CARD),
        ("Date of birth", cell("29285"), Kind.DATE_OF_BIRTH),
        ("Date of birth", cell("29285", style=1), Kind.DATE_OF_BIRTH),
        ("Born", cell("29285.5", style=2), Kind.DATE_OF_BIRTH),
        ("Fecha de nacimiento", cell("29285"), Kind.DATE_OF_BIRTH),
        ("SSN", cell("12345678", formula="A1+B1"), Kind.SSN),
        ("Number", cell("219099999", style=3), Kind.SSN),
        ("SSN", cell("19099999", style=4), Kind.SSN),
        ("SSN", cell("219099999", kind="str", formula="A1&amp;B1"), Kind.SSN),
    ],
)
def test_a_number_is_read_under_the_head_of_its_column(head: str, number: str, kind: Kind) -> None:
    verdict = screened(row("Name", head, "Town"), numbers(cell("1"), number, cell("2")))

    assert kind in {finding.kind for finding in verdict.findings}


def test_cells_that_a_row_leaves_out_keep_the_others_under_their_heads() -> None:
    heads = row("Name", "Case", "SSN")

    verdict = screened(heads, numbers(cell("12345678", place="C2")))

    assert verdict.strength == "restricted"


def test_days_are_counted_from_where_the_workbook_says() -> None:
    text = attachment_of(
        "a.xlsx",
        workbook(
            sheet=row("Date of birth", "Town") + numbers(cell("27823")), styles=STYLES, base="date1904='1'"
        ),
    ).text

    assert text is not None
    assert "03/05/1980" in text


@pytest.mark.parametrize(
    "number",
    [
        cell("12345678.25"),
        cell("1", kind="b"),
        cell("#REF!", kind="e"),
        cell("29285", style=1),
        cell("12", style=5),
        cell("1E300"),
        cell("-42"),
        cell("99999999", style=1),
        cell("12", style=4711),
    ],
)
def test_other_numbers_are_nobodys(number: str) -> None:
    verdict = screened(row("Line", "Amount", "Town"), numbers(cell("1"), number, cell("2")))

    assert (verdict.strength, verdict.failed) == ("clean", False)


def test_a_cell_far_to_the_right_makes_no_text_of_blanks() -> None:
    rows = [numbers(cell("1", place=f"XFD{number}")) for number in range(1, 500)]

    attachment = attachment_of("a.xlsx", workbook(sheet="".join(rows)))

    assert attachment.text is not None
    assert len(attachment.text) < 20_000


def test_digits_that_a_format_shows_by_itself_are_read() -> None:
    styles = STYLES.replace("000-00-0000", "219-09-9999")

    attachment = attachment_of("a.xlsx", workbook(sheet=row("Name"), styles=styles))

    assert screen(Document(attachments=(attachment,))).strength == "restricted"
