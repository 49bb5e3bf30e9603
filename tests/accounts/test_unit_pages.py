"""A unit's own pages: who belongs to it, and how another member comes in or goes."""

import re
from typing import Any

import pytest

from accounts.errors import ProposalEnded
from accounts.models import Membership, Proposal, Role, Unit
from accounts.services import access
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import EpochDue
from keys.queries import shown_key
from tests.meanwhile import meanwhile
from tests.people import Browser, Staff, make_member, propose
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db: None) -> Staff:
    """An officer who belongs to no unit."""
    return make_member(Role.OFFICER, "newcomer@example.org")


def page_of(unit: Unit) -> str:
    return f"/units/{unit.public_id}/"


def decide(browser: Browser, proposal: Proposal, **other: str) -> Any:
    path = f"/proposals/{proposal.public_id}/"
    page = browser.get(path).content.decode()
    shown = re.search(r'name="key_id"\s+value="([^"]*)"', page)
    form = {"key_id": shown[1] if shown else "", "compared": "in_person", **other}
    return browser.post(path, form)


def test_a_supervisor_proposes_and_a_member_lets_in(
    officer: Staff, supervisor: Staff, newcomer: Staff, unit: Unit
):
    lead, member = supervisor.signs_in(), officer.signs_in()
    assert lead.post(page_of(unit), {"email": "newcomer@example.org"}).status_code == 302
    proposal = Proposal.objects.get(person=newcomer.person)
    assert "Somebody is proposed as a member." in member.get("/mailbox/").content.decode()
    shown = shown_key(newcomer.person.public_id)
    assert shown

    asked = member.get(f"/proposals/{proposal.public_id}/").content.decode()
    assert "Let Newcomer into Income Tax?" in asked
    assert shown.words in asked
    assert "Younger than 24 hours" in asked
    assert "Proposed by" in asked
    assert decide(member, proposal).status_code == 302

    assert newcomer.signs_in().get("/mailbox/").status_code == 200
    assert "Newcomer" in member.get(page_of(unit)).content.decode()


def test_the_words_that_the_newcomer_sees_are_those_that_the_member_sees(
    administrator: Staff, officer: Staff, newcomer: Staff, unit: Unit
):
    proposal = propose(administrator, unit, newcomer)

    own = newcomer.signs_in().get("/your-key/").content.decode()
    asked = officer.signs_in().get(f"/proposals/{proposal.public_id}/").content.decode()

    words = re.search(r"(?:[a-z]{5} ){5}[a-z]{5}", own)
    assert words
    assert words[0] in asked


def test_the_proposer_is_told_that_somebody_else_lets_in(supervisor: Staff, newcomer: Staff, unit: Unit):
    proposal = propose(supervisor, unit, newcomer)
    browser = supervisor.signs_in()

    page = browser.get(f"/proposals/{proposal.public_id}/").content.decode()
    refused = decide(browser, proposal, key_id=getattr(shown_key(newcomer.person.public_id), "key_id", ""))

    assert "You proposed this person yourself" in page
    assert "Let them in</button>" not in page
    assert refused.status_code == 409
    assert not unit.memberships.filter(person=newcomer.person).exists()


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"compared": ""}, 409, "Say how you compared the six words"),
        ({"compared": "somehow"}, 400, "Choose one of these"),
        ({"key_id": "0" * 32}, 409, "another key now"),
        ({"key_id": ""}, 400, "There is a problem"),
        ({"key_id": "x" * 65}, 400, "There is a problem"),
    ],
)
def test_a_decision_that_cannot_be_taken_is_told_why(
    administrator: Staff, officer: Staff, newcomer: Staff, unit: Unit, form: Any, status: int, words: str
):
    proposal = propose(administrator, unit, newcomer)

    response = decide(officer.signs_in(), proposal, **form)

    assert response.status_code == status
    assert words in response.content.decode()
    assert not unit.memberships.filter(person=newcomer.person).exists()


