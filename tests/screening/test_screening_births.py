"""A day of birth is one in Roman months, as the day of a year, and beside a name in a row without a head."""

from datetime import UTC, datetime

import pytest

from screening import Kind, screen

THIS_YEAR = datetime.now(UTC).year
OF_A_CHILD = THIS_YEAR - 8


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("born 21.III.1972 in Sample", "21.III.1972"),
        ("DOB 7 XI 88", "7 XI 88"),
        ("Julian birth date 1972081", "1972081"),
        ("birth date (YYDDD): 72081", "72081"),
        ("DOB 21MAR72", "21MAR72"),
        ("dob:720321", "720321"),
        ("F.N. 21/03/1972", "21/03/1972"),
        # As people say it.
        ("Date of birth?\nnine twenty-four nineteen eighty.", "nine twenty-four nineteen eighty"),
        ("my date of birth is five, seventeen, sixty-eight", "five, seventeen, sixty-eight"),
        ("I was born Christmas Day, 1951", "Christmas Day, 1951"),
        ("nac\u00ed el d\u00eda de Navidad de 1951", "d\u00eda de Navidad de 1951"),
        ("Nasci no dia de Natal de 1951", "dia de Natal de 1951"),
        (
            "\u00bfSu fecha de nacimiento? Tres de julio del setenta y nueve.",
            "Tres de julio del setenta y nueve",
        ),
        # Two papers, two days; a form that is sent.
        ("Birth date 11.23.1960 on the policy but as 11.28.1960 on the form", "11.28.1960"),
        ("Birth date 2/11/1993, but the form you uploaded shows 11/2/1993.", "11/2/1993"),
        ("ssn=400-00-1032&dob=12%2F03%2F1970&zip=02108", "12%2F03%2F1970"),
        ('{"surname": "EXAMPLE", "date_of_birth": "880214"}', "880214"),
        ("Mr. Example (April 22, 1980) and Mrs. Example (December 1, 1982) live there", "December 1, 1982"),
        ("Ana Example, 10-10-1966, social 400-00-1032", "10-10-1966"),
        ("example:400-00-1032:1961-03-19:ME", "1961-03-19"),
        ('The bracelet reads "EXAMPLE, ANA  02/17/1931  F".', "02/17/1931"),
        # In a cell of a line about somebody.
        ("1) Ana Example, daughter, 1989-07-01, 60%", "1989-07-01"),
        ("Bo Example / 8-19-77 / Athol / license 099667161", "8-19-77"),
        ("Ohio UB915310 / June 21st 1974 / SSN 400-00-1032", "June 21st 1974"),
        ("INSURED DRIVERS\n1) Ana Example - VT 4804558A - 01/02/1963\n2) none", "01/02/1963"),
        ("nac\u00ed un 21 de marzo del a\u00f1o 1972", "21 de marzo del a\u00f1o 1972"),
        ("My DOB is 03/12/1972 and not 12/03/1972", "12/03/1972"),
        ("Naci\u00f3 el 12/03/1972 y no 03/12/1972.", "03/12/1972"),
        ("Nasceu em 12/03/1972 e n\u00e3o 03/12/1972.", "03/12/1972"),
        ("dob 3-21-72, sorry i mean 3-12-72", "3-12-72"),
        ("My wife's birthday is 03/21/1972 and mine is 03/12/1970.", "03/12/1970"),
        ("Sam was born 03/21/1972; Anna's is 03/12/1970", "03/12/1970"),
        ("Births: 03/21/1972", "03/21/1972"),
        ("nac. 21-03-1972", "21-03-1972"),
        ("D/N 21/03/1972", "21/03/1972"),
        ("17,Sam,Example,03/21/1972,F,Athol", "03/21/1972"),
        ("Ana Example,3-21-1972,Athol", "3-21-1972"),
        ('"Example";"Sam";"1972-03-21";"12 Main"', "1972-03-21"),
        ("Example\tSam\tF\t19720321\tAthol", "19720321"),
        # The end of the number in the cell before it is no year.
        ("| Name | SSN | DOB |\n| Sam Example | 716-24-1804 | 11/01/44 |", "11/01/44"),
        # Names and places that end as what was done does, and what only people are.
        ("Alfred Example,3-21-1972,Athol", "3-21-1972"),
        ("Alfred,Example,3-21-1972,Athol", "3-21-1972"),
        ("Ana Example,3-21-1972,Sneed", "3-21-1972"),
        ("Ana Example,3-21-1972,Mission Hill", "3-21-1972"),
        ("Ana Example,3-21-1972,Married", "3-21-1972"),
        ("Ana Example,3-21-1972,my daughter", "3-21-1972"),
        ("Ana Example,3-21-1972,hija,enrolled", "3-21-1972"),
        # What somebody is, and where, is nothing that happened on the day.
        ("Ana Example,3-21-1972,retired", "3-21-1972"),
        ("Ana Example,3-21-1972,fallecida", "3-21-1972"),
        ("Ana Example,3-21-1972,new bedford", "3-21-1972"),
        ("newhire,046002284,400001032,Ana Example,19720321", "19720321"),
        # Who else was born on a day, and which other day it may be.
        ("Birth date per return 1972-03-21; per SSA 1972-03-12.", "1972-03-12"),
        ("I typed my birth date as 03/21/1972. should i try 1972-03-12 format", "1972-03-12"),
        ("Nac\u00ed el 14 de abril de 1957 y mi esposa el 25 de mayo de 1958.", "25 de mayo de 1958"),
        ("TP: Ana Example  400-00-1032  05/04/1962\nSP: Bo Sample  400-00-1033  08/17/1961", "08/17/1961"),
        ("Ana Q. Example, 400-00-1032, 1962-05-04", "1962-05-04"),
        ("On the return as keyed:\n2 | Bo Example | 400-00-1033 | daughter | 3/5/2018", "3/5/2018"),
        ("Ana Example,3-21-1972,brother", "3-21-1972"),
        ('It says "Ana Example / 400-00-1032 / 10/20/1951".', "10/20/1951"),
        (
            "We need a DOB to split two people with the same name. One is 9/7/1984, the other 5/26/1994.",
            "5/26/1994",
        ),
        ("my sons birthday its 13 April 2018 and mine 21 March 1980", "21 March 1980"),
        ("Kids: Ana (5/11/2016), Bo (7/2/2018), baby Cy (1/5/2023).", "1/5/2023"),
        ("Look me up: Ximena Larkspur, 09-05-1995, 400.00.1032.", "09-05-1995"),
        ("Dependents:\n1. Caspian - 400-00-1032 - 4/9/2018", "4/9/2018"),
        ("Dio social 400-00-1032 y fecha 07/07/1970.", "07/07/1970"),
        ("Pai: SSN 400-00-1032, DN 30-11-1979.", "30-11-1979"),
        ("0001|Example|Emma|400001032|19960501|M1|2,104.22", "19960501"),
        (
            "Good morning, I have been trying for weeks to have somebody look at the case of my daughter. "
            "I want it opened. Me: Juniper Ravel, 9/14/1999. Thanks",
            "9/14/1999",
        ),
        ("Example, Oluwaseun | F | 1974-08-27 | CAN | seat 4", "1974-08-27"),
        ("I want it opened. Me: Juniper Ravel, 9/14/1999. Father: unknown.", "9/14/1999"),
        (f"Baby: Sol Ravel, 6/2/{THIS_YEAR - 3}. The father pays nothing.", f"6/2/{THIS_YEAR - 3}"),
        ("Os meninos: Enzo, 5/6/2012; Lara, 19/10/2016.", "19/10/2016"),
        ("Yours has DOB 09/14/1982? Ours is 09/14/1992. Please advise.", "09/14/1992"),
        ("Meninos: Enzo, 02/02/2011; Valentina, 19/07/2013.", "19/07/2013"),
        ("Two children on one order. Dates: Philippa 2003/06/21, Gareth 2010/01/09.", "2010/01/09"),
        ("Soy la mam\u00e1 de Iker y Danae. Iker 2-feb-2011, Danae 30-ago-2014.", "2-feb-2011"),
        ("The kids' birth dates again: Anselm 10/5/2012, Birgit 3/29/2015.", "3/29/2015"),
        ("Nacieron el 5/6/2018 y el 11/12/2020.", "11/12/2020"),
        ("Ana naci\u00f3 el 3/4/2010 y de Luis el 5/6/2012.", "5/6/2012"),
        (f"Custody of Emma 6/21/2003, Gareth 1/9/{THIS_YEAR - 1}", "6/21/2003"),
        (f"Baby: 400-00-1032, 04/12/{THIS_YEAR - 1}", f"04/12/{THIS_YEAR - 1}"),
        ("Children on order:\n1. Emma, 09/12/2011\n2. Mara, 02/25/2015\nPlease list them.", "09/12/2011"),
        (f"we had the baby on 10/2/{THIS_YEAR}, is it done?", f"10/2/{THIS_YEAR}"),
        (f"The twins arrived on 10/2/{THIS_YEAR}.", f"10/2/{THIS_YEAR}"),
        ("I filed for my kids:\nAna Example,3-21-1972,Athol", "3-21-1972"),
        # As it is misspelled, shortened, and told.
        ("fecha de nasimiento 21/03/1972", "21/03/1972"),
        ("nome,nasc,cidade\nAna Example,21/03/1972,Lynn", "21/03/1972"),
        (f"He came into the world on 12/27/{THIS_YEAR - 2}, four days early.", f"12/27/{THIS_YEAR - 2}"),
        (f"Nuestra hija vino al mundo el 3/4/{THIS_YEAR - 2}.", f"3/4/{THIS_YEAR - 2}"),
        ("nacido a los 12 d\u00edas del mes de marzo de 1972", "12 d\u00edas del mes de marzo de 1972"),
        (
            "nascida aos doze dias do m\u00eas de mar\u00e7o de 1972",
            "doze dias do m\u00eas de mar\u00e7o de 1972",
        ),
        ("nac\u00ed el 30/9/66 pero en el sistema sale 3/9/66", "3/9/66"),
        (
            f"My daughter Odile (04.19.{THIS_YEAR - 14}) and my son Remy (01.30.{THIS_YEAR - 12}).",
            f"01.30.{THIS_YEAR - 12}",
        ),
        (
            "Os filhos: Lucas, que nasceu em 14/5/2012, e J\u00falia, de 1\u00ba de outubro de 2017.",
            "1\u00ba de outubro de 2017",
        ),
        ("Here are the twins' dates, they're both February 29, 2020.", "February 29, 2020"),
        ("Cumpl\u00ed los 65 el 9 de mayo de 2024.", "9 de mayo de 2024"),
        # Beside a number of theirs.
        ("Bo Sample, 10/10/80, SSN 400-00-1032", "10/10/80"),
        ("DTL|00417|SAMPLE|BO|400-00-1032|19480316|7", "19480316"),
        ("Please delete: Bo Sample, 1990-12-01, 4111 1111 1111 1111, thanks", "1990-12-01"),
    ],
)
def test_a_day_of_birth_is_seen(text: str, value: str) -> None:
    found = [(each.kind, text[each.start : each.end]) for each in screen(text).findings]

    assert (Kind.DATE_OF_BIRTH, value) in found
    assert screen(text).strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "Report,Draft,Final,1999-03-04",
        "Released|Version|1998-03-04|beta",
        # Of somebody, but not the day on which they were born.
        "Book,Peter Example,10/1/1996,Sample Press",
        "Hired\nAnna Example,1970-06-11,Clerk",
        # How a word ends says that something was done: no list has them all.
        "Anna Example,1970-06-11,Promoted,Clerk",
        "Anna Example,1998-06-11,Inspection,Athol",
        "Anna Example,1998-06-11,Enrollment date",
        "Anna Example,1998-06-11,Early Retirement",
        "Date of hearing\nAnna Example,1998-06-11,Athol",
        # What is in small letters is no name and no town.
        "Anna Example,1998-06-11,renewal",
        "Anna Example,1998-06-11,retired car",
        "Dell Monitor,1998-06-11,retired",
        "Northern Supply,1998-06-11,123456789,renewal",
        "Anna Example,1998-06-11,vendor contract",
    ],
)
def test_a_day_beside_words_that_may_be_no_name_is_doubtful(text: str) -> None:
    assert screen(text).strength == "personal"


