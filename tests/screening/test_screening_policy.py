"""The policy table: every kind has a strength, and a unit can make it stricter and never milder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import Document, Kind, Strictness, screen
from screening.policy import AS_THE_TABLE, RAISABLE, STRENGTHS

ORDER = ("clean", "personal", "restricted")
STORED: st.SearchStrategy[dict[str, object]] = st.dictionaries(
    st.sampled_from([*(kind.value for kind in Kind), "doubtful", "nothing_found", "nonsense"]),
    st.sampled_from([*ORDER, "", "mild", None, 1, [], {}]),
)


def test_every_kind_has_a_strength() -> None:
    assert STRENGTHS.keys() == set(Kind)
    assert {kind for kind in Kind if STRENGTHS[kind] != "restricted"} == {*RAISABLE}


@given(st.one_of(STORED, st.none(), st.text(), st.lists(st.integers())), st.sampled_from(Kind), st.booleans())
def test_nothing_that_is_stored_makes_a_strength_milder(
    stored: object, kind: Kind, is_doubtful: bool
) -> None:
    strictness = Strictness.of(stored)

    usual = AS_THE_TABLE.strength_of(kind, is_doubtful=is_doubtful)
    stricter = strictness.strength_of(kind, is_doubtful=is_doubtful)

    assert ORDER.index(stricter) >= ORDER.index(usual)


@pytest.mark.parametrize("is_doubtful", [False, True], ids=["sure", "doubtful"])
@pytest.mark.parametrize("kind", Kind)
def test_clean_under_every_name_that_may_be_stored_is_the_table(kind: Kind, is_doubtful: bool) -> None:
    stored = dict.fromkeys([*(each.value for each in Kind), "doubtful", "nothing_found"], "clean")

    strength = Strictness.of(stored).strength_of(kind, is_doubtful=is_doubtful)

    assert strength == AS_THE_TABLE.strength_of(kind, is_doubtful=is_doubtful)


@pytest.mark.parametrize("stored", ORDER)
@pytest.mark.parametrize("kind", RAISABLE)
def test_of_table_and_row_the_stronger_one_counts(kind: Kind, stored: str) -> None:
    strength = Strictness.of({kind.value: stored}).strength_of(kind, is_doubtful=False)

    assert strength == max(stored, STRENGTHS[kind], key=ORDER.index)


@pytest.mark.parametrize(
    ("text", "stored", "strength"),
    [
        ("I am 45 years old.", {}, "personal"),
        ("I am 45 years old.", {"age": "restricted"}, "restricted"),
        ("I am 45 years old.", {"age": "clean"}, "personal"),
        ("I am 45 years old.", {"nothing_found": "clean"}, "personal"),
        ("SSN 219-09-9999", {"nothing_found": "clean"}, "restricted"),
        ("SSN 219-09-9999", {"nothing_found": "personal"}, "restricted"),
        ("name: Jane Ng", {}, "clean"),
        ("name: Jane Ng", {"name": "personal"}, "personal"),
        ("Call 617-555-0123.", {"telephone": "restricted"}, "restricted"),
        ("12 Beacon Street", {"address": "personal"}, "personal"),
        ("Write to ana@example.com.", {}, "clean"),
        ("Write to ana@example.com.", {"email": "personal"}, "personal"),
        ("Write to ana@example.com.", {"email": "restricted"}, "restricted"),
        ("Write to refunds@agency.example.gov.", {"email": "restricted"}, "clean"),
        ("Widget 527843106.", {}, "personal"),
        ("Widget 527843106.", {"doubtful": "restricted"}, "restricted"),
        ("SSN 219-09-9999", {"ssn": "clean", "doubtful": "clean"}, "restricted"),
        ("Please come in on Monday.", {"age": "restricted", "name": "restricted"}, "clean"),
    ],
)
def test_a_unit_takes_a_finding_more_gravely(text: str, stored: dict[str, str], strength: str) -> None:
    assert screen(text, strictness=Strictness.of(stored)).strength == strength


@pytest.mark.parametrize(
    ("fields", "strength"),
    [
        ({"mail_recipient": "visitor@example.com"}, "clean"),
        ({"mail_recipient": "219-09-9999@example.com"}, "restricted"),
        ({"mail_subject": "For visitor@example.com"}, "restricted"),
        ({"other": "visitor@example.com"}, "restricted"),
    ],
)
def test_the_address_of_its_reader_holds_no_mail_for_being_one(fields: dict[str, str], strength: str) -> None:
    strictness = Strictness.of({"email": "restricted"})

    verdict = screen(Document(text="Please come in on Monday.", fields=fields), strictness=strictness)

    assert verdict.strength == strength


def test_what_counts_by_itself_stands_once_beside_a_combination() -> None:
    verdict = screen("name: Jane Ng, 12 Main Street", strictness=Strictness.of({"name": "restricted"}))

    assert [(finding.kind, finding.strength) for finding in verdict.findings] == [
        (Kind.NAME, "restricted"),
        (Kind.ADDRESS, "personal"),
    ]


@pytest.mark.parametrize(
    ("stored", "text", "strength"),
    [
        ("personal", "Thank you for your letter.", "personal"),
        ("restricted", "Thank you for your letter.", "clean"),
        ("personal", "Your SSN 219-09-9999 is right.", "restricted"),
        ("clean", "Thank you for your letter.", "clean"),
        ({"mild": 1}, "Thank you for your letter.", "clean"),
    ],
)
def test_a_unit_says_what_a_text_counts_as_in_which_nothing_was_found(stored, text, strength):
    assert screen(text, strictness=Strictness.of({"nothing_found": stored})).strength == strength