@pytest.mark.parametrize(("what", "who"), [("refuse", "officer"), ("withdraw", "supervisor")])
def test_who_decides_what_somebody_else_has_just_decided_is_told(
    request: Any, administrator: Staff, supervisor: Staff, newcomer: Staff, unit: Unit, what: str, who: str
):
    proposal = propose(administrator, unit, newcomer)
    path = f"/proposals/{proposal.public_id}/{what}/"
    late, faster = request.getfixturevalue(who).signs_in(), supervisor.signs_in()

    with meanwhile(
        lambda: faster.post(f"/proposals/{proposal.public_id}/withdraw/"), after="accounts_proposal"
    ):
        told = late.post(path)

    assert told.status_code == 409
    assert str(ProposalEnded.explanation) in told.content.decode()
    assert AuditEvent.objects.filter(action="accounts.membership.withdrawn").count() == 1
    assert late.post(path).status_code == 404


def test_a_member_refuses_and_a_supervisor_takes_back(
    administrator: Staff, officer: Staff, supervisor: Staff, newcomer: Staff, unit: Unit
):
    first = propose(administrator, unit, newcomer)
    assert officer.signs_in().post(f"/proposals/{first.public_id}/refuse/").status_code == 302
    second = propose(administrator, unit, newcomer)
    assert supervisor.signs_in().post(f"/proposals/{second.public_id}/withdraw/").status_code == 302

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.outcome, second.outcome) == ("refused", "withdrawn")
    assert times_recorded(Action.MEMBERSHIP_REFUSED, Action.MEMBERSHIP_WITHDRAWN) == [1, 1]
    assert officer.signs_in().get(f"/proposals/{second.public_id}/").status_code == 404


@pytest.mark.parametrize("email", ["", "nobody", "nobody@example.org", "auditor@example.org"])
def test_a_proposal_of_nobody_who_could_come_in_is_told(
    administrator: Staff, auditor: Staff, unit: Unit, email: str
):
    before = Proposal.objects.count()

    response = administrator.signs_in().post(page_of(unit), {"email": email})

    assert response.status_code in (400, 409)
    assert "There is a problem" in response.content.decode()
    assert Proposal.objects.count() == before


def test_who_is_named_may_say_no(administrator: Staff, newcomer: Staff):
    desk = administrator.signs_in()
    desk.post("/administration/units/new/", {"name": "Child Support", "founder": "newcomer@example.org"})
    proposal = Proposal.objects.get(person=newcomer.person)
    browser = newcomer.signs_in()

    assert browser.post(f"/proposals/{proposal.public_id}/refuse/")["Location"] == "/start/"

    assert browser.get("/start/")["Location"] == "/your-key/"
    unit = Unit.objects.get(name="Child Support")
    assert "Nobody belongs to this unit yet." in desk.get(page_of(unit)).content.decode()


def test_taking_out_asks_first(supervisor: Staff, officer: Staff, colleague: Staff, unit: Unit):
    path = f"{page_of(unit)}members/{colleague.person.public_id}/"
    lead = supervisor.signs_in()

    asked = lead.get(path).content.decode()
    assert "Take Second Officer out of Income Tax?" in asked
    assert not EpochDue.objects.exists()
    assert lead.post(path).status_code == 302

    assert "Second Officer" not in lead.get(page_of(unit)).content.decode()
    assert "A new key is due since" in lead.get(page_of(unit)).content.decode()


def test_the_last_holder_stays(administrator: Staff, officer: Staff, unit: Unit):
    path = f"{page_of(unit)}members/{officer.person.public_id}/"

    response = administrator.signs_in().post(path)

    assert response.status_code == 409
    assert "Nobody else holds the key of this unit" in response.content.decode()


def test_a_key_with_one_holder_is_red_to_supervisor_and_administrator(
    administrator: Staff, officer: Staff, unit: Unit
):
    desk = administrator.signs_in()
    for path in ("/administration/units/", page_of(unit)):
        page = desk.get(path).content.decode()
        assert re.search(r'class="due due--over">\s*1 holder', page), path
    status = desk.get("/status/").content.decode()
    assert re.search(r'line--red">.*?Holders of unit keys.*?Income Tax: 1', status, re.DOTALL)

    make_member(Role.SUPERVISOR, "lead@example.org", unit=unit, granter=officer)

    page = desk.get(page_of(unit)).content.decode()
    assert re.search(r'class="due due--good">\s*2 holders', page)