@pytest.mark.parametrize(
    "text",
    [
        "17,Sam,Example,03/21/2020,paid",
        "Ana Example 400-00-1032 03/21/2020",
        "name,ssn,hired\nAna Example,400-00-1032,03/21/1999",
        "name,first,hired\nExample,Sam,03/21/1999",
        "Payment,Received,03/21/1999,12.00",
        "The birth of the Julian calendar took 72081 days.",
        "Version 2.III.1972 of the map",
        "Julian date 72081",
        "The DOB form has 720321 pages. Born after 720321.",
        "FN: 12 is a footnote",
        "nac 12 is a code",
        f"Paid by 400-00-1032, 04/12/{THIS_YEAR - 1} and posted",
        f"Paid by 400-00-1032, 04/12/{THIS_YEAR % 100:02} and posted",
        "Pipe DN 50, rev. n. 12/2020",
        # Of rules, invoices, terms, contracts and batches.
        "Circular n. 12-03-2019 applies. Nota fiscal n. 12/05/2018. Approved by Bo N. 3/4/2014",
        "invoice DN 12/03/2014 is a debit note",
        "Se cumpli\u00f3 los 30 d\u00edas el 3/4/2014. El contrato cumpli\u00f3 los 12 meses el 3/4/2014",
        "O contrato fez 10 anos em 3/4/2014",
        "The kiddo arrived at the office on 3/4/2014. Vino al mundo de los negocios el 3/4/2014",
        "Batch, 2009-06-30, 4019063000001234",
        "Salem, N. 3-4-2018. Order, DN 12-03-2019. El plazo cumpli\u00f3 los 60 el 1/2/2019.",
        "Kids' dates for camp: 7/6/2024 to 7/10/2024",
        "Fiz 10 anos no emprego em 12/03/2019.",
        "Name | Hired on | Card\nAna Example | 05/04/2001 | license S12345678",
        "Reviewed and approved\nAna Example | 05/04/2001 | ssn on file",
        "The parcel arrived Aug 3 2024, and so did the baby clothes. Made 65 on 9/5/2024.",
    ],
)
def test_other_days_are_no_births(text: str) -> None:
    assert all(finding.kind is not Kind.DATE_OF_BIRTH for finding in screen(text).findings)


