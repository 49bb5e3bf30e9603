"""What is told before a question counts in the thread of one person; what is only asked does not."""

import pytest

from screening import Document, screen

TOLD_AND_ASKED = (
    "For 2021 you overpaid by $64, would you like it now?",
    "After your appeal was denied, would you like to pay?",
    "Good morning Ana, you overpaid by $64, would you like a check?",
    "As of today your balance is $4,210, would you like to pay it?",
    "You owe $1,200, could you pay now?",
    "Which means you overpaid, want it back or rolled over?",
    "Your account with us shows three open periods totaling $7,338: would you be able to pay?",
    "Tiene un saldo a favor de $64, \u00bfquiere que se lo apliquemos?",
    "Voc\u00eas t\u00eam um cr\u00e9dito de $58 na conta, quer usar no ano que vem?",
    "You overpaid, want it back or rolled over?",
)
ONLY_ASKED = (
    "If you owe $500, would you like a plan?",
    "Did you pay $500 in May, would you know it by heart?",
    "Do you have a balance, or do you want to see?",
    # Greetings, and what leads to a question, tell nothing.
    "Hello.\n\nDid your refund get held?",
    "Dear Ana,\n\nDo you have a payment plan with us?\n\nRegards",
    "Hi Ana, do you have an unpaid balance?",
    "Before we start, do you owe back taxes?",
    "Just to check, do you have a levy on your wages?",
    "Buenos d\u00edas, \u00bfsu reembolso fue retenido?",
    "Para 2023, \u00bfsu salario est\u00e1 embargado?",
    "For refunds of $500, can you file by phone?",
    "A penalty of $500: are you liable?",
    "Did you know that returns are due April 15?",
)


@pytest.mark.parametrize("text", TOLD_AND_ASKED)
def test_what_is_told_before_a_question_is_restricted_in_a_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize(
    "text",
    [
        "Your return was rejected, can you file again?",
        "You owe money, can you set up a plan?",
        "Usted debe impuestos, \u00bfpuede pagar a plazos?",
    ],
)
def test_what_stands_before_a_question_is_supposed_where_nobody_is_written_to(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize("text", ONLY_ASKED)
def test_what_is_only_asked_is_clean(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"
