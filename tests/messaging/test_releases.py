"""A personal answer goes by plain e-mail only when another member of the unit releases exactly it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Proposal, Role
from audit.actions import Action
from audit.models import AuditEvent
from messaging import services
from messaging.errors import MayNotRelease, ReleaseEnded
from messaging.models import ReleaseRequest
from notices.models import Notice
from tests.conftest import MailServer
from tests.messaging.plain_mail import is_plain, said_in, shown
from tests.messaging.releasing import CONSENT, PERSONAL, REASON, asked, press
from tests.people import Visitor, form_fields, make_member
from tests.recorded import times_recorded

State = ReleaseRequest.State
Worker = Callable[[], None]


def test_a_second_member_reads_what_to_whom_and_why_and_releases_it(
    officer, long_standing, open_way, mail_server: MailServer, worker: Worker
):
    request = asked(officer, open_way)
    worker()
    before = list(mail_server.mails)
    browser = long_standing.signs_in()

    page = browser.get(f"/releases/{request.public_id}/").content.decode()
    pressed = {"action": "release", "reason": CONSENT}
    answer = browser.post(f"/releases/{request.public_id}/", pressed)
    worker()

    assert not any(map(is_plain, before))
    for words in (
        "You were born in",
        "v***@example.org",
        REASON,
        "age or year of birth",
        "in your name",
        "First Officer",
    ):
        assert words in page
    assert answer.status_code == 302
    [mail] = filter(is_plain, mail_server.mails)
    assert mail["To"] == "visitor@example.org"
    assert PERSONAL in said_in(mail)
    message = open_way.thread.messages.get(sequence=2)
    assert message.public_id == request.message_id
    assert message.sender_id == long_standing.person.public_id


def test_the_list_and_the_conversation_say_what_waits(officer, long_standing, open_way):
    request = asked(officer, open_way)
    browser = long_standing.signs_in()

    page = browser.get("/releases/").content.decode()
    conversation = browser.get(open_way.thread.get_absolute_url()).content.decode()

    assert f"/releases/{request.public_id}/" in page
    assert "An answer by First Officer" in page
    assert "You were born in" not in page
    assert f"/releases/{request.public_id}/" in conversation


def test_nothing_is_in_the_thread_while_it_waits_and_the_words_wait_sealed(officer, open_way):
    request = asked(officer, open_way)

    assert open_way.thread.messages.count() == 1
    assert not Notice.objects.exists()
    assert b"born in" not in bytes(request.sealed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_releaserequest")
        assert "born in" not in str(cursor.fetchall())


def test_the_author_is_never_the_second_member(officer, long_standing, open_way, mail_server, worker):
    request = asked(officer, open_way)

    page = officer.signs_in().get(f"/releases/{request.public_id}/").content.decode()
    answer = press(officer, request, "release")
    refusal = press(officer, request, "refuse")
    worker()

    assert 'value="release"' not in page
    assert 'value="withdraw"' in page
    assert (answer.status_code, refusal.status_code) == (409, 409)
    assert "Somebody else of your unit" in answer.content.decode()
    assert not any(map(is_plain, mail_server.mails))


def test_whoever_the_author_let_in_just_now_is_no_second_member(
    officer, colleague, open_way, mail_server, worker
):
    request = asked(officer, open_way)

    page = colleague.signs_in().get(f"/releases/{request.public_id}/").content.decode()
    answer = press(colleague, request, "release")
    worker()

    assert "during the last 24 hours" in page
    assert 'value="release"' not in page
    assert answer.status_code == 409
    assert not any(map(is_plain, mail_server.mails))


def test_a_member_whom_the_author_only_proposed_just_now_is_none_either(
    officer, long_standing, open_way, unit
):
    request = asked(officer, open_way)
    other = make_member(Role.OFFICER, "third-officer@example.org", unit=unit, granter=long_standing)
    Proposal.objects.filter(person=other.person).update(proposed_by=officer.person)

    with pytest.raises(MayNotRelease):
        services.release(releaser=other.unlocked, request=request, reason=CONSENT)


@pytest.mark.parametrize("who", ["officer_of_another_unit", "administrator", "auditor", "taxpayer"])
def test_nobody_else_sees_it(request: Any, officer, open_way, who):
    asked_for = asked(officer, open_way)
    somebody = request.getfixturevalue(who)
    browser = somebody.opens_with_code() if isinstance(somebody, Visitor) else somebody.signs_in()

    answers = [
        browser.get(f"/releases/{asked_for.public_id}/"),
        browser.post(f"/releases/{asked_for.public_id}/", {"action": "release"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert ReleaseRequest.objects.get().state == State.PENDING


def test_the_database_itself_refuses_a_release_by_its_author(officer, open_way):
    asked(officer, open_way)

    with pytest.raises(IntegrityError, match="release_not_by_its_author"), transaction.atomic():
        ReleaseRequest.objects.update(
            state=State.RELEASED, ended_by_id=officer.person.public_id, ended_at=timezone.now(), sealed=b""
        )


@pytest.mark.parametrize(
    ("who", "action", "state"),
    [("long_standing", "refuse", State.REFUSED), ("officer", "withdraw", State.WITHDRAWN)],
)
def test_what_was_refused_or_withdrawn_is_erased_and_cannot_be_released(
    request: Any, officer, long_standing, open_way, mail_server, worker, who, action, state
):
    asked_for = asked(officer, open_way)

    ended = press(request.getfixturevalue(who), asked_for, action)
    late = press(long_standing, asked_for, "release")
    worker()

    row = ReleaseRequest.objects.get()
    assert ended.status_code == 302
    assert (row.state, bytes(row.sealed)) == (state, b"")
    assert late.status_code == 409
    assert not any(map(is_plain, mail_server.mails))
    assert not open_way.thread.messages.filter(sequence=2).exists()


def test_what_nobody_released_in_time_expires_and_is_erased(
    officer, long_standing, open_way, mail_server, worker
):
    request = asked(officer, open_way)

    with time_machine.travel(timezone.now() + timedelta(days=4), tick=True):
        with pytest.raises(ReleaseEnded):
            services.release(releaser=long_standing.unlocked, request=request, reason=CONSENT)
        ended = services.expire_requests()
        again = services.expire_requests()
    worker()

    assert (ended, again) == (1, 0)
    assert times_recorded(Action.RELEASE_EXPIRED, subject=request.public_id) == [1]
    assert ReleaseRequest.objects.get().state == State.EXPIRED
    assert bytes(ReleaseRequest.objects.get().sealed) == b""
    assert not any(map(is_plain, mail_server.mails))


def test_every_step_is_recorded_without_words(officer, long_standing, open_way, worker, mail_server):
    press(long_standing, asked(officer, open_way), "refuse")
    press(officer, asked(officer, open_way), "withdraw")
    press(long_standing, asked(officer, open_way), "release")
    worker()

    steps = [
        event.action for event in AuditEvent.objects.order_by("pk") if "messaging.release" in event.action
    ]
    assert steps == [
        "messaging.release.asked", "messaging.release.refused",
        "messaging.release.asked", "messaging.release.withdrawn",
        "messaging.release.asked", "messaging.release.given",
    ]  # fmt: skip
    for event in AuditEvent.objects.all():
        # By chance, what salts a leaf may hold anything.
        told = str({name: word for name, word in json.loads(bytes(event.leaf)).items() if name != "salt"})
        assert "born in 1970" not in told
        assert "no other way" not in told
        assert "asked for it" not in told
    decided = [bytes(e.leaf) for e in AuditEvent.objects.filter(action="messaging.channel.decided")]
    assert b'"release":' in decided[-1]
    assert b'"strength":"personal"' in decided[-1]


@pytest.mark.parametrize(("button", "status"), [("send", 400), ("withdraw", 409)])
def test_a_button_that_is_none_or_is_the_authors_own_changes_nothing(
    officer, long_standing, open_way, button, status
):
    request = asked(officer, open_way)

    answer = press(long_standing, request, button)

    assert answer.status_code == status
    assert ReleaseRequest.objects.get().state == State.PENDING


def test_a_reason_that_was_forgotten_is_added_on_the_same_page(officer, open_way):
    browser, path = officer.signs_in(), open_way.thread.get_absolute_url()
    form, _page = shown(browser, open_way.thread, PERSONAL)

    refused = browser.post(path, {**form, "action": "ask"})
    again = {**form, **form_fields(refused.content.decode()), "reason": REASON, "action": "ask"}

    assert refused.status_code == 400
    assert browser.post(path, again).status_code == 302
