"""Disabling ends everything of a person at once, and nothing of what they had promised to others."""

from typing import Any

import pytest

from accounts.errors import NotPermitted, OwnAccount
from accounts.models import Person, Proposal, Role, Session, Unit
from accounts.services import access, invitations, memberships
from accounts.services.invitations import Invitee
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import EpochDue, Grant, Slot
from keys.queries import shown_key
from messaging.models import Message, Thread
from notices.models import Notice
from tests.conftest import MailServer
from tests.meanwhile import at_once
from tests.people import Browser, Staff, answer_fields, make_member, propose, send_text
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_administrator(db: None) -> Staff:
    """Another administrator."""
    return make_member(Role.ADMINISTRATOR, "second-administrator@example.org")


def test_a_disabled_person_is_out_at_their_next_request(
    administrator: Staff, officer: Staff, colleague: Staff, thread: Thread
):
    browser = colleague.signs_in()
    fields = answer_fields(browser, thread)

    access.disable(actor=administrator.person, person=colleague.person)

    assert browser.get(thread.get_absolute_url()).status_code == 302
    assert browser.get("/mailbox/").status_code == 302
    sent = browser.post(thread.get_absolute_url(), {**fields, "text": "Words", "action": "send"})
    assert sent.status_code in (302, 403)
    assert Message.objects.filter(thread=thread).count() == 1
    assert not Session.objects.filter(person_id=colleague.person.public_id, ended_at=None).exists()
    refused = Browser().post("/sign-in/", {"login": colleague.person.email, "password": colleague.password})
    assert refused.status_code == 400


def test_a_disabled_person_holds_no_key_and_belongs_nowhere(
    administrator: Staff, officer: Staff, colleague: Staff, unit: Unit
):
    access.disable(actor=administrator.person, person=colleague.person)

    assert not Grant.objects.filter(person=colleague.person.public_id).exists()
    assert not colleague.person.memberships.exists()
    assert EpochDue.objects.get().unit == unit.public_id
    actions = set(
        AuditEvent.objects.filter(subject=colleague.person.public_id).values_list("action", flat=True)
    )
    assert {"accounts.person.disabled", "accounts.membership.ended", "keys.unit_key.revoked"} <= actions


def test_what_a_disabled_person_promised_still_goes_out(
    administrator: Staff, officer: Staff, colleague: Staff, thread: Thread, mail_server: MailServer, worker
):
    assert send_text(colleague.signs_in(), thread, "We need form 12.").status_code == 302

    access.disable(actor=administrator.person, person=colleague.person)
    worker()

    assert Notice.objects.get(kind=Notice.Kind.MESSAGE_WAITING).state == "sent"
    assert len(mail_server.mails) == 2
    page = officer.signs_in().get(thread.get_absolute_url()).content.decode()
    assert "We need form 12." in page


def test_somebody_of_the_agency_hears_of_both_by_a_mail_that_anybody_can_check(
    administrator: Staff, colleague: Staff, mail_server: MailServer, worker
):
    access.disable(actor=administrator.person, person=colleague.person)
    access.disable(actor=administrator.person, person=colleague.person)
    access.enable(actor=administrator.person, person=colleague.person)
    worker()

    bodies = [mail.as_string() for mail in mail_server.mails]
    assert sorted(("We disabled" in body, "We enabled" in body) for body in bodies) == [
        (False, True),
        (True, False),
    ]
    for notice in Notice.objects.all():
        assert notice.address == colleague.person.email
        checked = Browser().post("/notice/", {"number": notice.number})
        assert "Yes, we sent" in checked.content.decode()


def test_an_enabled_person_signs_in_and_sees_nothing_until_somebody_lets_them_in(
    administrator: Staff, officer: Staff, colleague: Staff, thread: Thread
):
    access.disable(actor=administrator.person, person=colleague.person)

    access.enable(actor=administrator.person, person=colleague.person)

    browser = colleague.signs_in()
    assert browser.get("/mailbox/").status_code == 404
    assert browser.get(thread.get_absolute_url()).status_code == 404


def test_a_session_of_before_stays_ended_after_enabling(
    administrator: Staff, officer: Staff, colleague: Staff
):
    browser = colleague.signs_in()
    access.disable(actor=administrator.person, person=colleague.person)

    access.enable(actor=administrator.person, person=colleague.person)

    assert browser.get("/start/").status_code == 302
    assert browser.get("/start/")["Location"].startswith("/sign-in/")


def test_ending_sessions_signs_out_everywhere_and_lets_in_again(administrator: Staff, officer: Staff):
    first, second = officer.signs_in(), officer.signs_in()

    access.end_sessions(actor=administrator.person, person=officer.person)

    assert all(browser.get("/mailbox/").status_code == 302 for browser in (first, second))
    assert officer.signs_in().get("/mailbox/").status_code == 200
    assert times_recorded(Action.SESSIONS_ENDED, subject=officer.person.public_id) == [1]


