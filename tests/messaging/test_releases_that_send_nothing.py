"""What waits for a second member does not leave when anything changed, and is released once."""

import pytest

from accounts.models import Role
from audit.actions import Action
from audit.models import AuditEvent
from messaging import services
from messaging.errors import CannotBeReleased, MessagingError, ThreadChanged
from messaging.models import Message, ReleaseRequest
from notices.models import WaitingText
from tests.messaging.changing import (
    new_message,
    not_allowed,
    other_address,
    own_answer,
    sealed_for_another,
    taken_back,
)
from tests.messaging.plain_mail import is_plain, said_in, shown
from tests.messaging.releasing import CONSENT, PERSONAL, asked, press
from tests.people import make_member
from tests.recorded import times_recorded

State = ReleaseRequest.State


@pytest.mark.parametrize(
    "change", [new_message, own_answer, not_allowed, taken_back, other_address, sealed_for_another]
)
def test_nothing_leaves_when_anything_changed_since_it_was_asked(
    officer, long_standing, open_way, mail_server, worker, change
):
    request = asked(officer, open_way)
    change(open_way, officer)

    page = long_standing.signs_in().get(f"/releases/{request.public_id}/").content.decode()
    answer = press(long_standing, request, "release")
    worker()

    assert 'value="release"' not in page
    assert answer.status_code == 409
    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert all("born in 1970" not in said_in(mail) for mail in mail_server.mails)


@pytest.mark.parametrize("change", [not_allowed, taken_back, other_address])
def test_what_changed_after_the_release_keeps_it_from_leaving(
    officer, long_standing, open_way, mail_server, worker, change
):
    request = asked(officer, open_way)
    press(long_standing, request, "release")

    change(open_way, officer)
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)
    assert not WaitingText.objects.exists()


def test_a_release_that_is_taken_out_of_the_table_keeps_the_answer_from_leaving(
    officer, long_standing, open_way, mail_server, worker
):
    request = asked(officer, open_way)
    press(long_standing, request, "release")

    ReleaseRequest.objects.all().delete()
    worker()

    assert not any(is_plain(mail) for mail in mail_server.mails)


def test_a_release_lends_itself_to_no_other_answer(officer, long_standing, open_way, mail_server, worker):
    request = asked(officer, open_way)
    press(long_standing, request, "release")
    worker()
    browser = officer.signs_in()
    form, page = shown(browser, open_way.thread, PERSONAL)

    browser.post(open_way.thread.get_absolute_url(), {**form, "action": "plain"})
    browser.post(
        open_way.thread.get_absolute_url(),
        {**form, "action": "plain", "message_id": str(request.message_id), "release": str(request.public_id)},
    )
    worker()

    assert 'value="plain"' not in page
    assert sum(map(is_plain, mail_server.mails)) == 1


def test_a_release_is_given_once_however_often_it_is_pressed(
    officer, long_standing, open_way, mail_server, worker
):
    request = asked(officer, open_way)

    answers = [press(long_standing, request, "release") for _ in range(2)]
    worker()

    # Whoever never heard that they did is told so when they press again.
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert sum(map(is_plain, mail_server.mails)) == 1
    assert Message.objects.filter(public_id=request.message_id).count() == 1
    assert times_recorded(Action.RELEASE_GIVEN, subject=request.public_id) == [1]


@pytest.mark.parametrize("action", ["release", "refuse"])
def test_whoever_comes_too_late_is_not_told_that_nothing_was_sent(
    officer, long_standing, open_way, unit, action
):
    request = asked(officer, open_way)
    late = make_member(Role.OFFICER, "third-officer@example.org", unit=unit, granter=long_standing)
    press(long_standing, request, "release")

    answer = press(late, request, action)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nothing was sent" not in page
    assert "Released" in page
    assert Message.objects.get(public_id=request.message_id).sender_id == long_standing.person.public_id


def test_a_screening_that_fails_when_it_is_released_sends_nothing(
    officer, long_standing, open_way, mail_server, worker, settings
):
    request = asked(officer, open_way)
    settings.SCREENING_SECONDS = 0.0

    with pytest.raises(CannotBeReleased):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)
    worker()

    [failure] = AuditEvent.objects.filter(action="messaging.screening.failed")
    assert not any(map(is_plain, mail_server.mails))
    assert ReleaseRequest.objects.get().state == State.PENDING
    assert failure.subject == open_way.thread.unit.public_id


def test_a_thread_that_went_on_refuses_by_name(officer, long_standing, open_way):
    request = asked(officer, open_way)
    new_message(open_way, officer)

    with pytest.raises(ThreadChanged):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)


def test_who_left_the_unit_releases_nothing(officer, long_standing, open_way, unit):
    request = asked(officer, open_way)
    long_standing.person.memberships.all().delete()

    with pytest.raises(MessagingError):
        services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)
