"""Numbers that no word right before calls so: accounts where money goes, and what is named further away."""

import pytest

from screening import Kind, screen

WHERE_MONEY_GOES = (
    # In the place of money.
    (Kind.BANK_ACCOUNT, "Please put half in 4410087723 and the rest in 4410087731.", "4410087731"),
    (Kind.BANK_ACCOUNT, "The bank can't find the money in 220318847761", "220318847761"),
    (Kind.BANK_ACCOUNT, "i shut 3391184207 in may so the deposit came back", "3391184207"),
    (Kind.BANK_ACCOUNT, "The refund was to land in 6610298834 but never did", "6610298834"),
    (Kind.BANK_ACCOUNT, "El dep\u00f3sito iba para la 4410298831", "4410298831"),
    (Kind.BANK_ACCOUNT, "O dinheiro devia cair na 55102938-7.", "55102938-7"),
    # Given for an account that was named further away, with no other number in between.
    (
        Kind.BANK_ACCOUNT,
        "my husbands account for all of the payments from may on, 33012244907",
        "33012244907",
    ),
    (
        Kind.BANK_ACCOUNT,
        "Our new account for the withholding will be 8804417762; the old one, 8804411120, ends.",
        "8804411120",
    ),
    (Kind.BANK_ACCOUNT, "The account could not be located, they say. It's 4471920606.", "4471920606"),
    (Kind.BANK_ACCOUNT, "You may use my wife's: 20099118374", "20099118374"),
    (Kind.BANK_ACCOUNT, "Pueden usar la de mi esposa: 20099118374", "20099118374"),
    (Kind.BANK_ACCOUNT, "cc 88120945531 tit. Ana Sample", "88120945531"),
    (Kind.BANK_ACCOUNT, "Could you move $800 from 5517-330-6684 to my other one?", "5517-330-6684"),
    (Kind.BANK_ACCOUNT, "The account it was paid from is 88-0173-4429 at my bank", "88-0173-4429"),
    (Kind.BANK_ACCOUNT, "TRANSFER REQUEST\nFrom: 60878849\nTo: 60831285\nAmt: 500.00", "60831285"),
    (
        Kind.BANK_ACCOUNT,
        "The old account is closed, right? And everything goes into 77153664021?",
        "77153664021",
    ),
    (Kind.BANK_ACCOUNT, "The number for autopay is old. New: 0071 5582 9034. Same bank.", "0071 5582 9034"),
    (
        Kind.BANK_ACCOUNT,
        "The bank account on file was opened before, same number, 45500291837",
        "45500291837",
    ),
    (Kind.BANK_ACCOUNT, "I have two bank accounts. Delete 2291880 and keep 9017733428.", "9017733428"),
    (Kind.BANK_ACCOUNT, "The account with Sample Bank, numbered 571 328 0744, is attached", "571 328 0744"),
    (Kind.BANK_ACCOUNT, "Autopay from Sample, 011000015 / 1100035726615", "1100035726615"),
    (Kind.BANK_ACCOUNT, "I changed banks. Old: 8841920037. New: 2604-88173.", "8841920037"),
    (Kind.BANK_ACCOUNT, "Move reserves from 55180293 to a sweep account.", "55180293"),
    (Kind.BANK_ACCOUNT, "Split the paycheck: 80 pct to 0700148293, the rest at home.", "0700148293"),
    (
        Kind.BANK_ACCOUNT,
        "Cerr\u00e9 la cuenta. La nueva, en Sample Credit Union, es 1204-77381-9.",
        "1204-77381-9",
    ),
    (Kind.BANK_ACCOUNT, "member no longer has share draft 8820-117-06", "8820-117-06"),
    (Kind.BANK_ACCOUNT, "her savings number 3082 9174 0066 2 never came", "3082 9174 0066 2"),
    (Kind.BANK_ACCOUNT, "To account: X77-018294\nParticipant of the plan", "X77-018294"),
    (Kind.BANK_ACCOUNT, "The money is wired to 1583 2298 7731, ABA number 074900783.", "1583 2298 7731"),
    (
        Kind.BANK_ACCOUNT,
        "For the refunds of the firm, from now on, use 9021-774-3358 at Sample Bank.",
        "9021-774-3358",
    ),
    (Kind.BANK_ACCOUNT, "Your account number and date of birth?\nSure, 70155238 and 03/22/1981.", "70155238"),
    (Kind.BANK_ACCOUNT, "The US branch paid from 67710293.", "67710293"),
    (Kind.BANK_ACCOUNT, "Paid through: ABA 011000015\nCredited to: 152307764821", "152307764821"),
    (Kind.ROUTING_NUMBER, 'Is 011000015 right for it? Your page says "invalid routing number".', "011000015"),
    (Kind.BANK_ACCOUNT, "el cheque abajo dice 011000015 y despues 70025519", "70025519"),
    (Kind.BANK_ACCOUNT, "reads  |: 011000015 |:  2039817746 ||' 1047", "2039817746"),
    # As programs and orders of payment hold them.
    (Kind.BANK_ACCOUNT, '{"transfer":{"from":"6610028374","to":"6610029981","amount":125.00}}', "6610029981"),
    (Kind.BANK_ACCOUNT, "MT202: 58D /400938172 SAMPLE FUND", "400938172"),
    (Kind.BANK_ACCOUNT, "BNF /3301827745/ SAMPLE MARINE", "3301827745"),
    (Kind.BANK_ACCOUNT, 'parse_row("13004482|SAV|OPEN|2016-05-11")', "13004482"),
    (Kind.BANK_ACCOUNT, ":32A:230814USD48200,00\n:50K:/7740019283\nSAMPLE INC", "7740019283"),
    # No exchange begins with a zero: it is no telephone.
    (Kind.BANK_ACCOUNT, "They list the deposit account as 457-002-9918.", "457-002-9918"),
    (
        Kind.ROUTING_NUMBER,
        "The routing no. had eight digits only. They gave me 0338 8933 7 instead.",
        "0338 8933 7",
    ),
    (Kind.ROUTING_NUMBER, "Receiving DFI 011000015", "011000015"),
    (Kind.ROUTING_NUMBER, "N\u00famero de encaminhamento: 011000015", "011000015"),
    (Kind.ROUTING_NUMBER, "los nueve de abajo a la izquierda son 011000016", "011000016"),
    (Kind.DRIVERS_LICENCE, "Vermont 34 608 073 is my driver's number", "34 608 073"),
    (
        Kind.DRIVERS_LICENCE,
        "A carteira que consta a\u00ed \u00e9 de meu marido; a minha tem o n\u00famero S73654120.",
        "S73654120",
    ),
    (
        Kind.PAYMENT_CARD,
        "Why does the card payment fail? I have entered 54334962-11820820.",
        "54334962-11820820",
    ),
    # At a bank, by its name, or on a check.
    (
        Kind.BANK_ACCOUNT,
        "I've banked with Sample Trust for years: 011000015 is theirs and 7730184462 is mine.",
        "7730184462",
    ),
    (Kind.BANK_ACCOUNT, "Which one?\n3140096628, Sample, my business checking", "3140096628"),
    (Kind.ROUTING_NUMBER, "Can I use the credit union's number? They told me 211391825.", "211391825"),
    (Kind.BANK_ACCOUNT, "My share draft is 0000718834-09.", "0000718834-09"),
    (
        Kind.BANK_ACCOUNT,
        "At the bottom left of the check, right? 011000015\nAnd the rest is 64 0182 7735.",
        "64 0182 7735",
    ),
    (Kind.BANK_ACCOUNT, "Is your account number 6612 0083 4?", "6612 0083 4"),
    # As a scanner reads it.
    (Kind.BANK_ACCOUNT, "Acc0unt N0. 5521 0098 3310", "5521 0098 3310"),
    (Kind.BANK_ACCOUNT, "The cheque was drawn on 100-448-1120-9 but it bounced.", "100-448-1120-9"),
    (Kind.BANK_ACCOUNT, "Conta corrente 118.204-6 encerrada.", "118.204-6"),
    (Kind.BANK_ACCOUNT, "The refund bounced. The right one at Sample Trust is 0021783345.", "0021783345"),
    (Kind.BANK_ACCOUNT, "From savings SAV-00448120 to checking CHK-00448121", "CHK-00448121"),
    (Kind.BANK_ACCOUNT, "O banco disse que faltava um zero: o certo \u00e9 0071829934.", "0071829934"),
    (Kind.BANK_ACCOUNT, "Cuenta 2100 0418 45 0200051332 3 veces", "2100 0418 45 0200051332"),
    (Kind.ROUTING_NUMBER, "Please send it there: 3301774820, transit 211371120.", "211371120"),
    (Kind.BANK_ACCOUNT, "account number 2003 1988 1954", "2003 1988 1954"),
    (Kind.BANK_ACCOUNT, "\u00bfA qu\u00e9 cuenta? La que tengo ahora es la 5540 2281 907.", "5540 2281 907"),
    (Kind.BANK_ACCOUNT, "Direct deposit: line 35b 011000015, 35d 3592004417.", "3592004417"),
)
ANOTHER_NUMBER = (
    # Days, telephones, months and amounts beside the word.
    "Your account was closed 2024-03-12 9 months ago",
    "Your account is open. Reach us: 617-887-6367 8 a.m. to 4 p.m.",
    "Account: 12/2024, estado de cuenta 12/2023, Saldo de la cuenta: 12.500",
    "For refund questions, transfer the caller to 617 887 6367.",
    "Refunds went from 125 000 000 to 130 000 000.",
    "Payments in 2023 10400, in 2024 11200. Deposits in 0630 2024 were late.",
    "Please share draft 20240115 with the team, and share drafts: 20240116",
    "To ask about your refund, the correct number is 800-392-6089.",
    "The docket on the payment is wrong, it should read 20481377.",
    "Send the levy release to 617-887-6367. Garnishment letters go to 02204-7010.",
    "Ticket 10365924, closed, account reopened. Account 2024 2025 4",
    "Refund report: 111000025 and 20231231",
    "Call the bank's number 8003926089, or the credit union's number 800 392 6089",
    "See CHK-20240115 in the log. The log is SAV-202401, the report DDA-202312.",
    "My savings are fine. The years are: 2019 2020 2021, the bank says.",
    "Check CHK-1042 cleared, and the sav-file is open.",
    "The account for years is: 2019 2020 2021",
    "My bank sent the payment on 12042023, so where is it? Both were on 04152024, by the bank.",
    "Payments to vendors went from 1234567 to 2345678. Deposits rose to 4471883 in May.",
    "The account had, by the 15th of December, as its balance: 12345678, now it is 22345678",
    "We put 45,000,000 into the fund and the rest into roads.",
    "They moved 20000000 from savings to roads.",
    "There are 12345678 dollars in the account.",
    "The refund went into 12345678 records.",
    "Call my bank at 6175550100 about the refund. Text it to 6175550100, and the payment will come.",
    "Account rep at the bank: 800-555-0162.",
    "Ask about ticket 4471883312 at Sample Bank. Call 617-555-0134 at Sample Bank.",
    "New: 0071 5582 9034 items. From: 60878849 people, to: 60831285.",
    "TRANSFER REQUEST\nFrom: 20240115\nTo: 20240116",
    "The log says 13004482|SENT|OPEN, and :20:REF9920441",
    "I can't get into my account today, the error code is 4471883312.",
    "I have a question about the deposit. The trace ID, as they call it, is 4471883312.",
    "Pull from 20240115 into main, then the deposit form is built.",
    "No entro a mi cuenta de la p\u00e1gina y el c\u00f3digo que me sale es 4471883312.",
    "Recibo n\u00ba 0009182736, pago no dia 28/03/2025. Receipt no 0009182736 is for the payment of March.",
)


@pytest.mark.parametrize(("kind", "text", "value"), WHERE_MONEY_GOES)
def test_a_number_is_found_by_where_money_goes_or_by_what_is_named_further_away(
    kind: Kind, text: str, value: str
) -> None:
    verdict = screen(text)

    found = [text[each.start : each.end] for each in verdict.findings if each.kind is kind]
    assert value in found
    assert verdict.strength == "restricted"


@pytest.mark.parametrize("text", ANOTHER_NUMBER)
def test_a_sum_a_day_a_telephone_or_a_ticket_beside_money_is_no_account(text: str) -> None:
    assert screen(text).strength != "restricted"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Account 44120987 or 508-555-0100", "508-555-0100"),
        ("Your account 4471920 and 2024-01-15 visit", "2024-01-15"),
        ("account number 44120987 and 02108-1234", "02108-1234"),
    ],
)
def test_what_stands_beside_an_account_is_one_only_if_it_can_be(text: str, value: str) -> None:
    found = {text[each.start : each.end] for each in screen(text).findings if each.kind is Kind.BANK_ACCOUNT}

    assert found
    assert value not in found
