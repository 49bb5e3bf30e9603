"""Strangers who try an account lock nobody out; they take away that a password alone suffices."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt

from accounts import failures
from audit.models import AuditEvent
from keys import argon2_limit
from notices.models import Notice
from tests.people import PASSWORD, Account, Browser

WRONG = "wrong password altogether"
IN_A_ROW = 3
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def sign_in(email: str, password: str = PASSWORD, browser: Browser | None = None, **more: Any) -> Any:
    return (browser or Browser()).post("/sign-in/", {"login": email, "password": password, **more})


def fail_from_everywhere(email: str, times: int) -> None:
    """Let strangers at so many addresses each try one wrong password."""
    for number in range(times):
        assert sign_in(email, WRONG, Browser(REMOTE_ADDR=f"198.51.100.{number}")).status_code == 400


def coming_from(header: str, address: str) -> Browser:
    """Give a browser that says in a header where it comes from."""
    browser = Browser()
    browser.defaults[header] = address
    return browser


def messages_of(response: Any) -> list[str]:
    return [message for messages in response.context["form"].errors.values() for message in messages]


@pytest.fixture
def few_in_a_row(settings) -> None:
    """Let few failures in a row take away that a password alone suffices."""
    few = (IN_A_ROW, 3600)
    settings.LIMITS = {**settings.LIMITS, "failures_in_a_row": few, "failures_of_nobody": few}


@pytest.fixture
def remembered(account: Account) -> Browser:
    """The browser that the account's owner asked us to remember, signed out again."""
    browser = Browser(REMOTE_ADDR="203.0.113.7")
    assert sign_in(account.email, browser=browser, remember_browser="on").status_code == 302
    browser.post("/sign-out/")
    return browser


def test_the_numbers_are_those_of_the_standard(settings):
    assert settings.LIMITS["failures_in_a_row"][0] == settings.LIMITS["failures_of_nobody"][0] == 100
    assert (5, timedelta(minutes=30)) == (settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME)


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_an_address_that_a_visitor_writes_themselves_gets_no_fresh_counter(account, header):
    for number in range(5):
        sign_in(account.email, WRONG, coming_from(header, f"192.0.2.{number}"))

    assert sign_in(account.email, browser=coming_from(header, "192.0.2.99")).status_code == 429


def test_a_name_has_one_counter_however_it_is_written(account):
    for written in (
        "ACCOUNT@example.org",
        " account@EXAMPLE.org ",
        "account@example.or\N{FULLWIDTH LATIN SMALL LETTER G}",
        "Account@\N{FULLWIDTH LATIN CAPITAL LETTER E}xample.org",
    ):
        sign_in(written, WRONG)
    sign_in(account.email, WRONG)

    assert sign_in(account.email).status_code == 429
    assert AccessAttempt.objects.count() == 1


@pytest.mark.usefixtures("few_in_a_row")
def test_after_many_failures_a_password_alone_does_not_suffice_and_nobody_sees_that(account):
    fail_from_everywhere(account.email, IN_A_ROW)

    right, wrong = sign_in(account.email), sign_in(account.email, WRONG, Browser(REMOTE_ADDR="192.0.2.1"))
    unknown = sign_in("nobody-here@example.org")

    assert right.status_code == wrong.status_code == unknown.status_code == 400
    assert messages_of(right) == messages_of(wrong) == messages_of(unknown)
    assert 'href="/sign-in/link/"' in unknown.content.decode()


@pytest.mark.usefixtures("few_in_a_row")
def test_the_last_failure_before_is_told_to_the_owner_once(account, worker):
    fail_from_everywhere(account.email, IN_A_ROW + 2)
    worker()
    failures.tell_owner(account.person.public_id)

    assert [notice.address for notice in Notice.objects.filter(kind="many_failures")] == [account.email]
    events = AuditEvent.objects.filter(action="accounts.password.suffices_no_more")
    assert [event.subject for event in events] == [account.person.public_id]


@pytest.mark.usefixtures("few_in_a_row")
def test_a_browser_that_the_owner_made_known_still_gets_in_and_makes_an_end_of_it(account, remembered):
    fail_from_everywhere(account.email, IN_A_ROW + 5)

    known = sign_in(account.email, browser=remembered)

    assert known.status_code == 302
    assert sign_in(account.email, browser=Browser(REMOTE_ADDR="192.0.2.1")).status_code == 302


@pytest.mark.usefixtures("few_in_a_row")
def test_a_known_browser_is_known_no_more_when_somebody_fails_with_it_too(account, remembered):
    fail_from_everywhere(account.email, IN_A_ROW)

    sign_in(account.email, WRONG, remembered)

    assert sign_in(account.email, browser=remembered).status_code == 400


