"""Failures go on counting over midnight and at every step; a passkey lets its owner in past all of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.utils import timezone

from accounts import failures
from limits.models import Counter
from tests.accounts.codes import SECOND, add_app, give_password
from tests.accounts.devices import Device, add_passkey, sign_in
from tests.people import PASSWORD, Account, Browser

WRONG = "wrong password altogether"
MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def fail(email: str, times: int = 1, *, address: str = "198.51.100.7") -> None:
    """Try wrong passwords from one address."""
    for _ in range(times):
        Browser(REMOTE_ADDR=address).post("/sign-in/", {"login": email, "password": WRONG})


def try_right(email: str, *, address: str = "198.51.100.7") -> int:
    """Try the right password; gives the status."""
    posted = {"login": email, "password": PASSWORD}
    return int(Browser(REMOTE_ADDR=address).post("/sign-in/", posted).status_code)


@pytest.fixture
def tried(account: Account, settings: Any) -> None:
    """Let a password alone suffice no more, after strangers have failed everywhere."""
    few = (2, 3600)
    settings.LIMITS = {**settings.LIMITS, "failures_in_a_row": few, "sign_in_account": (3, 900)}


def test_a_run_of_failures_goes_on_over_midnight(account: Account):
    with time_machine.travel(MIDNIGHT - MINUTE, tick=False) as clock:
        fail(account.email, 3)
        clock.move_to(MIDNIGHT + MINUTE)
        fail(account.email, 2)

        assert try_right(account.email) == 429
        assert try_right(account.email, address="198.51.100.8") == 302
    assert AccessAttempt.objects.count() == 1


def test_a_pair_that_is_locked_out_stays_so_over_midnight_and_no_longer(account: Account, settings: Any):
    with time_machine.travel(MIDNIGHT - MINUTE, tick=False) as clock:
        fail(account.email, 5)
        clock.move_to(MIDNIGHT + MINUTE)
        locked = try_right(account.email)
        clock.move_to(MIDNIGHT - MINUTE + settings.AXES_COOLOFF_TIME + MINUTE)

        assert (locked, try_right(account.email)) == (429, 302)


def test_what_failed_long_before_midnight_is_forgotten(account: Account, settings: Any):
    with time_machine.travel(MIDNIGHT - settings.AXES_COOLOFF_TIME - MINUTE, tick=False) as clock:
        fail(account.email, 4)
        clock.move_to(MIDNIGHT + MINUTE)
        fail(account.email, 1)

        assert try_right(account.email) == 302


@pytest.mark.usefixtures("tried")
@pytest.mark.parametrize("has_secret", [True, False])
def test_a_passkey_lets_in_where_a_password_alone_suffices_no_more(account: Account, has_secret: bool):
    device = add_passkey(account.signs_in(), Device(has_secret=has_secret))
    for number in range(4):
        fail(account.email, address=f"198.51.100.{number}")
    assert try_right(account.email, address="203.0.113.1") != 302

    browser, response = sign_in(device)
    if not has_secret:
        # The passkey has signed them in; the password only unlocks.
        assert response["Location"] == SECOND
        response = browser.post(SECOND, {"way": "password", "password": PASSWORD})

    assert response["Location"] == "/start/"
    assert "The words of an account." in browser.get(account.thread.get_absolute_url()).content.decode()
    assert failures.in_a_row(account.person) == 0


@pytest.mark.usefixtures("tried")
def test_a_passkey_of_somebody_else_does_not(account: Account, officer: Any):
    add_passkey(account.signs_in())
    device = add_passkey(officer.signs_in())
    for number in range(4):
        fail(account.email, address=f"198.51.100.{number}")

    before = failures.in_a_row(account.person)

    browser, _ = sign_in(device)

    assert account.email not in browser.get("/account/").content.decode()
    assert failures.in_a_row(account.person) == before > 0


@pytest.mark.parametrize("email", ["account@example.org", "nobody-here@example.org"])
def test_whoever_is_kept_out_is_told_of_the_passkey(account: Account, settings: Any, email: str):
    settings.LIMITS = {**settings.LIMITS, "sign_in_account": (1, 900)}
    fail(email)

    slowed = Browser().post("/sign-in/", {"login": email, "password": WRONG})
    fail(email, 5, address="203.0.113.1")
    locked = Browser().get("/sign-in/")

    assert slowed.status_code == 429
    assert "use a passkey" in slowed.content.decode()
    assert "Sign in with a passkey" in locked.content.decode()


@pytest.mark.parametrize(
    "shown", [{"way": "one_time_code", "code": "000000"}, {"way": "recovery_code", "code": "wrong"}]
)
def test_wrong_second_things_count_for_the_account_and_are_told_at_the_next_sign_in(
    account: Account, shown: dict[str, str]
):
    with time_machine.travel(timezone.now(), tick=False):
        first = account.signs_in()
        first.post("/account/recovery-code/new/")
        app = add_app(first)
        stranger = give_password(account)
        fields = {**shown, "form": _form_secret(stranger)}
        for _ in range(2):
            assert stranger.post(SECOND, fields).status_code == 400

        counted = failures.in_a_row(account.person)
        browser = give_password(account)
        browser.post(SECOND, {"way": "one_time_code", "code": app.code()})

        assert counted == 2
        assert "2 tries to sign in to your account failed" in browser.get("/threads/").content.decode()
        assert failures.in_a_row(account.person) == 0


def test_what_is_counted_is_in_the_database(account: Account, taxpayer: Any, settings: Any):
    # A broker or cache that loses everything forgives nothing.
    assert settings.AXES_HANDLER == "accounts.lockout.PairHandler"
    fail(account.email)
    Browser().post("/reply/", {"code": "K7QX-0000-0000-0000-0000"})

    scopes = set(Counter.objects.values_list("scope", flat=True))

    assert {"reply_code", "sign_in", "sign_in_account", "failures_in_a_row"} <= scopes


def _form_secret(browser: Browser) -> str:
    page = browser.get(SECOND).content.decode()
    return page.split('name="form" value="', 1)[1].split('"', 1)[0] if 'name="form"' in page else ""
