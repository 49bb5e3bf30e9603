"""Sessions lock and end when nothing is done; nothing that was typed is lost, and who is there may stay."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Session
from messaging.models import Draft
from tests.people import PASSWORD, Browser, Staff, answer_fields, form_fields

MINUTE = timedelta(minutes=1)
LOCK = settings.SESSION_LOCK_STAFF


@pytest.fixture
def clock() -> Any:
    """Time that stands still until a test moves it."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def left(officer: Staff, clock: Any) -> Browser:
    """The officer's browser, left alone for a quarter of an hour."""
    browser = officer.signs_in()
    clock.shift(LOCK)
    return browser


def is_locked(browser: Browser, path: str = "/mailbox/") -> bool:
    response = browser.get(path)
    return response.status_code == 302 and response["Location"].startswith("/prove/")


def test_the_times_are_those_of_the_standard():
    assert timedelta(minutes=15) == settings.SESSION_LOCK_STAFF
    assert timedelta(minutes=30) == settings.SESSION_IDLE
    assert timedelta(hours=12) == settings.SESSION_ABSOLUTE_STAFF
    assert timedelta(hours=24) == settings.SESSION_ABSOLUTE_TAXPAYER


def test_a_proof_of_before_opens_no_lock():
    assert settings.SESSION_LOCK_STAFF > settings.PROOF_LASTS


def test_staff_who_did_nothing_for_a_quarter_of_an_hour_are_asked_and_go_on_where_they_were(left):
    asked = left.get("/mailbox/?unit=1")

    question = left.get(asked["Location"]).content.decode()
    answered = left.post("/prove/", {"next": "/mailbox/", "proof-password": PASSWORD})

    assert asked["Location"] == "/prove/?next=%2Fmailbox%2F%3Funit%3D1"
    assert "You did nothing for a while, so this is locked." in question
    assert answered["Location"] == "/mailbox/"
    assert left.get("/mailbox/").status_code == 200


def test_staff_who_do_something_are_not_asked(officer, clock):
    browser = officer.signs_in()

    for _ in range(4):
        clock.shift(LOCK - MINUTE)
        assert not is_locked(browser)


def test_asking_for_pages_opens_no_lock(left, clock):
    for _ in range(3):
        assert is_locked(left)
        clock.shift(MINUTE)

    assert is_locked(left)


def test_a_wrong_password_opens_no_lock(left):
    assert left.post("/prove/", {"next": "/mailbox/", "proof-password": "wrong password"}).status_code == 400

    assert is_locked(left)


def test_a_locked_session_is_over_after_half_an_hour_all_the_same(left, clock):
    is_locked(left)
    clock.shift(settings.SESSION_IDLE - LOCK)

    assert left.get("/mailbox/")["Location"].startswith("/sign-in/")


def test_an_answer_that_was_typed_goes_through_the_question(officer, thread, clock):
    browser = officer.signs_in()
    path = thread.get_absolute_url()
    typed = {**answer_fields(browser, thread), "text": "Typed before the lock.", "action": "check"}
    clock.shift(LOCK)

    asked = browser.post(path, typed)
    carried = {**form_fields(asked.content.decode()), "proof-password": PASSWORD}
    answered = browser.post(path, carried)

    assert asked.status_code == 403
    assert carried["text"] == "Typed before the lock."
    assert answered.status_code == 200
    assert "Typed before the lock." in answered.content.decode()


def test_nothing_that_was_posted_to_a_locked_session_is_done(officer, thread, clock):
    browser = officer.signs_in()
    form = {**answer_fields(browser, thread), "text": "Not by me.", "action": "send"}
    clock.shift(LOCK)

    browser.post(thread.get_absolute_url(), form)

    assert thread.messages.count() == 1
    assert not Draft.objects.exists()


def test_a_locked_session_may_be_left_and_public_pages_be_read(left):
    assert left.get("/privacy/").status_code == 200
    assert left.post("/sign-out/").status_code == 302
    assert left.get("/mailbox/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("data", [{"seen_at": "x"}, {"seen_at": None}])
def test_a_session_that_does_not_say_when_it_was_used_is_locked(officer, clock, data):
    browser = officer.signs_in()
    session = browser.session
    session.update(data)
    session.save()
    clock.shift(settings.PROOF_LASTS)

    assert is_locked(browser)
    assert browser.get("/privacy/").status_code == 200


def test_the_public_is_not_locked_out_before_half_an_hour(account, clock):
    browser = account.signs_in()
    clock.shift(settings.SESSION_IDLE - MINUTE)

    assert browser.get("/threads/").status_code == 200


def test_without_javascript_a_page_says_when_and_another_page_keeps_one_signed_in(account, clock):
    clock.move_to("2026-03-03 15:00:00+00:00")
    browser = account.signs_in()
    page = " ".join(browser.get("/threads/").content.decode().split())
    clock.shift(settings.SESSION_IDLE - MINUTE)

    stayed = browser.get("/account/stay/")
    clock.shift(settings.SESSION_IDLE - MINUTE)

    assert "At 10:30 a.m. you are signed out if you do nothing." in page
    assert 'href="/account/stay/" target="_blank"' in page
    assert "what you typed is still there" in stayed.content.decode()
    assert browser.get("/threads/").status_code == 200


def test_staff_are_told_when_the_page_locks(officer, clock):
    clock.move_to("2026-03-03 15:00:00+00:00")

    page = officer.signs_in().get("/mailbox/").content.decode()

    assert "At 10:15 a.m. this locks if you do nothing." in page


@pytest.mark.parametrize(
    ("who", "longest"),
    [("account", settings.SESSION_ABSOLUTE_TAXPAYER), ("officer", settings.SESSION_ABSOLUTE_STAFF)],
)
def test_nobody_stays_longer_than_the_longest_time(request, who, longest, clock):
    browser = request.getfixturevalue(who).signs_in()
    step = 10 * MINUTE
    for _ in range(longest // step - 1):
        clock.shift(step)
        assert browser.get("/account/stay/").status_code == 200

    clock.shift(step - MINUTE)
    shown = browser.get("/account/stay/").content.decode()
    clock.shift(MINUTE)

    assert "you are signed out. Then sign in again." in shown
    assert browser.get("/account/stay/")["Location"].startswith("/sign-in/")


def test_who_is_not_signed_in_is_told_nothing_and_gets_no_session(browser, db):
    page = browser.get("/privacy/").content.decode()

    assert "session-dialog" not in page
    assert not Session.objects.exists()


def test_a_proof_rotates_the_key_and_a_copy_of_the_cookie_from_before_opens_nothing(left):
    copied = Browser()
    name = settings.SESSION_COOKIE_NAME
    copied.cookies[name] = left.cookies[name].value

    left.post("/prove/", {"next": "/mailbox/", "proof-password": PASSWORD})

    assert copied.get("/mailbox/")["Location"].startswith("/sign-in/")