@pytest.mark.parametrize(
    "text",
    [
        "Child support orders: Issued 3/4/2015, Modified 5/6/2018, Closed 6/1/2022.",
        "Your son's W-2s are here: Target 3/4/2019, Walmart 5/6/2020.",
        "Custody orders are on record: Suffolk 3/2/2015, Norfolk 5/1/2017.",
        "Your wife's agencies: IRS 3/4/2019, SSA 5/6/2019.",
        "Your son's dates: IRS 3/4/2019, Revised 5/6/2020.",
        "The minutes were signed by Emma 3/4/2019, Anna 5/6/2020.",
    ],
)
def test_days_behind_words_that_may_be_no_names_are_doubtful_beside_a_family(text: str) -> None:
    assert screen(text).strength != "restricted"


def test_a_row_of_somebody_is_no_head_of_the_next_one() -> None:
    text = "Ana Example,3-21-1972,Athol\nBen Example,4-22-1973,Barre"

    assert [text[each.start : each.end] for each in screen(text).findings] == ["3-21-1972", "4-22-1973"]


def test_an_empty_line_ends_the_reach_of_a_head() -> None:
    text = "name,day,town\nAna Example,3-21-1972,Athol\n\nBen Example,4-22-1973,Barre"

    assert [text[each.start : each.end] for each in screen(text).findings] == ["4-22-1973"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # Whose day it is.
        ("3/21/72 is mine and 4/1/74 is my husband's.", ["3/21/72", "4/1/74"]),
        ("Your form wants my mother's, it's November 3, 1944", ["November 3, 1944"]),
        (
            "Yo soy del 4 de mayo de 1962 y \u00e9l del 5 de junio de 1960.",
            ["4 de mayo de 1962", "5 de junio de 1960"],
        ),
        ("A do meu pai \u00e9 12 de mar\u00e7o de 1944.", ["12 de mar\u00e7o de 1944"]),
        ("For the circuit breaker: me 2/2/1950, wife 3/3/1953.", ["2/2/1950", "3/3/1953"]),
        # Of a child also what is not so long ago, where nothing but who it is stands beside it.
        (
            f"My kids are 3/4/{OF_A_CHILD} and 5/6/{OF_A_CHILD - 3}.",
            [f"3/4/{OF_A_CHILD}", f"5/6/{OF_A_CHILD - 3}"],
        ),
        (f"Los gemelos son del 3 de abril de {OF_A_CHILD}.", [f"3 de abril de {OF_A_CHILD}"]),
        # The sentence before asks how old somebody is.
        ("I need to prove his age. Parish book: 12 May 1951.", ["12 May 1951"]),
        (f"\u00bfEdad de la ni\u00f1a?\n4 de marzo de {OF_A_CHILD}", [f"4 de marzo de {OF_A_CHILD}"]),
        ("The birth dates of the two I claim: 4/4/2012, 8/13/2015", ["4/4/2012", "8/13/2015"]),
        (
            "He was born in Lynn, on the feast of the saint. So write June 13, 1947, please.",
            ["June 13, 1947"],
        ),
        ("Me llamo como mi pap\u00e1. \u00c9l es de 1959-07-02.", ["1959-07-02"]),
        # The day of a child, whatever else the sentence says.
        (f"La escuela pide una carta con la fecha del nene (26/05/{OF_A_CHILD})", [f"26/05/{OF_A_CHILD}"]),
        (
            f"Consta 1\u00ba de janeiro de {OF_A_CHILD} na certid\u00e3o do menino",
            [f"1\u00ba de janeiro de {OF_A_CHILD}"],
        ),
        ("You have me as 1/2/1959 but I'm 2/1/1959.", ["1/2/1959", "2/1/1959"]),
        # An age that agrees with it.
        (f"Tenho 66 anos (5/4/{THIS_YEAR - 66}), tenho direito?", [f"5/4/{THIS_YEAR - 66}"]),
        # A household, a line for each of it.
        (
            "HOUSEHOLD\nme        04/02/1979\nhusband   10/21/1980\nchild 1   05/05/2008",
            ["04/02/1979", "10/21/1980", "05/05/2008"],
        ),
        ("- Wife Ana: 2/9/1975", ["2/9/1975"]),
        # A sex in the cell beside it.
        ("Sample, Wynn, F, 12/04/1971", ["12/04/1971"]),
        ("Wynn Sample; 12/04/1971; M", ["12/04/1971"]),
        # As doctors write.
        (f"HPI: {THIS_YEAR - 1955}M (1/5/1952) w/ afib", ["1/5/1952"]),
        # One of two days that differ by a slip.
        ("The form says 6/31/1988, which is a typo. Real one is 6/13/1988.", ["6/31/1988", "6/13/1988"]),
        # What is listed behind a day that words call so.
        (
            "Data de nascimento: 16/08/1957, o pedido foi enviado; a da minha sogra \u00e9 4/12/1938",
            ["16/08/1957", "4/12/1938"],
        ),
    ],
)
def test_a_day_of_somebody_on_which_nothing_else_happened_is_their_birth(text: str, days: list[str]) -> None:
    verdict = screen(text)

    assert [
        text[each.start : each.end] for each in verdict.findings if each.kind is Kind.DATE_OF_BIRTH
    ] == days
    assert verdict.strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "My husband was hired on 5/1/1998 and still works there.",
        "We married on June 5, 1999, my wife and I.",
        "Her trust is dated March 3, 1987.",
        "The trust of March 3, 1987 names my mother.",
        "My father died March 3, 2004.",
        "The deed from my parents, 4/5/1988, is with the registry.",
        "She has lived there since 3/4/1999.",
        "Dad served from 6/1/1968 to 5/31/1970.",
        "The company, my brother's, was incorporated 4/5/1997.",
        "Copyright 3/4/1999 by his publisher.",
        "In his memo of 3/9/1994 the commissioner told staff to wait.",
        "On September 11, 2001 my wife was in New York.",
        "Mi esposo entr\u00f3 al pa\u00eds el 4 de mayo de 1998.",
        "Mi esposo y yo nos casamos el 4 de mayo de 1998.",
        "Ela assinou o contrato em 4 de maio de 1998.",
        "My wife's citizenship: 7/4/2003.",
        "My parents' wedding day, 6/6/1966.",
        "Version 3.4.99 works for her.",
        # Of what is somebody's, and not of them.
        "My wife's shop: 5/5/2001",
        "My husband's accident on 3/3/2003",
        "Her last paycheck: 5/5/2005",
        "La casa de mi mam\u00e1 es del 4 de mayo de 1989.",
        "A empresa do meu pai \u00e9 de 4/5/1989.",
        # Of nobody.
        "Whoever was born before may take it. Est. 03/04/1966",
        "The statute is from 3/3/1987.",
        "The form in the drawer says 3/3/1987, typo or not.",
        "Rev. 6/13/1988 replaces 6/12/1988, and that one is wrong.",
        # Of a child, but what happens in any year.
        f"My daughter's recital is 12/12/{THIS_YEAR - 2}.",
        f"My son has a field trip on 3/4/{OF_A_CHILD}.",
        f"Son: appointment 3/4/{OF_A_CHILD}",
        f"We moved with the kids on 8/1/{OF_A_CHILD}.",
        f"The kids' custody order of 3/5/{OF_A_CHILD} says he claims them.",
        # An age that another day does not agree with.
        f"I am 66 (3/4/{THIS_YEAR - 6} was the hearing).",
        f"See page 34, 5/6/{THIS_YEAR - 34}, which she has.",
        f"Seats 40F (1/5/{THIS_YEAR - 20})",
        f"Raised 40M (1/5/{THIS_YEAR - 41}) in bonds",
        f"1120 / M / 12/31/{THIS_YEAR - 18} / Amended",
        f"Bonds issued: 40M (1/5/{THIS_YEAR - 41})",
        f"Shirt / M / 3/4/{OF_A_CHILD} / shipped",
        f"Look at line 34 (5/6/{THIS_YEAR - 34}).",
        f"The second visit: 66 (3/4/{THIS_YEAR - 20})",
    ],
)
def test_a_day_on_which_something_happened_to_somebody_is_no_birth(text: str) -> None:
    assert all(finding.kind is not Kind.DATE_OF_BIRTH for finding in screen(text).findings)


def test_a_day_of_two_digits_for_the_year_lies_in_the_past() -> None:
    next_year = f"{(THIS_YEAR + 1) % 100:02}"

    assert screen(f"5/16/{next_year} is my wife's.").findings[0].kind is Kind.DATE_OF_BIRTH
    assert not screen(f"5/16/20{next_year} is my wife's.").findings
