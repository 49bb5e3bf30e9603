"""What is asserted of one person's taxes in their thread is restricted, in whatever form."""

import pytest

from screening import Document, screen

LONG = " Our office is open from nine to four, and the library next door has computers." * 5

ASSERTED = (
    "Yes, we got your 2023 return and no, you don't need to send it twice.",
    "Please note that Ms. Sample has not filed since 2019 and we can't issue the certificate until she does.",
    "Nothing is owed on your account.",
    "Because your homeowners deduction was disallowed, you owe $812 for 2022.",
    "Your veterans exemption was denied last week.",
    "Two estimated payments of $900 were posted to 2022 instead of 2023.",
    "As I said, you don't have any unfiled returns and the certificate can be issued.",
    "Hi Sam, we show no filing from you for 2020.",
    "We've changed you from full-year to part-year resident for 2022, which cuts the bill by half.",
    "Your income was over the limit for the senior credit, that's why it was turned down.",
    "You're all set for 2022 but 2023 hasn't come in yet.",
    "Se\u00f1ora, usted tiene dos meses de atraso con la manutenci\u00f3n.",
    "O senhor est\u00e1 com tr\u00eas meses de atraso.",
    "A boa not\u00edcia \u00e9 que a multa da senhora foi retirada.",
    "Meu marido ganhou 44 mil na constru\u00e7\u00e3o e eu 19 mil.",
)
GENERAL = (
    "If you file an amended return, please attach a corrected W-2.",
    "Should you owe less than $400 after withholding, no estimated payments are required.",
    "You have three years to claim a refund.",
    "You have the right to appeal a penalty.",
    "Your question about the refund was forwarded.",
    "Taxpayers who disagree with an assessment may apply for an abatement.",
    "The credit was created in 1999 and has been raised twice.",
    "An installment agreement over $10,000 may need a signed M-433I.",
    "Dear Ms. Sample, penalties can be waived for reasonable cause.",
    "A levy is a legal seizure of property to satisfy a tax debt; a lien is only a claim against it.",
    "Las multas se pueden eliminar si hubo causa razonable. La solicitud debe explicar qu\u00e9 pas\u00f3.",
    "Os pagamentos devem ser feitos at\u00e9 o dia quinze.",
    "You can check the status of a refund any time. Have the year and the amount handy.",
    "Was your withholding changed?",
    "You have not signed in for a long time.",
)


@pytest.mark.parametrize("text", [*ASSERTED, "You're all set for 2022 but 2023 hasn't come in yet." + LONG])
def test_what_is_asserted_of_one_persons_taxes_is_restricted_in_their_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", GENERAL)
def test_conditions_rules_and_talk_assert_nothing_of_anybody(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


def test_only_in_a_thread_is_it_known_whose_a_thing_of_everybody_is() -> None:
    text = "You're all set for 2022 but 2023 hasn't come in yet."

    assert screen(text).strength == "clean"