@pytest.mark.usefixtures("few_in_a_row")
def test_only_failures_in_a_row_count(account):
    for _ in range(3):
        fail_from_everywhere(account.email, IN_A_ROW - 1)
        assert sign_in(account.email, browser=Browser(REMOTE_ADDR="192.0.2.1")).status_code == 302

    assert failures.in_a_row(account.person) == 0


@pytest.mark.usefixtures("few_in_a_row")
def test_a_busy_machine_counts_no_failure(account, settings):
    settings.ARGON2_WAITERS = 0
    turns = [argon2_limit.turn() for _ in range(argon2_limit.places())]
    for turn in turns:
        turn.__enter__()

    assert sign_in(account.email).status_code == 503

    for turn in turns:
        turn.__exit__(None, None, None)
    assert failures.in_a_row(account.person) == 0


@pytest.mark.parametrize("email", ["account@example.org", "nobody-here@example.org"])
def test_one_account_tried_from_many_addresses_is_slowed_down_whoever_has_it(account, settings, email):
    settings.LIMITS = {**settings.LIMITS, "sign_in_account": (2, 900)}
    fail_from_everywhere(email, 2)
    before = argon2_limit.runs_so_far()

    slowed = sign_in(email, browser=Browser(REMOTE_ADDR="192.0.2.1"))

    assert slowed.status_code == 429
    assert 0 < int(slowed["Retry-After"]) <= 900
    assert messages_of(slowed) == [
        "Too many wrong tries for this address. Wait 15 minutes, use a passkey, or have a link mailed to you."
    ]
    assert argon2_limit.runs_so_far() == before


def test_a_known_browser_is_not_slowed_down(account, remembered, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_account": (2, 900)}
    fail_from_everywhere(account.email, 2)

    assert sign_in(account.email, browser=remembered).status_code == 302


def test_who_sits_behind_the_same_address_locks_out_no_known_browser(account, remembered):
    for _ in range(5):
        sign_in(account.email, WRONG, Browser(REMOTE_ADDR="203.0.113.7"))

    assert sign_in(account.email, browser=Browser(REMOTE_ADDR="203.0.113.7")).status_code == 429
    assert sign_in(account.email, browser=remembered).status_code == 302


def test_a_known_browser_is_locked_out_by_its_own_failures_only(account, remembered):
    for _ in range(5):
        sign_in(account.email, WRONG, remembered)

    assert sign_in(account.email, browser=remembered).status_code == 429
    assert sign_in(account.email, browser=Browser(REMOTE_ADDR="203.0.113.7")).status_code == 302


def test_a_browser_is_known_to_its_own_account_only(account, remembered, officer):
    for _ in range(5):
        sign_in(officer.person.email, WRONG, remembered)

    assert sign_in(officer.person.email, browser=Browser(REMOTE_ADDR="203.0.113.7")).status_code == 429


def test_trying_all_accounts_raises_one_alert_and_leaves_each_address_few_tries(account, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_refused": (4, 900), "sign_in_wary": (2, 900)}
    for number in range(6):
        sign_in(f"name-{number}@example.org", WRONG, Browser(REMOTE_ADDR=f"198.51.100.{number}"))
    sprayer = Browser(REMOTE_ADDR="192.0.2.1")

    statuses = [sign_in(f"other-{number}@example.org", WRONG, sprayer).status_code for number in range(3)]

    assert statuses == [400, 400, 429]
    assert AuditEvent.objects.filter(action="accounts.sign_ins.refused").count() == 1
    assert sign_in(account.email, browser=Browser(REMOTE_ADDR="192.0.2.2")).status_code == 302


def test_trying_while_locked_out_lengthens_nothing(account, settings):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            sign_in(account.email, WRONG)
        clock.shift(settings.LOCKOUT_LASTS - timedelta(minutes=1))
        locked = sign_in(account.email, WRONG)
        clock.shift(timedelta(minutes=2))

        assert locked.status_code == 429
        assert sign_in(account.email).status_code == 302


def test_failures_may_count_longer_than_they_lock(account, settings):
    settings.AXES_FAILURE_LIMIT = 3
    settings.AXES_COOLOFF_TIME, settings.LOCKOUT_LASTS = timedelta(minutes=120), timedelta(minutes=15)
    with time_machine.travel(NOON, tick=False) as clock:
        statuses = []
        for minutes in (0, 40, 40, 14, 2, 1):
            clock.shift(timedelta(minutes=minutes))
            statuses.append(sign_in(account.email, WRONG).status_code)
        clock.shift(timedelta(minutes=16))

        # Locked from the third on; after a quarter of an hour one more try, which locks again.
        assert statuses == [400, 400, 429, 429, 429, 429]
        assert sign_in(account.email).status_code == 302
