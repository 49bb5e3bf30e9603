"""Roles: what each may do is said on the page, a change acts at once, and two make an administrator."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as project_settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.errors import LastHolder, NotPermitted, OwnPromotion, OwnRole, ProposalEnded, SecondNeeded
from accounts.models import Invitation, Membership, Person, Promotion, Role
from accounts.services import access, invitations, roles
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import EpochDue, Grant
from tests.people import Staff, make_member
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(administrator: Staff) -> Staff:
    """Another administrator."""
    return make_member(Role.ADMINISTRATOR, "second-administrator@example.org")


def role_of(staff: Staff) -> str:
    return str(Person.objects.get(pk=staff.person.pk).role)


def test_the_page_says_what_each_role_may_do(administrator: Staff, officer: Staff):
    page = administrator.signs_in().get(f"/administration/people/{officer.person.public_id}/role/")

    content = page.content.decode()
    for words in ("Reads and answers", "Does what an officer does", "Reads the audit log", "Manages people"):
        assert words in content
    for role in ("Records officer", "Auditor", "Administrator", "Supervisor", "Officer"):
        assert role in content


def test_a_new_role_signs_the_person_out_and_acts_at_once(
    administrator: Staff, officer: Staff, colleague: Staff
):
    browser = colleague.signs_in()

    response = administrator.signs_in().post(
        f"/administration/people/{colleague.person.public_id}/role/", {"role": "supervisor"}
    )

    assert response.status_code == 302
    assert browser.get("/mailbox/").status_code == 302
    assert role_of(colleague) == "supervisor"
    assert Membership.objects.filter(person=colleague.person).exists()
    event = AuditEvent.objects.get(action="accounts.role.changed")
    assert b'"from":"officer"' in bytes(event.leaf)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.RECORDS_OFFICER])
def test_whoever_works_in_no_unit_any_more_leaves_theirs(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Any, role: Role
):
    roles.change_role(actor=administrator.person, person=colleague.person, role=role)

    assert not Membership.objects.filter(person=colleague.person).exists()
    assert not Grant.objects.filter(person=colleague.person.public_id).exists()
    assert EpochDue.objects.filter(unit=unit.public_id).exists()


def test_the_last_holder_of_a_key_keeps_their_role(administrator: Staff, officer: Staff):
    with pytest.raises(LastHolder):
        roles.change_role(actor=administrator.person, person=officer.person, role=Role.AUDITOR)

    assert role_of(officer) == "officer"
    assert Membership.objects.filter(person=officer.person).exists()


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_only_administrators_change_roles(request: Any, colleague: Staff, who: str):
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        roles.change_role(actor=staff.person, person=colleague.person, role=Role.SUPERVISOR)


@pytest.mark.parametrize("role", [Role.VISITOR, Role.TAXPAYER])
def test_nobody_of_the_agency_becomes_one_of_the_public(administrator: Staff, auditor: Staff, role: Role):
    with pytest.raises(NotPermitted):
        roles.change_role(actor=administrator.person, person=auditor.person, role=role)


def test_nobody_changes_their_own_role(administrator: Staff, second: Staff):
    with pytest.raises(OwnRole):
        roles.change_role(actor=administrator.person, person=administrator.person, role=Role.AUDITOR)


def test_two_make_an_administrator(administrator: Staff, second: Staff, auditor: Staff):
    here = f"/administration/people/{auditor.person.public_id}/"
    desk, other = administrator.signs_in(), second.signs_in()

    desk.post(f"{here}role/", {"role": "administrator"})
    alone = desk.post(f"{here}agree/")
    waiting = role_of(auditor)
    agreed = other.post(f"{here}agree/")

    assert alone.status_code == 409
    assert "You proposed this yourself" in alone.content.decode()
    assert waiting == "auditor"
    assert agreed.status_code == 302
    assert role_of(auditor) == "administrator"
    steps = (Action.PROMOTION_PROPOSED, Action.PROMOTION_ENDED, Action.ROLE_CHANGED)
    assert times_recorded(*steps, subject=auditor.person.public_id) == [1, 1, 1]


def test_whoever_is_proposed_does_not_agree_to_it(administrator: Staff, second: Staff):
    officer = make_member(Role.AUDITOR, "proposed@example.org")
    promotion = roles.change_role(actor=administrator.person, person=officer.person, role=Role.ADMINISTRATOR)
    assert promotion
    Person.objects.filter(pk=officer.person.pk).update(role=Role.ADMINISTRATOR)
    officer.person.refresh_from_db()

    with pytest.raises(OwnPromotion):
        roles.agree(actor=officer.person, promotion=promotion)


def test_the_table_lets_nobody_agree_to_their_own_proposal(
    administrator: Staff, second: Staff, auditor: Staff
):
    promotion = roles.change_role(actor=administrator.person, person=auditor.person, role=Role.ADMINISTRATOR)
    assert promotion

    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.filter(pk=promotion.pk).update(
            outcome="granted", ended_at=timezone.now(), ended_by=administrator.person
        )


@pytest.mark.parametrize(("who", "outcome"), [("administrator", "withdrawn"), ("second", "refused")])
def test_a_proposal_is_taken_back_or_refused(
    request: Any, auditor: Staff, second, administrator, who, outcome
):
    promotion = roles.change_role(actor=administrator.person, person=auditor.person, role=Role.ADMINISTRATOR)
    assert promotion

    roles.refuse(actor=request.getfixturevalue(who).person, promotion=promotion)

    assert Promotion.objects.get().outcome == outcome
    with pytest.raises(ProposalEnded):
        roles.agree(actor=second.person, promotion=promotion)
    assert role_of(auditor) == "auditor"


@pytest.mark.parametrize("whose", ["administrator", "auditor"])
def test_another_role_ends_what_somebody_proposed_and_was_proposed_for(
    request: Any, administrator: Staff, second: Staff, auditor: Staff, whose: str
):
    promotion = roles.change_role(actor=administrator.person, person=auditor.person, role=Role.ADMINISTRATOR)
    assert promotion

    roles.change_role(
        actor=second.person, person=request.getfixturevalue(whose).person, role=Role.RECORDS_OFFICER
    )

    assert Promotion.objects.get().outcome == "withdrawn"
    with pytest.raises(ProposalEnded):
        roles.agree(actor=second.person, promotion=promotion)


def test_where_there_is_no_other_one_makes_an_administrator_and_an_alert_tells(
    administrator: Staff, auditor: Staff
):
    assert (
        roles.change_role(actor=administrator.person, person=auditor.person, role=Role.ADMINISTRATOR) is None
    )

    assert role_of(auditor) == "administrator"
    assert times_recorded(Action.ADMINISTRATOR_MADE_ALONE, subject=auditor.person.public_id) == [1]
    assert "Administrator made by one person" in administrator.signs_in().get("/status/").content.decode()


def test_an_administrator_is_not_invited_past_the_other_one(administrator: Staff, second: Staff):
    invitee = invitations.Invitee(Role.ADMINISTRATOR, "New", "new@example.org", "en")

    with pytest.raises(SecondNeeded):
        invitations.invite(actor=administrator.person, invitee=invitee)

    assert not Invitation.objects.exists()


def test_whoever_is_disabled_has_proposed_and_invited_nobody(
    administrator: Staff, second: Staff, auditor: Staff
):
    roles.change_role(actor=second.person, person=auditor.person, role=Role.ADMINISTRATOR)
    invitee = invitations.Invitee(Role.OFFICER, "New", "new@example.org", "en")
    invitations.invite(actor=second.person, invitee=invitee)

    access.disable(actor=administrator.person, person=second.person)

    assert Promotion.objects.get().outcome == "withdrawn"
    assert Invitation.objects.get().outcome == "revoked"


@pytest.mark.parametrize("role", ["", "taxpayer", "king", ["officer", "auditor"]])
def test_a_role_that_is_none_changes_nothing(administrator: Staff, auditor: Staff, role: Any):
    path = f"/administration/people/{auditor.person.public_id}/role/"

    response = administrator.signs_in().post(path, {"role": role})

    assert response.status_code == 400
    assert role_of(auditor) == "auditor"


def test_an_idle_browser_changes_no_role(administrator: Staff, auditor: Staff):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = administrator.signs_in()
        clock.shift(project_settings.PROOF_LASTS + timedelta(minutes=1))
        path = f"/administration/people/{auditor.person.public_id}/role/"

        assert browser.post(path, {"role": "officer"}).status_code == 403

    assert role_of(auditor) == "auditor"
