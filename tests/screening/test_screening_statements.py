"""A sentence is read by its parts, so that other words, orders and tenses count as those we wrote down."""

import pytest

from screening import Document, Kind, screen

MATTERS = ("appeal", "payment plan", "late-filing penalty", "lien", "amended return")
CAME_TO = (
    "was sent back",
    "has been denied",
    "is on hold",
    "went to a judge",
    "will end on June 1",
    "is no longer valid",
)
CLEAN_TURNS = (
    "Was your {matter} sent back?",
    "If your {matter} was sent back, call us.",
    "We do not say by e-mail how your {matter} stands.",
    "Thank you for your question about your {matter}.",
    "I sent it to the {matter} unit.",
    "You may ask for another {matter} online.",
    "Anybody whose {matter} is sent back gets a letter.",
)


@pytest.mark.parametrize("matter", MATTERS)
def test_what_a_matter_of_somebody_came_to_is_restricted_in_any_words(matter: str) -> None:
    said = [f"Your {matter} from 2021 {came_to}." for came_to in CAME_TO]
    said += [f"Ana Muestra's {matter} {came_to}." for came_to in CAME_TO]

    missed = [text for text in said if screen(text).strength != "restricted"]

    assert missed == []


@pytest.mark.parametrize(
    "text",
    [
        "I asked about the penalty on your account. The penalty has been removed in full.",
        "Your son was removed as a dependent because he files himself.",
        "No aparece su declaraci\u00f3n del 2021.",
        "Su patr\u00f3n le retuvo $1,200.",
        "Seu empregador reteve $800.",
        "You agreed to pay $225 on the 20th of each month.",
        "The taxpayer, Sam Muestra, claimed two dependents on the 2023 return.",
        "The taxpayer, Sam Muestra, reported wages of $61,350.",
        "Your former wife, Ana Muestra, made no support payment in March.",
        "We received your 2022 Form 1 on April 9.",
        "You made four estimated payments of $591 each for 2019.",
        "Because of the fake letters that you sent, your refund was denied.",
    ],
)
def test_what_a_text_says_of_its_reader_needs_no_thread(text: str) -> None:
    assert screen(text).strength == "restricted"


@pytest.mark.parametrize("matter", MATTERS)
def test_the_same_words_are_clean_where_they_state_nothing_of_anybody(matter: str) -> None:
    alarmed = [text for turn in CLEAN_TURNS if screen(text := turn.format(matter=matter)).strength != "clean"]

    assert alarmed == []


@pytest.mark.parametrize(
    "text",
    ["The penalty was taken off in March.", "The appeal is on hold.", "We could not release the refund."],
)
def test_in_the_thread_of_one_person_a_matter_is_theirs(text: str) -> None:
    in_a_thread = screen(Document(text=text, is_to_one_person=True))
    anywhere = screen(Document(text=text))

    assert (in_a_thread.strength, anywhere.strength) == ("restricted", "clean")


@pytest.mark.parametrize(
    "text",
    [
        "Muestra's refund went out in June.",
        "Amparo owes two payments.",
        "We saw that MUESTRA is behind on the plan.",
        "Amparo has wages of $400.",
    ],
)
def test_who_the_thread_is_of_is_somebody_by_each_of_their_names(text: str) -> None:
    to_them = screen(Document(text=text, person="Ámparo Muestra"))
    to_another = screen(Document(text=text, person="Sam Sample"))

    assert (to_them.strength, to_another.strength) == ("restricted", "clean")


@pytest.mark.parametrize(
    "text", ["Amparo, you may appeal.", "Muestra forms are online.", "It may go in May."]
)
def test_a_name_alone_makes_nothing_of_a_text(text: str) -> None:
    assert screen(Document(text=text, person="Amparo May Muestra")).strength == "clean"


def test_a_name_for_screening_is_no_part_and_leaves_the_hash_as_it_is() -> None:
    named, nameless = Document(text="Come in.", person="Amparo Muestra"), Document(text="Come in.")

    assert list(named.parts()) == list(nameless.parts())
    assert named.content_hash() == nameless.content_hash()


def test_the_finding_stands_where_it_is_said() -> None:
    text = "Thank you. Your 2021 appeal was sent back on Monday."

    [finding] = screen(text).findings

    assert finding.kind is Kind.RETURN_INFORMATION
    assert text[finding.start : finding.end] == "Your 2021 appeal was sent back"
