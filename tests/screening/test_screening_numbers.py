"""Numbers are found as programs write them, in any groups, and by the words that people have for them."""

import pytest

from screening import Kind, screen

BY_PROGRAMS = (
    (Kind.DATE_OF_BIRTH, '"dateOfBirth": "1980-03-05"', "1980-03-05"),
    (Kind.DATE_OF_BIRTH, "<BirthDt>19800305</BirthDt>", "19800305"),
    (Kind.SSN, "<TaxpayerSSN>400001032</TaxpayerSSN>", "400001032"),
    (Kind.SSN, "taxpayerssn=400001032", "400001032"),
    (Kind.BANK_ACCOUNT, "<BankAccountNum>10365924</BankAccountNum>", "10365924"),
    (Kind.BANK_ACCOUNT, "bankAccountNo=10365924", "10365924"),
    (Kind.BANK_ACCOUNT, '{"account": {"routing": "011000015", "number": "10365924"}}', "10365924"),
    (Kind.ROUTING_NUMBER, "bankrouting#011000015", "011000015"),
    (Kind.ROUTING_NUMBER, "ABARoutingNum: 011000015", "011000015"),
    (Kind.DRIVERS_LICENCE, '{"license": {"number": "1662897"}}', "1662897"),
    (Kind.PAYMENT_CARD, "PAN=501849473548|EXP=2709", "501849473548"),
    (Kind.PAYMENT_CARD, '"debitcard": "501849473549"', "501849473549"),
    (Kind.PAYMENT_CARD, "creditcardnumber=501849473549&q=1", "501849473549"),
)
IN_GROUPS = (
    (Kind.ROUTING_NUMBER, "routing number 0110.0001.5", "0110.0001.5"),
    (Kind.ROUTING_NUMBER, "the ABA is 011 - 000 - 015", "011 - 000 - 015"),
    (Kind.BANK_ACCOUNT, "my account number is 1036_5924_7788", "1036_5924_7788"),
    (Kind.BANK_ACCOUNT, "my checking account is 103/659247", "103/659247"),
    (Kind.BANK_ACCOUNT, "Account number: 103.659247", "103.659247"),
    (Kind.PASSPORT, "my passport number is 512 - 345 - 678", "512 - 345 - 678"),
    (Kind.PASSPORT, "Passport: 512.345.678", "512.345.678"),
    (Kind.DRIVERS_LICENCE, "my license number is S/12345678", "S/12345678"),
    (Kind.PASSPORT, "Her passport on file reads 512345678 03/12/2031.", "512345678"),
    (Kind.PASSPORT, "passport code 512345678", "512345678"),
    (Kind.PAYMENT_CARD, "4929 1234 5678 9013 0927", "4929 1234 5678 9013"),
    (Kind.SSN, "Os finais 4 do seu seguro social são 7429.", "7429"),
    (Kind.SSN, "7429 são os finais quatro do SSN", "7429"),
    (Kind.DRIVERS_LICENCE, "Driver's license: H123_4567_8901", "H123_4567_8901"),
    (Kind.DRIVERS_LICENCE, "Driver License Number: JJHCJX451MC State: MA", "JJHCJX451MC"),
    (Kind.DRIVERS_LICENCE, "my driver license number: AA1B2**9ABA7", "AA1B2**9ABA7"),
    (Kind.IBAN, "IBAN: DE44.8527.5464.0698.2551.55", "DE44.8527.5464.0698.2551.55"),
    (Kind.IBAN, "DE44 - 8527 - 5464 - 0698 - 2551 - 55", "DE44 - 8527 - 5464 - 0698 - 2551 - 55"),
)
BY_WORDS = (
    (Kind.PASSPORT, "My passport was renewed. Please use 512345678", "512345678"),
    (Kind.PASSPORT, "The passport no. on it was a typo. The correct one is 488 120 537, US.", "488 120 537"),
    (Kind.PASSPORT, "The passport number has a mistake. It should be 593827164", "593827164"),
    (Kind.PASSPORT, "My passport number changed. It is now 512345678.", "512345678"),
    (Kind.PASSPORT, "Mi pasaporte venci\u00f3. El nuevo es G12345678.", "G12345678"),
    (Kind.PASSPORT, "O passaporte foi renovado. O novo n\u00famero \u00e9 FB123456.", "FB123456"),
    (Kind.BANK_ACCOUNT, "The account on the form was closed. Please use 10365924", "10365924"),
    (Kind.BANK_ACCOUNT, "MICR line: 10365924", "10365924"),
    (Kind.SSN, "My SSN 1099, in case you need it", "1099"),
    (Kind.SSN, "We have SSN 1040 on file", "1040"),
    (Kind.TAX_ACCOUNT, "LO123456789 came last week", "LO123456789"),
    (Kind.TAX_ACCOUNT, "Letter ID: LO12345678O", "LO12345678O"),
    (Kind.TAX_ACCOUNT, "acct CIT-I2345678-O01", "CIT-I2345678-O01"),
    (Kind.PAYMENT_CARD, "4111*1111*1111*1111", "4111*1111*1111*1111"),
    (Kind.SSN, "Here's my ss: 400001032", "400001032"),
    (Kind.SSN, "SSAN 400001032", "400001032"),
    (Kind.EIN, "FID: 046002284", "046002284"),
    (Kind.EIN, "Sample Plumbing LLC (046002284) filed its ST-9 late.", "046002284"),
    (Kind.DRIVERS_LICENCE, "Driver ID: 1662897", "1662897"),
    (Kind.DRIVERS_LICENCE, "The license number on file for Carl Q. Test is LH329609T.", "LH329609T"),
    (Kind.DRIVERS_LICENCE, "MA DL 1662897", "1662897"),
    (Kind.DRIVERS_LICENCE, "I renewed my license; the new number is S12345678.", "S12345678"),
    (Kind.DRIVERS_LICENCE, "Massachusetts ID card number 950735093", "950735093"),
    (Kind.DRIVERS_LICENCE, "The license number of the owner is FRANCRF705BA.", "FRANCRF705BA"),
    (Kind.DATE_OF_BIRTH, "DN: September 14, 1998", "September 14, 1998"),
    (Kind.DATE_OF_BIRTH, "DOB: Monday, September 14, 1998", "Monday, September 14, 1998"),
    (Kind.DATE_OF_BIRTH, "Nació el lunes, 14 de septiembre de 1998", "lunes, 14 de septiembre de 1998"),
    (Kind.DATE_OF_BIRTH, "My DOB was recorded as 3/5/1980, it should read 5/3/1980.", "5/3/1980"),
    (Kind.DATE_OF_BIRTH, "Borrower born 3/5/1980; co-borrower Monday, May 4, 1981.", "Monday, May 4, 1981"),
    (Kind.DATE_OF_BIRTH, "He was born on 3/5/1980, his wife on 5/3/1981.", "5/3/1981"),
    (Kind.DATE_OF_BIRTH, "Born Sep 14, 1998, married 5/6/2020", "Sep 14, 1998"),
    (Kind.PAYMENT_CARD, "Please take 5018494735490009 for it", "5018494735490009"),
    (Kind.BANK_ACCOUNT, "Account ending 1234 is wrong. The whole number is 10365924.", "10365924"),
    (Kind.PASSPORT, "My passport got stolen! The number was 512345678, what now?", "512345678"),
    (Kind.PAYMENT_CARD, "payment method: 501849473548", "501849473548"),
    (Kind.BANK_ACCOUNT, "Account number ACC50142177 was opened.", "ACC50142177"),
    (Kind.BANK_ACCOUNT, "Account number(s): ACC50142177", "ACC50142177"),
    (Kind.BANK_ACCOUNT, "Número de cuenta bancaria: ACC50142177", "ACC50142177"),
    (Kind.BANK_ACCOUNT, "a conta corrente ACC50142177", "ACC50142177"),
    (Kind.DRIVERS_LICENCE, "License to drive: 85842992", "85842992"),
    (Kind.DRIVERS_LICENCE, "su licencia para manejar es 85842992", "85842992"),
    (Kind.PASSPORT, "Use your passport number: 20250101", "20250101"),
    (Kind.PASSPORT, "That passport expired. Use 20258101", "20258101"),
    (Kind.PASSPORT, "Her passport is 512345678. Mine is 512345679.", "512345679"),
    (Kind.BANK_ACCOUNT, "INSERT INTO a (account, phone) VALUES ('10365924', '(273)262-5050')", "10365924"),
    (Kind.DRIVERS_LICENCE, "Mi carnet de conducir es el 85842992.", "85842992"),
    (Kind.BANK_ACCOUNT, "Send it to ACC50142177, please.", "ACC50142177"),
    (Kind.BANK_ACCOUNT, "Our bank details: Sample Bank, 011000015, 103-659247.", "103-659247"),
    (Kind.ROUTING_NUMBER, "Datos bancarios: Banco Ejemplo, 011000015, 10365924.", "011000015"),
    (Kind.DATE_OF_BIRTH, "Ana Example (b. Monday, May 4, 1981)", "Monday, May 4, 1981"),
    (Kind.SSN, "id,ssn,town\n2,821 16 6629,Salem\n3,822 16 6629,Lynn", "821 16 6629"),
    (Kind.IBAN, "IBAN: US65 07324456 J6Y 8944.", "US65 07324456 J6Y 8944"),
    (Kind.IBAN, "payments to GB92 7VSU GLS8 XWOT ENZC 6T.", "GB92 7VSU GLS8 XWOT ENZC 6T"),
    (Kind.IBAN, "funded by GB49UANOIHKRRFUVZ0ERKX / NGBIUSPU", "GB49UANOIHKRRFUVZ0ERKX"),
    (Kind.DRIVERS_LICENCE, "SSN on file, license CA-DL-987654321", "CA-DL-987654321"),
    (Kind.DRIVERS_LICENCE, '"driving_license": "YKMBRQBWFE68"', "YKMBRQBWFE68"),
    (Kind.DRIVERS_LICENCE, "license no. X950152000556705663", "X950152000556705663"),
    (Kind.SSN, "row,1975,821 16 6629,817-664900", "821 16 6629"),
    (Kind.BANK_ACCOUNT, "BBAN: WAXP40271193825560", "WAXP40271193825560"),
    (Kind.BANK_ACCOUNT, "Account ................ AB1036", "AB1036"),
    (Kind.BANK_ACCOUNT, "my account 78356528005355563720", "78356528005355563720"),
    (Kind.BANK_ACCOUNT, "I wrote account 10365924 but it should have been 77120938.", "77120938"),
    (Kind.BANK_ACCOUNT, "AC# 10365924", "10365924"),
    # Whose word stands in front of four digits, and no other, means the last of theirs: no form is sent so.
    (Kind.SSN, "Send SSN 1040.", "1040"),
    (Kind.BANK_ACCOUNT, "I closed that account. New number 10365924.", "10365924"),
    (Kind.BANK_ACCOUNT, "ACH: 011000015 / 10365924 / checking", "10365924"),
    (Kind.ROUTING_NUMBER, "The check shows 011000015 and 10365924 (routing and account).", "011000015"),
    (Kind.BANK_ACCOUNT, "routing/account: 011000015/10365924", "10365924"),
    (Kind.BANK_ACCOUNT, "Bank account information: 10365924", "10365924"),
    (Kind.BANK_ACCOUNT, "We switched accounts. From now on send it to 10365924.", "10365924"),
    (Kind.BANK_ACCOUNT, "The account is wrong! Deposit into 10365924, please.", "10365924"),
    (Kind.BANK_ACCOUNT, "La cuenta cambió. Manden todo a 10365924", "10365924"),
    (Kind.BANK_ACCOUNT, "A conta antiga fechou. Depositem na nova: 10365924", "10365924"),
    (Kind.BANK_ACCOUNT, "My account, as I typed it from this device: 10365924", "10365924"),
    (Kind.SSN, "She sent her social from another device 400001032", "400001032"),
    (Kind.DATE_OF_BIRTH, "05/06/1971 (date of birth: Sam)", "05/06/1971"),
    (Kind.DATE_OF_BIRTH, "Sam Sample, 05/06/1971, born: Lynn", "05/06/1971"),
    (Kind.PASSPORT, "512345678 passport: valid", "512345678"),
    (Kind.PASSPORT, "PP 987 654 321", "987 654 321"),
    (Kind.PASSPORT, "pp# B98 76543", "B98 76543"),
    (Kind.DATE_OF_BIRTH, "Birthday (married): 05/06/1971", "05/06/1971"),
    (Kind.DATE_OF_BIRTH, "Born to two who had joined a band, 05/06/1971", "05/06/1971"),
    (Kind.PAYMENT_CARD, "Take it from:\n5555 5555\n5555 4444\n08/27\n123", "5555 5555\n5555 4444"),
    (Kind.PAYMENT_CARD, "5555\n5555\n5555\n4444\n0827\n123", "5555\n5555\n5555\n4444"),
    (Kind.PAYMENT_CARD, "1\n3782 822463\n10005", "3782 822463\n10005"),
    (Kind.BANK_ACCOUNT, "Which account?\ncaller: 10365924, it's a checking account", "10365924"),
    (Kind.SSN, "Last four digits of your Social?\nCaller: 7429.", "7429"),
    (Kind.ITIN, "The I.T.I.N. on the notice (912705834) is my cousin's.", "912705834"),
    (Kind.EIN, "emp id# on the file should be 048305635", "048305635"),
    (Kind.BANK_ACCOUNT, "The numbers along the bottom are 011000015 and then 10365924.", "10365924"),
    (Kind.DATE_OF_BIRTH, "Birth dates: mother 8/6/1979, alleged father 6/2/1989.", "6/2/1989"),
    (Kind.DRIVERS_LICENCE, "My licence there is B287516437804.", "B287516437804"),
    (
        Kind.DRIVERS_LICENCE,
        "A picture of my license, as you asked. In case you can't read it, the number is 419271713.",
        "419271713",
    ),
)
# A paper was spoken of before, and its number has the shape that such papers have.
BY_SHAPE = (
    (
        Kind.DRIVERS_LICENCE,
        "Driver's license numbers, the software wants both:\n\nHim: SA8444993",
        "SA8444993",
    ),
    (Kind.DRIVERS_LICENCE, "Ana Example / S number SA0677324 / hold", "SA0677324"),
    (Kind.PASSPORT, "The old passport was 371587171, the one that came last week is A36126001", "A36126001"),
    (Kind.PASSPORT, "Passports of two partners (FEIN 04-6002284): Y68272383 and 522470178", "Y68272383"),
    (Kind.PASSPORT, "\u00bfSu n\u00famero de pasaporte?\nEs el SE2805122, dominicano.", "SE2805122"),
    (Kind.PASSPORT, "O passaporte dela \u00e9 FV385329 e o meu \u00e9 GA875637.", "GA875637"),
    (
        Kind.PASSPORT,
        "The name in the passport is not the one on the return. The book is number 370465688.",
        "370465688",
    ),
)
ANOTHER_NUMBER = (
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
    "Bring a passport or a birth certificate. Your ticket is A36126001.",
    "Bring a passport. Confirmation A36126001 is for the desk.",
    "Passports are seen in room S100. Serial number A36126001 is the scanner's.",
    "The scanner has serial SA8444993.",
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
)


@pytest.mark.parametrize(("kind", "text", "value"), BY_PROGRAMS + IN_GROUPS + BY_WORDS + BY_SHAPE)
def test_a_number_is_found_as_it_is_written(kind: Kind, text: str, value: str) -> None:
    verdict = screen(text)

    found = [text[each.start : each.end] for each in verdict.findings if each.kind is kind]
    assert value in found
    assert verdict.strength == "restricted"


def test_both_days_are_found_where_one_takes_the_place_of_the_other() -> None:
    text = "Please correct my date of birth from 01/02/1970 to 16th May 1936."

    found = [text[each.start : each.end] for each in screen(text).findings]

    assert found == ["01/02/1970", "16th May 1936"]


@pytest.mark.parametrize("text", ANOTHER_NUMBER)
def test_another_number_is_not_taken_for_one(text: str) -> None:
    assert screen(text).strength != "restricted"
