"""A driver's licence is one by the name of its state and the way in which that state numbers them."""

import pytest

from screening import Kind, screen

LICENCES = (
    ("My license is gone and the BMV does not call back. It's Ohio, RT482913.", "RT482913"),
    ("Please give your license number. >> It's WA, WDLHB7C204QK", "WDLHB7C204QK"),
    ("Name on license: EXAMPLE, ANA / Washington / EXAMPAJ281MK / DOB 03/15/1972", "EXAMPAJ281MK"),
    ('{"event":"dl_scan","jurisdiction":"CO","document_number":"94-218-0763"}', "94-218-0763"),
    ("My license: the old NJ one was E2718 40956 58812, the new PA one is 31 882 047.", "31 882 047"),
    ("My license: the old NJ one was E2718 40956 58812.", "E2718 40956 58812"),
    ("INSURED DRIVERS\n1) Ana Example, VT 4804558A", "4804558A"),
    ("Montana: 0403949027665, non-commercial, corrective lenses.", "0403949027665"),
    ("Wyoming 103294-750, organ donor, restriction B.", "103294-750"),
    ("The insurer asks for a previous license. It was Arizona 480531866.", "480531866"),
    ("Ohio UB915310 / June 21st 1994 / SSN 400-00-1032", "UB915310"),
    ("New Hampshire 07EXA12345 is his license", "07EXA12345"),
    ("The DMV printout shows NY CLIENT ID 483 920 176 / CLASS D", "483 920 176"),
    ('driver = Driver(name="Ana Example", lic="A04097680")', "A04097680"),
    ("[x] Nevada license verified - # 1402938576", "1402938576"),
    ("Screening result: approved. ID used: Arizona D08417263.", "D08417263"),
    ("Kentucky: D03-667-519\nNo convictions in 36 months.", "D03-667-519"),
    ("Connecticut (prior): 136650827\nNo convictions in 36 months.", "136650827"),
    ("the applicant's ID - Washington EXAMPRL248QX; a bill", "EXAMPRL248QX"),
    ("Kansas DL no. K00-58-6124 was misread. The correct one reads K00-53-6124.", "K00-53-6124"),
    ("Maine OL# 6603155 / motorcycle permit pending", "6603155"),
    ("operator permit 3558062, ward 4", "3558062"),
    ("He spelled out the licence for me: EXAMP*D284QJ.", "EXAMP*D284QJ"),
    ("a photo of the licence (Rhode Island, number 7204819)", "7204819"),
    ("my new license from the NC DMV is 000038417726", "000038417726"),
    ("SSN: see file\nO.L.N.: SA3310274  State: MA", "SA3310274"),
    # The state behind it.
    ("his permit number is 418AB7730 from Iowa, he is a new driver", "418AB7730"),
    ("given name Ana, OLN 12849306/PA, DOB 08/08/88", "12849306"),
    ("Driver Lic. ......... EXAMPGL452KD WA", "EXAMPGL452KD"),
    ('{"doc":"drivers_license","jurisdiction":"US-AL","id_number":"7182093"}', "7182093"),
    # The word for it is a long way off, and the shape is one of Massachusetts alone.
    (
        "License I gave last time was my twin's (we live together and I took the wrong one, I am very sorry"
        " about this). Mine is S71840226.",
        "S71840226",
    ),
)
OTHERS = (
    # A long ZIP code, telephones, days, round numbers.
    "My driver's license is fine. I live at 22 Elm, Atlanta, GA 30301-1234.",
    "Drivers call the office in Maine 555-0134 or in CT 203-555-0188.",
    "The driver came to Texas 20240115 and the license followed.",
    "Drivers in Oregon: 2900000 of them have a license.",
    # Words that are states only in capitals.
    "A driver takes bus 12 or 12345678 steps, and it costs me 1234567 of them.",
    # Licences of other things, and numbers that the state does not write so.
    "The liquor license of the bar: Ohio 12345678",
    "The court reporter's licence is CSR 10482; transcript of 317 pages",
    "Inspector's license is I-3417, report no. 20240615-08. The license type: commercial.",
    "Georgia 1 2 3 4 5 6 7 are the chapters to read on how to get a driver's license",
    "Texas 12 15 18 22 are the hours for whoever wants a driver's license",
    "Radio license WQKD482, frequency 462.5625 MHz",
    "12345678 drivers in Ohio have one, 1234567 in Maine",
    "The license fee in Ohio, RT4829, is 33.",
    "Georgia, 21042 drivers",
    # Nothing is said of driving.
    "Ohio, RT482913",
    "The population of Texas 29145505 was counted.",
)


@pytest.mark.parametrize(("text", "value"), LICENCES)
def test_a_licence_is_found_by_its_state(text: str, value: str):
    verdict = screen(text)

    found = [text[each.start : each.end] for each in verdict.findings if each.kind is Kind.DRIVERS_LICENCE]
    assert value in found


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_licence_of_a_state_is_left_alone(text: str):
    assert Kind.DRIVERS_LICENCE not in {each.kind for each in screen(text).findings}
