"""What is said of one person's taxes is restricted; what holds for everybody is clean."""

import pytest

from screening import Kind, screen


@pytest.mark.parametrize(
    "text",
    [
        "Your refund of $1,234.56 was mailed on May 3.",
        "Your 2023 refund is $512.",
        "You owe $2,300.00 for 2022.",
        "Your balance due is $350.00.",
        "There is a balance of $1,400 on your account.",
        "Ms. Ng's refund was $800.",
        "The refund for Ms. Testperson is $800.",
        "Maria Testperson still owes $500 in tax.",
        "Your adjusted gross income was $45,210.",
        "Your employer reported wages of 52000 dollars.",
        "We withheld $300 from your refund.",
        "The penalty of $25 was added to your account.",
        "Balance due: $350.00",
        "Thank you. Refund amount: 1,234.00",
        "Your return is under audit.",
        "Your 2022 income tax return was selected for an audit.",
        "Your audit was closed with no change.",
        "You are in a payment plan.",
        "Your payment plan was approved on May 3.",
        "Your wages will be garnished.",
        "Your child support case is in arrears.",
        "Your refund was applied to a debt.",
        "Su reembolso es de $1,200.",
        "Usted debe $1,500.",
        "Su plan de pagos fue aprobado.",
        "Sua restituição de $900 foi enviada.",
        "Você deve $1.200,00.",
        "Seu plano de pagamento foi aprovado.",
    ],
)
def test_what_is_said_of_one_persons_taxes_is_restricted(text: str) -> None:
    verdict = screen(text)

    assert verdict.strength == "restricted"
    assert {finding.kind for finding in verdict.findings} == {Kind.RETURN_INFORMATION}


@pytest.mark.parametrize(
    "text",
    [
        "If your refund is more than $500, call us.",
        "Your income must be less than $66,000.",
        "You may owe $1,000 or more.",
        "The standard deduction is $14,600.",
        "Was your return selected for an audit?",
        "Your refund may be offset.",
        "A payment plan is possible if you owe up to $5,000.",
        "The child tax credit is up to $2,000 per child.",
        "You can set up a payment plan.",
        "When your refund is reduced, you get a letter.",
        "My balance is $500 and they charged me $20.",
        "Your tax return is due on April 15.",
        "Si su reembolso es de más de $500, llame.",
        "Se você deve mais de $500, ligue.",
    ],
)
def test_what_holds_for_everybody_is_clean(text: str) -> None:
    assert screen(text).strength == "clean"


def test_an_amount_of_nothing_is_doubtful() -> None:
    assert screen("This reduced what you owe to $0.").strength == "personal"


def test_the_finding_stands_at_the_amount() -> None:
    text = "Thank you. Your refund is $512 now."

    [finding] = screen(text).findings

    assert text[finding.start : finding.end] == "$512"
