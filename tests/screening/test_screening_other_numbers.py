"""What an agency writes has many numbers that are nobody's; none of them is taken for one that is."""

from datetime import UTC, datetime

import pytest

from screening import screen

THIS_YEAR = datetime.now(UTC).year

ANOTHER_NUMBER = (
    "Certified mail 7019 2280 0001 4432 9917 was returned unclaimed.",
    "Rooms 219 one and 9999, and 2 of 400 zero 32.",
    "The license in Texas costs 33 and takes 2 weeks.",
    'Dan 12345678 wrote, and then Dan: 8843461868 again. Ask "Dan" 55512345.',
    "Order 8845 and 123456789; the second one is 10365924. The bank called.",
    "We send it by 12345678 (routing slip 4).",
    "Nursing license RN2234455. Electrical license 12345-B. Microsoft license 12345-67890",
    "Children: Saturday 5/11/2024, Sunday 5/12/2024",
    "commit 78af84b\nDate: July 23, 2024",
    "birth year: 4 digits; month=2 day=1. ssn4 is a column of 2023",
    "Enter social events in the calendar: 400 001 032 people came. Put social media aside.",
    "The act 10365924, B'nai Brith on 4/7/2024, rooting 011000015 plants, chk 1042",
    "The firm was born in Lynn, and moved 3/4/2005.",
    "chk 20240115 ran. Nacieron 120 ni\u00f1os el 07/04/2018. Nasceram 3 bezerros em 07/04/2018.",
    "Grant award 93-7890123 (CFDA 93.563)",
    "Escrow 2024 budget, escrow 123456 units; wire from 300000 miles",
    "The bank gave 211 370 and then 10365924 points.",
    "Voided checks go to window 12345678. We debit on 20250115, and by ACH from 20250116.",
    "Child Support, 3/4/2024. Child Care Letter 3/4/2024. Children Services 3/4/2024",
    "Your child Peter 3/4/2024 appointment. My son Peter filed 5/11/2016.",
    f"Child: Quibble, 5/11/2016. Hijos: Taller 05/11/{THIS_YEAR}, Cuentos 05/18/{THIS_YEAR}",
    "Our daughter Emma, 3/14/2025 is the day of her recital. Kids: Emma 5/11/2024 soccer",
    "La ruta es 12 a Boston.",
    "The shop's business license, client ID 116542191, is here.",
    "Our office has its license (MA, 02138) on the wall.",
    "Driver's license renewal is due every 5 years, form 21042.",
    "A driver's license costs $50.00; a passport card 130.00 in 2024/2025.",
    "Driver's license issued 03/12/2020, passport issued 12.03.2021",
    "My account for 2023-2024 and 2022/2023 is open.",
    "A savings account of 1,203.44 brings 4.35 a year.",
    "Born in the USA was released June 4, 1984.",
    "The sample shows Letter ID L0000000000.",
    "Codes 123456789 and 2024 are in the list.",
    "The accountManager and the bornAgain group meet at 10:30.",
    "Sample Trading Inc, 12 units",
    "Row A1: 1204 2938 4410 5522 6603",
    "Your account is open. Room 12345 is on the left, and permit 77120 by the door.",
    "The entry ref acct2024001 is closed.",
    "Whoever was born before or on January 2, 1959 may take it.",
    "Questions about the card? Please call 6175550100123.",
    "Invoice 219099999 is paid. The social worker wrote.",
    "Bring a passport or a birth certificate. Your ticket is A36126001.",
    "Bring a passport. Confirmation A36126001 is for the desk.",
    "Passports are seen in room S100. Serial number A36126001 is the scanner's.",
    "The scanner has serial SA8444993.",
    "The table of license data, D20240115, has 12 columns.",
    "Numbers on the bottom of the page are 1 and then 2.",
    "ACC20231231 was posted to the ledger.",
    "Bank information hotline 8005551212",
    "The singer was born in Lynn, and joined on May 21, 2001.",
    "Lines:\n5555\n5555\n5555\n4444\n4250\n4251",
    "pp 12 345 of the book",
    "License key 1234-5678-9012-ABCD",
    "Born Again Church, est. 03/04/1966",
    "1000+2000+3000+4000 and 2023=2024=2025=2026 and 1111:2222:3333:4444",
    "5500+5000+5000+5004 and 5500=5000=5000=5004",
    "The AC #1234567 units are loud",
    "The MICR toner cartridge 02-81132-001",
    "SSN 1099 and W-2 go in one envelope; SSN 1040-ES is another.",
    "The passport office moved. Please use form 12345.",
    "My passport expired. The new number is 617-555-0142.",
    # A day, where no word right before calls it a number.
    "The passport page is closed. Use 20250101",
    "Flight LO1234, load LO12345 and lot LOT123456789",
    "The file LOSSIZZ1234 and the code L0OSLIB1O22",
    "120*1000*1000*1000 is a lot",
    "Model WF45R6100AW\nWarranty case 4149920187",
    "Permit B-2024-11873, fee $240, parcel 118-44-0027, map 118.",
    "Crosswalk: account class 110-118 cash, 204-211 payables, 377 reserves.",
    # Of requests, bills, routes and threads that stand beside a licence or a driver.
    "Your license renewal request R12345678 was received",
    "The bill E2024000113 for motor vehicle excise was sent to the driver.",
    "Uber drivers should use Schedule C. See publication P2024001",
    "Delivery driver route R1234567, stop 3. The printer driver X12345678 is new.",
    "The meals tax license of the restaurant, M1234567, expired.",
    "Su licencia de maternidad no cambia el caso. Expediente E1234567.",
    "Do not send your driver's license by e-mail. This thread is T123456789.",
    "Your driver's license is fine. The upload code is UP123456.",
    "The bank no longer answers 8003922733. The food bank number is 6175551234.",
    "Bring your driver's license. Our office is at 100 Main. Number 24680 is called next.",
    "License: Florida, 32399 Tallahassee",
    "SSN letters go to Springfield 01103-1234, 413-555-1234.",
    "Parcel 118-44-0027, 12/05/2024 sold",
    # Days of classes, and of offices, behind names.
    "Classes for parents: Boston 5/11/2018, Lowell 5/12/2018 and Saturday 5/13/2018",
    # Of timetables, laboratories and shops.
    "Inbound 0712 0741 0810 0839; outbound 1655 1724 1753 1822",
    "Muestra 0214, 118 mg/dl, n = 40; m\u00e9todo ISO 8466-1:2021.",
    "The liquor license of the shop, A1234567, is on the wall.",
    "Licence plate reader, serial A12345678",
    # Of goods, machines, flights and hotels.
    "887-22-X410,bracket,40,1.15\n102-7731-04,hinge left,12,3.60",
    "Firmware build 12-3456789 was shipped, and so was SKU 45-1234567.",
    "Invoice 890123456 was processed for account closure.",
    "Flight DL 2284 at 6:05, hotel conf. 8830127745",
    "USPS certified mail receipt 7022 1670 0001 8834 2217.",
    "Quote Q-209184: license for 250 seats at $62.40, 3 years.",
)


@pytest.mark.parametrize("text", ANOTHER_NUMBER)
def test_another_number_is_not_taken_for_one(text: str) -> None:
    assert screen(text).strength != "restricted"
