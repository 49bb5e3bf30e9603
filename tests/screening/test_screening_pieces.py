"""A Social Security number in pieces is one, whatever joins them; a list, a column or a sum is none."""

import pytest

from screening import Kind, screen


@pytest.mark.parametrize(
    "sign", ["*", "+", "#", "|", ";", ",", "'", "=", "^", "&", "!", "%", "@", "**", '","', "]["]
)
def test_groups_joined_by_the_same_sign_twice_are_a_number(sign: str) -> None:
    text = f"Here it is: 123{sign}45{sign}6789."

    (finding,) = screen(text).findings

    assert finding.kind is Kind.SSN
    assert (finding.start, finding.end) == (12, len(text) - 1)


@pytest.mark.parametrize(
    "text",
    [
        "ssn1,ssn2,ssn3\n400,00,1032\n400,00,1033",
        "name\tSSN part 1\tSSN part 2\tSSN part 3\nExample\t400\t00\t1032",
        "Id,Name,Social 1,Social 2,Social 3,Wage\n1,Example,400,00,1032,20000",
        '"Example","400","00","1032"',
        "Example;400;00;1032;MA",
        "Example,Anna,412,55,7781,MA",
        "17,Example,Anna,412,55,7781,01331",
        "Id,Nombre,Seguro1,Seguro2,Seguro3\n1,Example,400,00,1032",
        "I typed 412;55;7781 by accident",
        "Example\t400\t00\t1032",
        "Anna Example\t\t400\t\t00\t\t1032",
        "Anna Example\t1\t400\t00\t1032",
        "Anna Example,1,412,55,7781",
        "Example;Anna;2;MA;3;412;55;7781;MA",
        '"Record","412","55","7781"',
        "It is 412 | 55 | 7781. Thank you",
        "It is 412 | 55 | 7781 for my wife",
        "400\t00 1032",
    ],
)
def test_groups_in_cells_beside_each_other_are_a_number(text: str) -> None:
    assert screen(text).strength == "restricted"
    assert any(finding.end - finding.start >= 10 for finding in screen(text).findings)


@pytest.mark.parametrize(
    "text",
    [
        "120*45*1000 = 5,400,000",
        "x = 120*45*1000",
        "100+20+3000 makes 3120",
        "412 + 55 + 7781",
        "qty,price,total\n112,45,5040\n123,45,5535",
        "123,45,5535\n130,50,6500",
        "sku,loc,on hand\n123,45,6789",
        "name,qty,price,total\nbolt,112,45,5040",
        "scores: 412;55;7781;90;11",
        "(412,55,7781) and [412,55,7781]",
        "412,55 and 7781",
        "412*55+7781",
        "Part 4123*45*6789",
        "$412,55,7781",
        "Ticket 412#55#7781",
        "limits = 412,55,7781",
        "limits=412,55,7781",
        "Widget,1,412,55,7781",
        "written in pieces such as 123|45|6789",
    ],
)
def test_lists_columns_and_sums_are_clean(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize(
    "text",
    [
        "bolts,101,22,3344",
        "Athol;120;45;5400",
        "Widget|120|45|5400",
        "Catalog no. 781*63*5958",
        "Office Chairs,385,62,2885\nDesk Lamps,385,62,2885",
        # A row of a table, which ends without a point, and no sentence.
        "Budget line 652 | 96 | 4355",
        "Fees and fines 652 | 96 | 4355 | total",
    ],
)
def test_cells_beside_what_is_nobodys_name_are_doubtful(text: str) -> None:
    assert screen(text).strength == "personal"
