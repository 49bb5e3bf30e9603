"""What an agency writes every day about amounts, years, forms, sections and itself is clean."""

import pytest

from screening import screen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thank you for writing to us.",
        "You need Form 1, Form 1040, Form 1099-INT, your W-2 and Schedule C for 2023 and 2024.",
        "The personal exemption is $4,400 for 2024, $8,800 if married filing jointly; the rate is 5.00 %.",
        "Amounts: 100 20 3000 450 12 9999\n250\n12\n2023",
        "See M.G.L. c. 62C, \u00a7 21, 830 CMR 62C.21.1 and 26 U.S.C. 6103(a)(1).",
        "Write to Department of Revenue, PO Box 7010, Boston, MA 02204-7010.",
        "Call 617-887-6367 or toll-free 800-392-6089, Monday to Friday, 8:30 a.m. to 4:30 p.m.",
        "Call (617) 887-6367 or e-mail us at contact@dor.state.ma.us.",
        "Your confirmation number is 219099999 and the invoice is 778899001.",
        "Due dates are 04/15/2024, 2024-06-17 and September 16, 2024.",
        "If you were born before January 2, 1959, you may take the age exemption.",
        "Children under age 17 and people 65 or older qualify. Age: 65 or over.",
        "A Social Security number has nine digits. Never send your Social Security number by e-mail.",
        "SSN, ITIN or EIN? See page 1234 of the 2023 guide.",
        "The last four years count. The social security rate was 6.2 % in 2023.",
        "Sign in to your account to see the balance of 2023. Your account was opened in 2019.",
        "Direct deposit takes 10 days; checks take 6 weeks. The account minimum is 100000.",
        "The child tax credit and the debit of 12/31/2023 are different matters.",
        "Visit us at 436 Dwight Street, Springfield, MA 01103, or call 413-452-3800.",
        "Collections Bureau\n100 Cambridge Street\nBoston, MA 02114\n(617) 555-0100",
        "If your child was born in 2023, you can claim the credit.",
        "Tracking number 9400 1000 0000 0000 0000 00.",
        "Ledger 4100 4200 4300 4400: 12,000 13,500 9,870 11,002",
        "Meeting ID: 123 4567 8901, passcode 482913. Order no. 114-1234567-1234567 was shipped.",
        "Invoice 10023 4 units @ $12.50 = $50.00\nInvoice 10024 12 units @ $3.10 = $37.20\nTotal $87.20",
        "Boston, MA 02204-7010\nWorcester, MA 01608-1401\nPittsfield, MA 01201-6205",
        "449 Mass. 1, 12-15 (2007); 139 S. Ct. 2485 (2019); Case 1:23-cv-10234-ADB",
        "Claim number 22-123456789, vendor 100123456, membership 123456789.",
        "MMARS document GAX 1201 DOR24000012345 for $1,234.56 was approved 05/14/2024.",
        "Report 20240514-001, LOG-20240514-001, INC20240514001",
        "Case 24-1234567, docket no. 24-1234567, invoice 24-1234567, order 11-1234567",
        "Your liquor license 00123-RS-0004 was renewed. CPA license 12345, business license no. 123456",
        "Acct. code 5100-2200-31",
        "NO10 DAYS LATE FEE APPLIES. IBAN is a word; in FY23 in the rules it is one too.",
        "Copyright 2005 g10 Code\nLicense: g10-permissive",
        "Bank information is on page 12 of the guide of 2024; bank details may change by 04/15/2025.",
        "files/packages/d3/8b/0370578a456986d69953.whl and 12-3456789ab",
        "1970-07-09T13:07:32 PP 07LT, from 1970-07-09T13 on: passports.",
        "IMEI 378532751326606, device 378532751326606, checksum 39566298678821.",
        "Lines of the ledger:\n4250\n4287\n4324\n4361\n4398\n4435\n4472\n4509\n4546\n4583\n4620\n4657",
        "Card expires 04/31, phone 001-749-691-5428",
        "Born in Salem, the composer died on 20 May 2000 and her pupil on May 21, 2001.",
        "Opening an account takes nine days. Fee schedule 0317-8581 applies.",
        "Cells 78-607\n2023 40-389\n823632\n20-517 and 2018\t2021\t2019\n2020",
        "2016 01711\n09/01/2020, 50622",
        "The social worker has 1234 clients.",
        "License plate 4KL 921, permit 2024-118, sticker 77120. Part no. 55-1234567 is here.",
        "The box says 000-00-0000. My social worker's ZIP is 02204-7010.",
        "You have three years to ask. Usted tiene 3 a\u00f1os para pedirlo.",
        "Bring your driver's license or passport to 200 Arlington Street, Chelsea.",
        "Your passport expires 01/01/2030, and your license on 2029-05-05.",
        "Tracking 1Z999AA10123456784, session de08c89d73cfed09ddce04d4a3ee6cf9, ISBN 978-0-13-468599-1.",
        "Version 3.11.7 at 192.168.10.24 with 0.1234567891 and 2,147,483,647 bytes",
        "1.60934 kilometres, 3.14159265358979, 1,234,567.89, 50%20off, a=1&b=2, x<y, 5 > 4",
        "one of the two, three or four, five six",
        "Llame al 617-887-6367 para el a\u00f1o 2023. Ligue para 617-887-6367 sobre o formul\u00e1rio 1040.",
    ],
)
def test_ordinary_text_is_clean(text: str) -> None:
    verdict = screen(text)

    assert (verdict.strength, verdict.findings, verdict.failed) == ("clean", (), False)