def test_nobody_disables_themselves(administrator: Staff, second_administrator: Staff):
    with pytest.raises(OwnAccount):
        access.disable(actor=administrator.person, person=administrator.person)


@pytest.mark.parametrize("who", ["officer", "supervisor", "auditor"])
def test_only_administrators_end_access(request: Any, who: str, administrator: Staff, colleague: Staff):
    staff: Staff = request.getfixturevalue(who)

    for act in (access.disable, access.enable, access.end_sessions):
        with pytest.raises(NotPermitted):
            act(actor=staff.person, person=colleague.person)


def test_visitors_are_nobodys_to_disable(administrator: Staff, taxpayer):
    with pytest.raises(NotPermitted):
        access.disable(actor=administrator.person, person=taxpayer.person)


def test_a_disabled_administrator_does_nothing_any_more(administrator: Staff, second_administrator: Staff):
    access.disable(actor=administrator.person, person=second_administrator.person)

    with pytest.raises(NotPermitted):
        access.disable(actor=second_administrator.person, person=administrator.person)


def test_disabling_ends_invitations_and_proposals(
    administrator: Staff, second_administrator: Staff, unit: Unit
):
    invited = invitations.invite(
        actor=administrator.person, invitee=Invitee(Role.OFFICER, "Invited", "invited@example.org")
    )
    memberships.propose_member(actor=second_administrator.person, unit=unit, email=str(invited.person.email))

    access.disable(actor=administrator.person, person=invited.person)
    access.enable(actor=administrator.person, person=invited.person)

    assert not Slot.objects.filter(person=invited.person.public_id).exists()
    assert Proposal.objects.get().outcome == "withdrawn"
    # And nobody is told of an account that they never had: the one mail to them was not sent yet.
    assert Notice.objects.get(person=invited.person.public_id).state == "withdrawn"


def test_what_a_disabled_administrator_proposed_is_withdrawn(
    administrator: Staff, second_administrator: Staff, unit: Unit
):
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    propose(second_administrator, unit, newcomer)

    access.disable(actor=administrator.person, person=second_administrator.person)

    assert Proposal.objects.get().outcome == "withdrawn"


def refusals(*deeds: Any) -> list[str]:
    """Do all of it at the same moment; gives what refused."""
    return [type(answer).__name__ if isinstance(answer, Exception) else "" for answer in at_once(*deeds)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_run", range(3))
def test_of_two_administrators_who_disable_each_other_at_once_one_stays(
    administrator: Staff, second_administrator: Staff, _run: int
):
    first, second = administrator.person, second_administrator.person

    refused = refusals(
        lambda: access.disable(actor=first, person=second), lambda: access.disable(actor=second, person=first)
    )

    assert sorted(refused) == ["", "NotPermitted"]
    assert Person.objects.filter(role=Role.ADMINISTRATOR, disabled_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_run", range(3))
def test_who_is_disabled_while_somebody_lets_them_in_holds_no_key(
    administrator: Staff, officer: Staff, unit: Unit, _run: int
):
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")
    proposal = propose(administrator, unit, newcomer)
    shown = shown_key(newcomer.person.public_id)
    assert shown

    refused = refusals(
        lambda: access.disable(actor=administrator.person, person=newcomer.person),
        lambda: memberships.grant_proposal(
            granter=officer.unlocked, proposal=proposal, key_id=shown.key_id, compared="in_person"
        ),
    )

    assert refused[0] == ""
    assert refused[1] in ("", "ProposalEnded", "NotReady")
    assert not Grant.objects.filter(person=newcomer.person.public_id).exists()
    assert not unit.memberships.filter(person=newcomer.person).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_run", range(3))
def test_who_is_disabled_while_a_new_key_is_made_does_not_get_it(
    administrator: Staff, officer: Staff, colleague: Staff, supervisor: Staff, unit: Unit, _run: int
):
    memberships.end_membership(actor=administrator.person, unit=unit, person=supervisor.person)

    refused = refusals(
        lambda: access.disable(actor=administrator.person, person=colleague.person),
        lambda: memberships.renew_unit_key(holder=officer.unlocked, unit=unit),
    )

    assert refused == ["", ""]
    assert not Grant.objects.filter(person=colleague.person.public_id).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_run", range(3))
def test_who_is_disabled_while_they_propose_leaves_no_proposal_and_nobody_waits_for_ever(
    administrator: Staff, officer: Staff, supervisor: Staff, unit: Unit, _run: int
):
    newcomer = make_member(Role.OFFICER, "newcomer@example.org")

    refused = refusals(
        lambda: access.disable(actor=administrator.person, person=supervisor.person),
        lambda: propose(supervisor, unit, newcomer),
    )

    assert refused[0] == ""
    assert refused[1] in ("", "NotPermitted")
    assert not supervisor.person.memberships.exists()
    assert not Proposal.objects.filter(unit=unit, ended_at=None).exists()