def test_who_is_left_alone_with_a_key_sees_it_red_until_there_are_two_again(
    administrator: Staff, officer: Staff, supervisor: Staff, unit: Unit
):
    access.disable(actor=administrator.person, person=officer.person)
    desks = [administrator.signs_in(), supervisor.signs_in()]
    alone = [desk.get(page_of(unit)).content.decode() for desk in desks]

    make_member(Role.OFFICER, "next@example.org", unit=unit, granter=supervisor)
    desks[1].get("/mailbox/")

    two = [desk.get(page_of(unit)).content.decode() for desk in desks]
    assert all(re.search(r'class="due due--over">\s*1 holder', page) for page in alone)
    assert all("Let a second member in" in page for page in alone)
    assert all(re.search(r'class="due due--good">\s*2 holders', page) for page in two)


def test_a_key_that_one_person_holds_is_red_where_work_begins(
    administrator: Staff, officer: Staff, supervisor: Staff, unit: Unit
):
    """Until there are two again, and with a way to what is to be done."""
    access.disable(actor=administrator.person, person=officer.person)
    lead, desk = supervisor.signs_in(), administrator.signs_in()
    alone = [browser.get("/start/", follow=True).content.decode() for browser in (lead, desk)]

    next_one = make_member(Role.OFFICER, "next@example.org", unit=unit, granter=supervisor)

    two = [browser.get("/start/", follow=True).content.decode() for browser in (lead, desk)]
    assert "usa-alert--error" in alone[0]
    assert "Only one person holds the key of Income Tax" in alone[0]
    assert "It is you." in alone[0]
    assert page_of(unit) in alone[0]
    assert "Act now" in alone[1]
    assert alone[1].index("Holders of unit keys") < alone[1].index("Database")
    assert 'href="/administration/units/"' in alone[1].split("Holders of unit keys")[1]
    assert "usa-alert--error" not in two[0]
    assert "Every unit key has at least two holders." in two[1]
    assert "holds the key" not in next_one.signs_in().get("/mailbox/").content.decode()


def test_a_supervisor_sees_it_of_each_of_their_units_and_of_no_other(
    officer: Staff, supervisor: Staff, unit: Unit, officer_of_another_unit: Staff
):
    """Also of one whose mailbox is not the one that is shown, and of one whose key they were not given."""
    other = Unit.objects.get(name="Child Support")
    browser = supervisor.signs_in()
    before = browser.get("/mailbox/").content.decode()

    Membership.objects.create(person=supervisor.person, unit=other)

    page = browser.get(f"/mailbox/?unit={unit.public_id}").content.decode()
    assert "holds the key of" not in before
    assert "Only one person holds the key of Child Support" in page
    assert "whom they let in" in page
    assert f'<a href="{page_of(other)}">Propose a second member</a>' in page


def test_a_unit_page_asks_the_database_no_more_with_more_members(
    officer: Staff, supervisor: Staff, unit: Unit, django_assert_max_num_queries: Any
):
    browser = supervisor.signs_in()
    for number in range(5):
        make_member(Role.OFFICER, f"more-{number}@example.org", unit=unit, granter=officer)

    with django_assert_max_num_queries(12):
        browser.get(page_of(unit))


def test_an_administrator_allows_plain_email_and_stops_it(
    administrator: Staff, supervisor: Staff, unit: Unit
):
    desk, path = administrator.signs_in(), f"{page_of(unit)}plain-email/"
    assert "Every answer goes through the portal." in desk.get(page_of(unit)).content.decode()

    assert desk.post(path, {"allow": "1"}).status_code == 302
    assert Unit.objects.filter(allows_plain_email=True).exists()
    assert "Stop plain e-mail" in desk.get(page_of(unit)).content.decode()

    assert desk.post(path, {"allow": "0"}).status_code == 302
    assert not Unit.objects.filter(allows_plain_email=True).exists()
    assert "Plain e-mail</h2>" not in supervisor.signs_in().get(page_of(unit)).content.decode()
