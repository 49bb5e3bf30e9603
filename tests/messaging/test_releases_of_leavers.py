"""What somebody asked for, or released, does not leave once they do not belong to the unit any more."""

from collections.abc import Callable

import pytest

from accounts.models import Person, Role, Unit
from accounts.services import access, memberships, roles
from messaging import services
from messaging.errors import MayNotRelease
from messaging.models import ReleaseRequest
from notices.models import WaitingText
from tests.messaging.plain_mail import is_plain, leaf_of
from tests.messaging.releasing import CONSENT, asked, press

State = ReleaseRequest.State
# Administrator, who leaves, and the unit that they leave.
Leaving = Callable[[Person, Person, Unit], None]


def taken_out(administrator: Person, person: Person, unit: Unit) -> None:
    memberships.end_membership(actor=administrator, person=person, unit=unit)


def disabled(administrator: Person, person: Person, _unit: Unit) -> None:
    access.disable(actor=administrator, person=person)


def given_another_role(administrator: Person, person: Person, _unit: Unit) -> None:
    roles.change_role(actor=administrator, person=person, role=Role.AUDITOR)


@pytest.mark.parametrize("leaves", [taken_out, disabled, given_another_role])
def test_what_waits_ends_and_is_erased_when_its_author_leaves(
    administrator, officer, long_standing, open_way, mail_server, worker, leaves: Leaving
):
    request = asked(officer, open_way)

    leaves(administrator.person, officer.person, open_way.thread.unit)
    ended = ReleaseRequest.objects.get()
    late = press(long_standing, request, "release")
    worker()

    assert (ended.state, bytes(ended.sealed), ended.ended_by_id) == (
        State.LEFT,
        b"",
        administrator.person.public_id,
    )
    assert leaf_of("messaging.release.withdrawn")
    assert late.status_code == 409
    assert "who wrote it left the unit" in late.content.decode()
    assert not any(map(is_plain, mail_server.mails))


def test_what_others_asked_for_goes_on_waiting_when_somebody_leaves(
    administrator, officer, long_standing, open_way
):
    asked(officer, open_way)

    taken_out(administrator.person, long_standing.person, open_way.thread.unit)

    assert ReleaseRequest.objects.get().state == State.PENDING


def test_an_author_who_is_no_member_any_more_is_refused_also_where_their_request_still_waits(
    officer, long_standing, open_way
):
    request = asked(officer, open_way)
    officer.person.memberships.all().delete()

    page = long_standing.signs_in().get(f"/releases/{request.public_id}/").content.decode()
    with pytest.raises(MayNotRelease):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)

    assert 'value="release"' not in page
    assert "does not belong to the unit any more" in page
    assert press(long_standing, request, "refuse").status_code == 302


@pytest.mark.parametrize(("leaves", "reason"), [(taken_out, "author_left"), (disabled, "author_disabled")])
@pytest.mark.parametrize("is_author", [True, False], ids=["who asked", "who released"])
def test_what_was_released_stays_in_the_portal_when_either_leaves_before_the_worker_comes(
    administrator,
    officer,
    long_standing,
    open_way,
    mail_server,
    worker,
    leaves: Leaving,
    reason: str,
    is_author: bool,
):
    press(long_standing, asked(officer, open_way), "release")

    leaver = officer if is_author else long_standing
    leaves(administrator.person, leaver.person, open_way.thread.unit)
    worker()

    # One may be about the account of whoever was disabled.
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert f'"reason":"{reason}"'.encode() in leaf_of("messaging.plain_answer.withheld")
    assert not WaitingText.objects.exists()
