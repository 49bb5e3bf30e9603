"""In records that programs exchange, a place says what no word does."""

import pytest

from screening import Kind, screen


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.SSN, "RW400001032SAM            Q              EXAMPLE", "400001032"),
        (Kind.SSN, "RS25     400001032SAM            Q", "400001032"),
        (Kind.EIN, "RA046002284SAMPLE01", "046002284"),
        (Kind.EIN, "RE2025 046002284         0", "046002284"),
        (Kind.EIN, "A2025 046002284SAMP1A", "046002284"),
        (Kind.EIN, "A20251     046002284SAMP1A", "046002284"),
        (Kind.SSN, "B2025 EXAM1400001032            00000012000", "400001032"),
        (Kind.SSN, "B2025 EXAM2400001032ACCT-7788X          00000012000", "400001032"),
        (Kind.SSN, "B2025 EXAM2400001032LOAN7788", "400001032"),
        (Kind.SSN, "RW400001032AL             Q              EXAMPLE", "400001032"),
        (Kind.ROUTING_NUMBER, "62201100001510365924         0000125000400001032      EXAMPLE", "011000015"),
        (Kind.BANK_ACCOUNT, "62201100001510365924         0000125000400001032      EXAMPLE", "10365924"),
        (
            Kind.BANK_ACCOUNT,
            "622011000015123456789012345670000125000400001032      EXAMPLE",
            "12345678901234567",
        ),
        (Kind.ROUTING_NUMBER, "101 011000015 0460022842604120830A094101SAMPLE BANK", "011000015"),
        (Kind.BANK_ACCOUNT, ":20:1\n:25:011000015/10365924\n:28C:1/1", "10365924"),
        (Kind.ROUTING_NUMBER, "{3400}011000015SAMPLE BK*{4200}D10365924*ANA EXAMPLE*", "011000015"),
        (Kind.BANK_ACCOUNT, "{3400}011000015SAMPLE BK*{4200}D10365924*ANA EXAMPLE*", "10365924"),
        (Kind.PASSPORT, "SSR DOCS YY HK1/P/GBR/512345678/GBR/21MAR72/F/14JAN30/EXAMPLE/ANA", "512345678"),
        (Kind.DATE_OF_BIRTH, "SSR DOCS YY HK1/P/GBR/512345678/GBR/21MAR72/F/14JAN30/EXAMPLE/ANA", "21MAR72"),
        (Kind.PASSPORT, "5362967925USA7203216F3108228<<<<<<<<<<<<<<07", "536296792"),
        (Kind.DATE_OF_BIRTH, "5362967925USA7203216F3108228<<<<<<<<<<<<<<07", "720321"),
        (Kind.DATE_OF_BIRTH, "1 NAME Ana /Example/\n1 BIRT\n2 DATE 4 JUN 1958\n2 PLAC Quincy", "4 JUN 1958"),
        (Kind.ROUTING_NUMBER, "MICR read  t011000015t  o71003286o  chk 338", "011000015"),
        # The line at the bottom of a check, in its signs and as people and scanners write them.
        (Kind.BANK_ACCOUNT, "\u2446011000015\u2446 10365924\u2448 1042", "10365924"),
        (Kind.ROUTING_NUMBER, "\u2448001042\u2448 \u2446011000015\u2446 103-65924\u2448", "011000015"),
        (Kind.BANK_ACCOUNT, "|:011000015|: 10365924|| 1042", "10365924"),
        (Kind.BANK_ACCOUNT, "A011000015A 10365924C 1042", "10365924"),
        (Kind.ROUTING_NUMBER, "t011000015t10365924u1042", "011000015"),
        (Kind.BANK_ACCOUNT, ':011000015: 10365924" 1042', "10365924"),
        (Kind.DATE_OF_BIRTH, "DAQS12345678 DBB03211972 DBC1", "03211972"),
        (Kind.DRIVERS_LICENCE, "DAQS12345678 DBB03211972 DBC1", "S12345678"),
        (Kind.DRIVERS_LICENCE, "licence barcode DAQ123456789", "123456789"),
        (Kind.SSN, "RW400001032LI, ANA", "400001032"),
        (Kind.SSN, "REF*SY*400001032~", "400001032"),
        (Kind.SSN, "REF*0F*400001032~", "400001032"),
        (Kind.EIN, "N1*PE*SAMPLE SUPPLY*FI*046002284~", "046002284"),
        (Kind.BANK_ACCOUNT, "BPR*C*4410.5*C*ACH*CCD*01*011000015*DA*1184920*9~", "1184920"),
        (Kind.ROUTING_NUMBER, "BPR*C*4410.5*C*ACH*CCD*01*011000015*DA*1184920*9~", "011000015"),
        (Kind.BANK_ACCOUNT, "02,1,2,1\n03,0975312468,USD,010,500000,,,015/", "0975312468"),
        (Kind.EIN, "REF*EI*046002284~", "046002284"),
        (Kind.EIN, "REF*TJ*04-6002284~", "04-6002284"),
        (Kind.SSN, "NM1*IL*1*EXAMPLE*SAM****34*400001032~", "400001032"),
        (Kind.DATE_OF_BIRTH, "DMG*D8*19720321*F~", "19720321"),
        (Kind.DATE_OF_BIRTH, "PID|1||9^^^MR||EXAMPLE^SAM||19720321|F", "19720321"),
        (Kind.SSN, "PID|1||9||EXAMPLE^SAM||19720321|F|||||||||||400001032", "400001032"),
        (Kind.DRIVERS_LICENCE, "ANSI 636000DLDAQT12345678 and more", "T12345678"),
        (Kind.DRIVERS_LICENCE, "DBB03211972\nDAQ123456789", "123456789"),
        (Kind.DRIVERS_LICENCE, "DAQSA1234567", "SA1234567"),
        (Kind.BANK_ACCOUNT, "<ACCTID>10365924</ACCTID>", "10365924"),
        (Kind.ROUTING_NUMBER, "<BANKID>011000015</BANKID>", "011000015"),
        (Kind.ROUTING_NUMBER, "bank id: 011000015", "011000015"),
        (Kind.ROUTING_NUMBER, "<BANKID>011000015</BANKID><ACCTID>10365924</ACCTID>", "011000015"),
    ],
)
def test_a_place_in_a_record_says_what_a_number_is(kind: Kind, text: str, value: str) -> None:
    found = [(each.kind, text[each.start : each.end]) for each in screen(text).findings]

    assert (kind, value) in found


@pytest.mark.parametrize(
    "text",
    [
        "RW 4000 is the form of a rail wagon",
        "Room RA046 is upstairs",
        # Parcels, and what a laboratory measures with.
        "RW123456785CN",
        "RW123456785CN is on its way",
        "RA123456785CN arrived today",
        "DAQ1234567",
        "DAQ123456 data sheet, 12 pages",
        # Digits only, and nobody they would be for.
        "62201100001512345678901234567000012500000001032123456789012345",
        "DTP*336*D8*20200104~",
        "REF*0F*W12345~",
        "PID|1||20200104||EXAMPLE^SAM||",
        "622 people came, 0000125000 in all",
        "B2025 EXAM1 is the file",
        "Ratio 4:123456: 12345 and cells A12345678A 10365924 C",
        "|: 12 |: 10365924 ||",
        "NM1*85*2*SAMPLE CLINIC*****XX*1234567893~",
    ],
)
def test_other_records_are_clean(text: str) -> None:
    assert screen(text).strength == "clean"
