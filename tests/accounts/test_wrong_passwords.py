"""Wrong passwords are counted: a pair of name and address waits, and nobody else does."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.utils import timezone

from keys import argon2_limit
from notices.worker import Stop, Worker
from tests.accounts.test_sign_in import try_to_sign_in
from tests.people import PASSWORD, Browser

HOUR = 3600


@pytest.fixture
def three_refusals(settings):
    """Slow an address down after three refused sign-ins, with nothing left for neighbours."""
    settings.LIMITS = {**settings.LIMITS, "sign_in": (3, 900), "sign_in_neighbour": (0, 900)}


def test_five_failures_lock_the_pair_and_nobody_else(officer, colleague, browser):
    for _ in range(5):
        try_to_sign_in(browser, officer.person.email.upper(), "wrong password altogether")

    locked = try_to_sign_in(browser, officer.person.email, PASSWORD)
    from_elsewhere = Browser(REMOTE_ADDR="192.0.2.7").post(
        "/sign-in/", {"login": officer.person.email, "password": PASSWORD}
    )
    neighbour = try_to_sign_in(Browser(), colleague.person.email, PASSWORD)

    assert locked.status_code == 429
    assert from_elsewhere.status_code == 302
    assert neighbour.status_code == 302


@pytest.mark.usefixtures("three_refusals")
def test_one_address_keeps_nobody_else_from_signing_in_whatever_names_it_tries(officer, browser):
    for number in range(3):
        try_to_sign_in(browser, f"name-{number}@example.org", "wrong password altogether")
    before = argon2_limit.runs_so_far()

    slowed = try_to_sign_in(browser, officer.person.email, PASSWORD)

    assert slowed.status_code == 429
    assert 0 < int(slowed["Retry-After"]) <= 900
    assert argon2_limit.runs_so_far() == before
    elsewhere = Browser(REMOTE_ADDR="192.0.2.7")
    assert try_to_sign_in(elsewhere, officer.person.email, PASSWORD).status_code == 302


@pytest.mark.usefixtures("three_refusals")
def test_a_slowed_visitor_keeps_the_form_but_not_the_password(officer, browser):
    for _ in range(3):
        try_to_sign_in(browser, officer.person.email, "wrong password altogether")

    page = try_to_sign_in(browser, officer.person.email, PASSWORD).content.decode()

    assert "Too many wrong passwords came from where you are. Wait 15 minutes, use a passkey" in page
    assert officer.person.email in page
    assert PASSWORD not in page


@pytest.mark.usefixtures("three_refusals")
def test_sign_ins_that_succeed_do_not_use_up_the_limit(officer):
    for _ in range(5):
        officer.signs_in()


@pytest.mark.usefixtures("three_refusals")
@pytest.mark.django_db(transaction=True)
def test_many_passwords_at_once_count_one_by_one(db):
    before = argon2_limit.runs_so_far()

    def knock(number: int) -> int:
        try:
            return int(try_to_sign_in(Browser(), f"name-{number}@example.org", PASSWORD).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(knock, range(8)))

    assert sorted(statuses) == [400] * 3 + [429] * 5
    assert argon2_limit.runs_so_far() - before == 3


@pytest.mark.usefixtures("three_refusals")
def test_a_busy_machine_says_when_to_come_back_and_counts_nothing(officer, browser, settings):
    settings.ARGON2_WAITERS = 0
    with ExitStack() as stack:
        for _ in range(argon2_limit.places()):
            stack.enter_context(argon2_limit.turn())

        answers = [try_to_sign_in(browser, officer.person.email, PASSWORD) for _ in range(4)]

    assert {answer.status_code for answer in answers} == {503}
    assert all(int(answer["Retry-After"]) > 0 for answer in answers)
    assert officer.person.email in answers[0].content.decode()
    assert try_to_sign_in(browser, officer.person.email, PASSWORD).status_code == 302


def test_whoever_signs_in_begins_to_count_at_nothing_again(officer, browser):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        try_to_sign_in(browser, officer.person.email, "wrong password altogether")

    officer.signs_in()

    assert not AccessAttempt.objects.exists()
    assert try_to_sign_in(browser, officer.person.email, "wrong password altogether").status_code == 400
    assert officer.signs_in().get("/mailbox/").status_code == 200


def test_lockout_stores_nothing_that_was_sent_but_hashes_of_name_and_address(officer):
    browser = Browser(HTTP_USER_AGENT="Odd Browser 7", HTTP_ACCEPT="text/x-odd", REMOTE_ADDR="198.51.100.7")
    fields = {"login": officer.person.email, "password": "wrong password altogether"}
    odd = {"next": "/odd-page/", "ssn": "078-05-1120", "csrfmiddlewaretoken": "odd token"}

    for _ in range(2):
        browser.post("/sign-in/?odd_query=1&next=/odder-page/", {**fields, **odd})

    attempt = AccessAttempt.objects.get()
    # Between two attempts axes puts a line of dashes.
    stored = {name for name, value in vars(attempt).items() if name != "_state" and str(value).strip("-\n")}
    assert attempt.failures_since_start == 2
    assert stored == {"id", "username", "ip_address", "attempt_time", "failures_since_start"}
    assert officer.person.email not in attempt.username
    assert attempt.ip_address.startswith("fd")
    assert "198.51.100.7" not in attempt.ip_address


@pytest.mark.django_db(transaction=True)
def test_the_worker_forgets_counts_that_lock_nobody_out_any_more(officer, browser):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        try_to_sign_in(browser, officer.person.email, "wrong password altogether")
        clock.shift(settings.AXES_COOLOFF_TIME.total_seconds() - 60)
        Worker(Stop())._keep_house_if_due()
        assert AccessAttempt.objects.count() == 1

        clock.shift(61)
        Worker(Stop())._keep_house_if_due()

    assert not AccessAttempt.objects.exists()
