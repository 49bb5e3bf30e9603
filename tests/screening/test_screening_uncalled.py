"""What no word calls anything is found by what a text speaks of; what is called something else is left."""

import pytest

from screening import Kind, screen

FOUND = [
    (Kind.DATE_OF_BIRTH, "Wristband: 08/02/61", "08/02/61"),
    (Kind.DATE_OF_BIRTH, "Children: baby Xolo, 5/11/2024", "5/11/2024"),
    (Kind.DATE_OF_BIRTH, "My kids: little Zed (5/11/2019), Quill (4/2/2021)", "4/2/2021"),
    (Kind.DATE_OF_BIRTH, "Sam Example, 03/21/1999, Athol", "03/21/1999"),
    (Kind.DATE_OF_BIRTH, "Ana Example|3/21/1999", "3/21/1999"),
    (Kind.DATE_OF_BIRTH, "Please delete my data: Ana Example, 1970-12-11", "1970-12-11"),
    (Kind.DATE_OF_BIRTH, "001 | 14Feb1955 | M | arm A", "14Feb1955"),
    (Kind.DATE_OF_BIRTH, "Is it 5 de marzo de 1971 or the other one?", "5 de marzo de 1971"),
    (
        Kind.BANK_ACCOUNT,
        "The employer's bank (Sample) says the levy hit 0021783345, which is ours.",
        "0021783345",
    ),
    (Kind.BANK_ACCOUNT, "Use 9021-774-3358 at Sample Bank per the letter.", "9021-774-3358"),
    (Kind.BANK_ACCOUNT, "Nueva: 44100877. Misma ruta.", "44100877"),
    (Kind.BANK_ACCOUNT, "Use 4410087723 thanks, same bank.", "4410087723"),
    (Kind.BANK_ACCOUNT, "It's Bank of Samples, 004638827190.", "004638827190"),
    (Kind.BANK_ACCOUNT, "Pode debitar da poupan\u00e7a? \u00c9 a 1009283746.", "1009283746"),
    (Kind.BANK_ACCOUNT, "Is 77190382 enough digits for a savings account?", "77190382"),
    (Kind.BANK_ACCOUNT, "The debit you took was $1,530 from 118 204 773.", "118 204 773"),
    (Kind.BANK_ACCOUNT, "The R03 of the ACH credit shows they used 9910048273.", "9910048273"),
    (Kind.BANK_ACCOUNT, "It bounced. It should've been 0338174920 w/ routing 011900254.", "0338174920"),
    (Kind.DRIVERS_LICENCE, "She moved, and the DMV gave her 14-203-8817.", "14-203-8817"),
    (Kind.DRIVERS_LICENCE, "My license? It took a while, found it, 07PKT85141.", "07PKT85141"),
    (Kind.DRIVERS_LICENCE, "DMV abstract, client ID 705 331 826, class E.", "705 331 826"),
    (Kind.PASSPORT, "Le piden pasaporte. El de \u00e9l es F7066351, y el m\u00edo venci\u00f3.", "F7066351"),
    (Kind.SSN, "Somebody filed with my number, 527843106, before I could.", "527843106"),
    (Kind.SSN, "The whole thing is 527843106 and I entered it twice.", "527843106"),
]

CALLED_OTHERWISE = [
    # Days of laws, papers, periods and events, and days on which something happened.
    "Directive 86-24 (June 12, 1986) still applies.",
    "The quarter of 3/31/1999 is closed.",
    "Figure 12. The Custom House tower (Nov. 3, 1987).",
    "Sample Chronicle (Nov 6, 1980): polls close at eight.",
    "Shares: 200 of one, bought 5/9/1983; 100 of the other, 1/3/1984.",
    "fund,ticker,ratio,begun\ngrowth,GRX,0.08,1998-04-06",
    "Whoever was born before or on January 2, 1959 may take it.",
    "La fecha l\u00edmite es el 15 de abril de 1996.",
    "My wife's shop: 5/5/2001",
    "La casa de mi mam\u00e1 es del 4 de mayo de 1989.",
    "Bearing 20 x 47 x 14 mm, June 15 - Sept 8, 85 nights",
    "-rw-r--r-- 1 root root 48201937 Jul  2 04:00 dump.gz",
    "Rev. Proc. 2004-34, June 1, 2004",
    "Pub. L. 108-27 (May 28, 2003)",
    "March 3, 2004\n\nDear Taxpayer,",
    "DATE: March 3, 2004\nTO: All staff",
    "SLS 3/31/2005\nWTH 6/30/2005",
    "Box 14: 3/3/2004 to 5/5/2005",
    "Oven 3/3/2004 $12,000",
    "hired,Example,Ana,5/5/1970",
    # Long numbers near a bank that are told from accounts by a word.
    "The bank's case is 44100877, docket 77190382.",
    "The bank answered ticket 44100877230.",
    "Your account: call 617 887 6367 or 8003926089.",
    "Deposits went from 125 000 000 to 130 000 000.",
    "There are 12345678 dollars in the account.",
    "Levy limit for Sampleton is 44100877 this year.",
    "Cord blood bank 44100877.",
    # Near a licence or a passport.
    "Her electrician license is E441182.",
    "Firearms license 12345678.",
    "The nurse's license RN2048177 is on the wall.",
    "Your driver's license is fine. The upload code is UP123456.",
    "Drivers in Oregon: 12900000 of them have a license.",
    "Send no passport. This thread is T123456789.",
    # Nine digits of something.
    "Total of 441008772 bytes.",
    "Fund total is 104423180.",
    "The supplier number 100048821 is in the warehouse.",
    "Batch 527843106 was sent.",
]


@pytest.mark.parametrize(("kind", "text", "value"), FOUND)
def test_what_nothing_calls_anything_is_found(kind: Kind, text: str, value: str) -> None:
    verdict = screen(text)

    found = [text[each.start : each.end] for each in verdict.findings if each.kind is kind]
    assert verdict.strength == "restricted"
    assert value in found


@pytest.mark.parametrize("text", CALLED_OTHERWISE)
def test_what_something_calls_otherwise_is_left_alone(text: str) -> None:
    assert screen(text).strength != "restricted"
