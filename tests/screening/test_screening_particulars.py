"""What is noted of one case in few words counts in that person's thread, and general talk does not."""

import pytest

from screening import Document, screen

NOTED = (
    "Appeal denied. You can go to the Board.",
    "Plan set up: 12 payments, first one the 15th.",
    "I see two W-2s here, you only listed one.",
    "Penalty waived this once.",
    "Closed your case today, no tax due.",
    "You qualified for the EITC but not the rent credit.",
    "Your employer never sent in what they took out.",
    "Settled for less.",
    "You make too much for that credit.",
    "I don't see any estimated payments for you.",
    "There's still an open 2017 on your account.",
    "Per the transcript your AGI was 48,212.",
    "No aparece su declaraci\u00f3n del 2021.",
    "Apelaci\u00f3n rechazada.",
    "Multa retirada.",
)
TOLD_OF_THEMSELVES = (
    "They garnished me again this payday.",
    "why'd you take my refund, I don't owe anybody anything",
    "I make 52k at the plant and my wife makes 31",
    "I owe about six grand from when the shop closed",
    "you people put a lien on my house",
    "Why is there a lien on my mother's house?",
    "the bank says you put a hold on my savings",
    "they're taking half my check",
    "N\u00e3o recebi a restitui\u00e7\u00e3o de 2022 ainda",
    "Please stop the garnishment, I have nothing left.",
    "can you tell me why my refund was cut in half",
    "your letter says they're auditing my Airbnb",
    "Trabalho por conta pr\u00f3pria e nunca declarei",
    "Me embargaron el sueldo",
    "Dicen que debo 2.300",
    "Eu devo uns cinco mil de imposto da loja",
    "Paguei trezentos em mar\u00e7o e n\u00e3o apareceu",
)
NOTED_AS_OVER = (
    "Nothing due for last year.",
    "No record of a Form 1 for 2019.",
    "Refund's been reissued, old check is dead.",
    "Nothing owed. You can throw the bill away.",
    "They denied it again.",
    "2021 is still missing.",
    "We moved $300 of it to 2022.",
    "Todav\u00eda debe dos trimestres.",
    "Ainda falta a declara\u00e7\u00e3o de 2020.",
    "no refund again this year, third time",
)
UNNAMED = ("Received. Not processed.", "Still in review.", "Sali\u00f3 ayer.")
ORDINARY = (
    "I forwarded your message to the audit unit.",
    "Your message was received and will be answered within two days.",
    "The deadline was moved to April 17.",
    "Refund checks are mailed on Fridays.",
    "Refunds were slow this spring because of the new system.",
    "Para saber cu\u00e1nto debe una persona, hay que entrar.",
    "The number you called was the wrong one.",
    "Appeals are heard by the Board.",
    "The department accepted 61 offers in 2023.",
    "Order 4471-20931-7 shipped 3/14.",
    "Invoice total 1,284.50 plus tax 80.28.",
    "Late filing: 1% a month, at most 25%.",
    "Income over 8,000, must file.",
    "The law on rent changed in 2023; the cap went from 3,000 to 4,000.",
    "The hearing room moved to the third floor.",
    "We moved to 200 Sample Street in May.",
    "what's the penalty for filing late",
    "If the refund was sent to the wrong bank, tell us.",
    "The tax you owe is on line 30.",
    "Your password was reset. Sign in again.",
    "Two pages missing. Scan again.",
    "I moved from Ohio in June. Which form do I use?",
    "How long does an audit take?",
    "Suppose my refund was $900 and I owed a ticket.",
    "La oficina cierra a las cuatro.",
    "Agradecemos a sua sugest\u00e3o.",
    "Multa general: 1% mensual.",
)


@pytest.mark.parametrize("text", NOTED + NOTED_AS_OVER + TOLD_OF_THEMSELVES)
def test_what_is_noted_of_a_case_is_restricted_in_its_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", UNNAMED)
def test_what_does_not_say_of_what_is_personal(text: str) -> None:
    in_a_thread = screen(Document(text=text, is_to_one_person=True))
    anywhere = screen(text)

    assert (in_a_thread.strength, anywhere.strength) == ("personal", "clean")


@pytest.mark.parametrize("text", ORDINARY)
def test_general_talk_is_clean_in_a_thread_too(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize(
    "text",
    ["My refund was offset and I owe taxes.", "I never filed 2018 taxes.", "Ms. Sample's tax appeal failed."],
)
def test_what_somebody_says_of_themselves_or_of_a_name_needs_no_thread(text: str) -> None:
    assert screen(text).strength == "restricted"
