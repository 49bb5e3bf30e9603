"""Inviting somebody anew who lost their code: what opened before opens nothing."""

from typing import Any

import pytest

from accounts.errors import NotInvited
from accounts.services.outsiders import Way
from audit.actions import Action
from audit.models import AuditEvent
from keys.models import Slot
from messaging import services
from messaging.errors import NotPermitted, NotVouchedFor
from messaging.models import Message, Thread, Topic, Vouching
from messaging.services.inviting import InvitedTo
from messaging.services.vouching import Vouched
from notices.models import Notice
from tests.messaging.inviting import guess, invite, invite_again, takes_up
from tests.people import Browser, Staff, Visitor
from tests.recorded import times_recorded

pytestmark = pytest.mark.django_db

VOUCHED = Vouched(Vouching.Means.CALL, "They lost the paper.")


def test_a_lost_code_is_replaced_and_everything_stays_readable(
    officer: Staff, taxpayer: Visitor, answered_thread: Thread
):
    again = invite_again(officer, answered_thread, vouched=VOUCHED)

    browser = takes_up(again.token, again.pin)

    page = browser.get(answered_thread.get_absolute_url()).content.decode()
    assert "When does it come?" in page
    assert "We need form 12." in page
    assert Browser().post("/reply/", {"code": taxpayer.reply_code}).status_code == 400


def test_a_lost_code_ends_sessions_and_tells_the_address_on_file(
    officer: Staff, taxpayer: Visitor, thread: Thread
):
    browser = taxpayer.opens_with_code()

    invite_again(officer, thread, way=Way.MAIL, address="new@example.org", vouched=VOUCHED)

    assert browser.get(thread.get_absolute_url()).status_code == 302
    told = Notice.objects.filter(kind="way_in_renewed").values_list("address", flat=True)
    assert set(told) == {"visitor@example.org", "new@example.org"}
    event = AuditEvent.objects.get(action="accounts.identity.vouched_for")
    assert b'"means":"call"' in bytes(event.leaf)


def test_who_has_come_in_before_is_let_in_anew_only_when_somebody_vouches(officer: Staff, thread: Thread):
    with pytest.raises(NotVouchedFor):
        invite_again(officer, thread)

    assert Slot.objects.get(person=thread.taxpayer.public_id).kind == "reply_code"


def test_threads_of_other_units_stay_closed_to_the_new_keys(
    officer: Staff, officer_of_another_unit: Staff, invited: InvitedTo
):
    other = Topic.objects.create(
        name="Support", description="Child support.", unit=officer_of_another_unit.person.units.get()
    )
    theirs = invite(officer_of_another_unit, other).thread
    Thread.objects.filter(pk=theirs.pk).update(taxpayer=invited.thread.taxpayer)

    invite_again(officer, invited.thread)

    wrapped = {message.thread_id: message.wraps.count() for message in Message.objects.all()}
    assert wrapped == {invited.thread.pk: 3, theirs.pk: 2}
    opened = [thread.public_id for thread in (invited.thread, theirs)]
    assert [times_recorded(Action.THREAD_OPENED_TO_NEW_KEYS, subject=each) for each in opened] == [[1], [0]]


@pytest.mark.parametrize("who", ["officer_of_another_unit", "auditor", "administrator"])
def test_nobody_else_invites_again_or_takes_back(request: Any, invited: InvitedTo, who: str):
    staff: Staff = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        invite_again(staff, invited.thread, vouched=VOUCHED)
    with pytest.raises(NotPermitted):
        services.revoke_invitation(officer=staff.person, thread=invited.thread)


def test_who_has_an_account_is_not_invited(officer: Staff, account: Any):
    with pytest.raises(NotInvited):
        invite_again(officer, account.thread, vouched=VOUCHED)


def test_a_new_invitation_opens_by_its_own_halves_only(officer: Staff, invited: InvitedTo, halves):
    again = invite_again(officer, invited.thread)

    assert guess(halves[0], again.pin) == "refused"
    assert guess(again.token, halves[1]) == "refused"
    assert guess(again.token, again.pin) == "in"
