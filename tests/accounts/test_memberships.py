"""Members of units: one proposes, another holder of the key lets in, and who leaves has left at once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import (
    CannotPropose,
    KeyChanged,
    LastHolder,
    NotPermitted,
    NotReady,
    OwnProposal,
    ProposalEnded,
    UnitTaken,
    YoungKey,
)
from accounts.models import Membership, Person, Proposal, Role, Unit
from accounts.services import access, invitations, memberships
from accounts.services.invitations import Invitee
from accounts.services.memberships import Comparison
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import EpochDue, Grant, UnitKey
from keys.queries import holders_of, shown_key
from messaging.models import Thread
from tests.people import Staff, make_member, propose
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db: None) -> Staff:
    """An officer who belongs to no unit."""
    return make_member(Role.OFFICER, "newcomer@example.org")


def key_id(person: Person) -> str:
    shown = shown_key(person.public_id)
    assert shown
    return shown.key_id


def name_unit(administrator: Staff, founder: Staff, name: str = "Child Support") -> Unit:
    email = str(founder.person.email)
    return memberships.name_unit(actor=administrator.person, name=name, founder_email=email)


def grant(granter: Staff, proposal: Proposal, **other: Any) -> Membership:
    arguments = {"key_id": key_id(proposal.person), "compared": Comparison.IN_PERSON, **other}
    return memberships.grant_proposal(granter=granter.unlocked, proposal=proposal, **arguments)


@pytest.mark.parametrize("who", ["administrator", "supervisor"])
def test_one_proposes_and_another_holder_lets_in(
    request: Any, who: str, officer: Staff, newcomer: Staff, unit: Unit, thread: Thread
):
    proposer: Staff = request.getfixturevalue(who)
    proposal = propose(proposer, unit, newcomer)
    assert newcomer.signs_in().get("/mailbox/").status_code == 404

    grant(officer, proposal)

    page = newcomer.signs_in().get(thread.get_absolute_url()).content.decode()
    assert "When does it come?" in page
    assert times_recorded(Action.MEMBERSHIP_PROPOSED, actor=proposer.person.public_id) == [1]
    event = AuditEvent.objects.filter(action="accounts.membership.added").latest("id")
    assert (event.actor, event.subject) == (officer.person.public_id, newcomer.person.public_id)
    assert b'"compared":"in_person"' in bytes(event.leaf)


def test_who_proposes_does_not_let_in_though_they_hold_the_key(
    supervisor: Staff, newcomer: Staff, unit: Unit
):
    proposal = propose(supervisor, unit, newcomer)

    with pytest.raises(OwnProposal):
        grant(supervisor, proposal)

    assert not unit.memberships.filter(person=newcomer.person).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(outcome="granted", ended_at=timezone.now(), ended_by=supervisor.person)


@pytest.mark.parametrize("who", ["officer", "auditor", "officer_of_another_unit"])
def test_others_do_not_propose(request: Any, who: str, newcomer: Staff, unit: Unit):
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        propose(staff, unit, newcomer)


@pytest.mark.parametrize("who", ["officer_of_another_unit", "administrator", "newcomer"])
def test_who_does_not_belong_to_the_unit_lets_nobody_in(
    request: Any, who: str, supervisor: Staff, newcomer: Staff, unit: Unit
):
    staff: Staff = request.getfixturevalue(who)
    proposal = propose(supervisor, unit, newcomer)

    with pytest.raises(NotPermitted):
        grant(staff, proposal)


@pytest.mark.parametrize("who", ["administrator", "auditor", "officer", "invited"])
def test_whoever_cannot_be_a_member_is_not_let_in(
    request: Any, who: str, administrator: Staff, officer: Staff, unit: Unit
):
    if who == "invited":
        invitee = Invitee(Role.OFFICER, "Invited", "invited@example.org")
        person = invitations.invite(actor=administrator.person, invitee=invitee).person
        proposal = memberships.propose_member(actor=administrator.person, unit=unit, email=str(person.email))
        with pytest.raises(NotReady):
            grant(officer, proposal)
    else:
        with pytest.raises(CannotPropose):
            propose(administrator, unit, request.getfixturevalue(who))
    assert unit.memberships.count() == 1


@pytest.mark.parametrize("who", ["administrator", "auditor", "taxpayer"])
def test_the_database_itself_keeps_other_roles_out_of_units(
    request: Any, who: str, unit: Unit, officer: Staff
):
    person = request.getfixturevalue(who).person

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=person, unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=officer.person).update(person=person)


def test_a_proposal_is_decided_once(administrator: Staff, officer: Staff, newcomer: Staff, unit: Unit):
    proposal = propose(administrator, unit, newcomer)
    with pytest.raises(CannotPropose):
        propose(administrator, unit, newcomer)
    memberships.refuse_proposal(actor=officer.person, proposal=proposal)

    with pytest.raises(ProposalEnded):
        grant(officer, proposal)
    with pytest.raises(ProposalEnded):
        memberships.withdraw_proposal(actor=administrator.person, proposal=proposal)


def test_a_proposal_is_withdrawn_by_those_who_may_propose(
    administrator: Staff, supervisor: Staff, officer: Staff, newcomer: Staff, unit: Unit
):
    proposal = propose(administrator, unit, newcomer)
    with pytest.raises(NotPermitted):
        memberships.withdraw_proposal(actor=officer.person, proposal=proposal)

    memberships.withdraw_proposal(actor=supervisor.person, proposal=proposal)

    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.ended_by) == ("withdrawn", supervisor.person)


def test_strangers_refuse_nothing(
    administrator: Staff, officer_of_another_unit: Staff, newcomer: Staff, unit: Unit
):
    proposal = propose(administrator, unit, newcomer)

    with pytest.raises(NotPermitted):
        memberships.refuse_proposal(actor=officer_of_another_unit.person, proposal=proposal)


def test_another_key_than_the_one_that_was_shown_gets_nothing(
    administrator: Staff, officer: Staff, newcomer: Staff, colleague: Staff, unit: Unit
):
    proposal = propose(administrator, unit, newcomer)

    with pytest.raises(KeyChanged):
        grant(officer, proposal, key_id=key_id(colleague.person))


def test_a_key_of_less_than_a_day_has_to_be_compared(
    administrator: Staff, officer: Staff, newcomer: Staff, unit: Unit
):
    proposal = propose(administrator, unit, newcomer)

    for compared in ("", "anything"):
        with pytest.raises(YoungKey):
            grant(officer, proposal, compared=compared)

    assert grant(officer, proposal, compared=Comparison.BY_TELEPHONE)


def test_who_is_taken_out_has_left_at_once(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Unit, thread: Thread
):
    browser = colleague.signs_in()
    assert browser.get(thread.get_absolute_url()).status_code == 200

    memberships.end_membership(actor=administrator.person, unit=unit, person=colleague.person)

    assert browser.get(thread.get_absolute_url()).status_code == 404
    assert browser.get("/mailbox/").status_code == 404
    assert not Grant.objects.filter(person=colleague.person.public_id).exists()
    assert EpochDue.objects.get().unit == unit.public_id


def test_the_last_holder_of_a_key_is_not_taken_out(administrator: Staff, officer: Staff, unit: Unit):
    with pytest.raises(LastHolder):
        memberships.end_membership(actor=administrator.person, unit=unit, person=officer.person)

    assert Grant.objects.exists()


@pytest.mark.parametrize("who", ["colleague", "auditor", "officer_of_another_unit"])
def test_others_take_nobody_out(request: Any, who: str, officer: Staff, colleague: Staff, unit: Unit):
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        memberships.end_membership(actor=staff.person, unit=unit, person=officer.person)


def test_a_named_founder_makes_the_key_of_a_new_unit(administrator: Staff, newcomer: Staff):
    unit = name_unit(administrator, newcomer)
    assert not UnitKey.objects.exists()

    memberships.confirm_founding(founder=newcomer.unlocked, proposal=unit.proposals.get())

    assert holders_of([unit.public_id]) == {unit.public_id: {newcomer.person.public_id}}
    assert newcomer.signs_in().get("/mailbox/").status_code == 200
    assert times_recorded(Action.UNIT_MADE, subject=unit.public_id) == [1]


def test_a_unit_waits_for_one_first_member_at_a_time(administrator: Staff, newcomer: Staff, officer: Staff):
    unit = name_unit(administrator, newcomer)
    with pytest.raises(CannotPropose):
        propose(administrator, unit, officer)
    memberships.refuse_proposal(actor=newcomer.person, proposal=unit.proposals.get())

    second = propose(administrator, unit, officer)
    memberships.confirm_founding(founder=officer.unlocked, proposal=second)

    assert unit.memberships.get().person == officer.person


def test_nobody_else_confirms_a_founding(administrator: Staff, newcomer: Staff, officer: Staff):
    unit = name_unit(administrator, newcomer)

    with pytest.raises(NotPermitted):
        memberships.confirm_founding(founder=officer.unlocked, proposal=unit.proposals.get())


def test_a_proposed_member_of_a_unit_with_a_key_makes_none(administrator: Staff, newcomer: Staff, unit: Unit):
    proposal = propose(administrator, unit, newcomer)

    with pytest.raises(NotPermitted):
        memberships.confirm_founding(founder=newcomer.unlocked, proposal=proposal)


def test_units_are_named_by_administrators_and_once(
    administrator: Staff, supervisor: Staff, newcomer: Staff, unit: Unit
):
    with pytest.raises(NotPermitted):
        name_unit(supervisor, newcomer, "Another")
    with pytest.raises(UnitTaken):
        name_unit(administrator, newcomer, unit.name)
    with pytest.raises(CannotPropose):
        name_unit(administrator, administrator, "Another")
    assert not Unit.objects.filter(name="Another").exists()


def test_a_disabled_member_does_not_let_in(
    administrator: Staff, officer: Staff, colleague: Staff, newcomer: Staff, unit: Unit
):
    proposal = propose(administrator, unit, newcomer)
    access.disable(actor=administrator.person, person=colleague.person)

    with pytest.raises(NotPermitted):
        grant(colleague, proposal)


def test_a_key_of_a_day_needs_no_word(administrator: Staff, officer: Staff, newcomer: Staff, unit: Unit):
    proposal = propose(administrator, unit, newcomer)

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert grant(officer, proposal, compared="")
