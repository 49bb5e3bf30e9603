"""A copy of a session's cookie opens nothing once the session is over, however it came to be over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.models import Passkey
from accounts.services import access
from tests.accounts import test_changing_addresses as addresses
from tests.accounts.codes import add_app
from tests.accounts.devices import add_passkey
from tests.people import PASSWORD, Account, Browser, Staff


def copy_of(browser: Browser) -> Browser:
    """Give somebody else the cookie of a session."""
    copied = Browser()
    copied.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return copied


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/account/stay/").status_code == 200)


def sign_out(browser: Browser, account: Account) -> None:
    browser.post("/sign-out/")


def end_it_from_elsewhere(browser: Browser, account: Account) -> None:
    account.signs_in().post("/account/sessions/end-others/")


def prove_again(browser: Browser, account: Account) -> None:
    with time_machine.travel(timezone.now() + settings.PROOF_LASTS, tick=False):
        browser.post("/prove/", {"next": "/threads/", "proof-password": PASSWORD})


def change_the_address(browser: Browser, account: Account) -> None:
    addresses.ask(browser)
    addresses.confirm(addresses.mailed_code(account))


def disable(browser: Browser, account: Account) -> None:
    account.person.disabled_at = timezone.now()
    account.person.save(update_fields=["disabled_at"])


def end_the_reply_code_elsewhere(browser: Browser, account: Account) -> None:
    account.signs_in().post("/account/end-code/")


def add_an_app(browser: Browser, account: Account) -> None:
    add_app(browser)


def add_a_passkey(browser: Browser, account: Account) -> None:
    add_passkey(browser)


def make_a_recovery_code(browser: Browser, account: Account) -> None:
    browser.post("/account/recovery-code/new/")


def change_the_password(browser: Browser, account: Account) -> None:
    new = "eleven walnuts under one willow"
    browser.post("/account/password/", {"current": PASSWORD, "password": new})


def end_the_reply_code(browser: Browser, account: Account) -> None:
    browser.post("/account/end-code/")


ENDS: list[Callable[[Browser, Account], None]] = [
    sign_out,
    end_it_from_elsewhere,
    prove_again,
    change_the_address,
    disable,
    end_the_reply_code_elsewhere,
    add_an_app,
    add_a_passkey,
    make_a_recovery_code,
    change_the_password,
    end_the_reply_code,
]
CHANGES = [add_an_app, add_a_passkey, make_a_recovery_code, change_the_password, end_the_reply_code]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_copied_cookie_opens_nothing_after(account: Account, end: Any):
    browser = account.signs_in()
    copied = copy_of(browser)
    assert is_in(copied)

    end(browser, account)

    assert not is_in(copied)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_whoever_changed_how_they_get_in_goes_on_in_the_session_where_they_did(account: Account, change: Any):
    browser = account.signs_in()

    change(browser, account)

    assert is_in(browser)
    assert browser.get(account.thread.get_absolute_url()).status_code == 200
    # What was proved before goes on to count.
    assert "proof-password" not in browser.get("/account/passkeys/new/").content.decode()


@pytest.mark.parametrize("removed", ["app", "passkey", "recovery code"])
def test_a_copied_cookie_opens_nothing_after_a_factor_was_removed(account: Account, removed: str):
    browser = account.signs_in()
    if removed == "app":
        add_app(browser)
        path = "/account/app/remove/"
    elif removed == "passkey":
        add_passkey(browser)
        path = f"/account/passkeys/{Passkey.objects.get().public_id}/remove/"
    else:
        browser.post("/account/recovery-code/new/")
        path = "/account/recovery-code/remove/"
    copied = copy_of(browser)

    answered = browser.post(path, {"password": PASSWORD})

    assert answered["Location"] == "/account/"
    assert is_in(browser)
    assert not is_in(copied)


def test_a_copied_cookie_opens_nothing_after_nothing_was_done_for_long(account: Account):
    with time_machine.travel("2026-03-03 12:00:00+00:00", tick=False) as clock:
        browser = account.signs_in()
        copied = copy_of(browser)
        clock.shift(settings.SESSION_IDLE + timedelta(minutes=1))

        assert not is_in(copied)
        assert not is_in(browser)


def test_a_copied_cookie_opens_nothing_after_the_longest_time_whatever_is_done(account: Account):
    begins, step = datetime(2026, 3, 3, 12, tzinfo=UTC), settings.SESSION_IDLE - timedelta(minutes=1)
    ends = begins + settings.SESSION_ABSOLUTE_TAXPAYER
    with time_machine.travel(begins, tick=False) as clock:
        browser = account.signs_in()
        copied = copy_of(browser)
        while timezone.now() + step < ends:
            clock.shift(step)
            assert is_in(browser)
        clock.move_to(ends - timedelta(minutes=1))
        assert is_in(copied)

        clock.move_to(ends + timedelta(minutes=1))

        assert not is_in(copied)
        assert not is_in(browser)


def test_a_copied_cookie_opens_nothing_after_an_administrator_ended_it(officer: Staff, administrator: Staff):
    browser = officer.signs_in()
    copied = copy_of(browser)

    access.end_sessions(actor=administrator.person, person=officer.person)

    assert not is_in(copied)


def test_a_cookie_is_no_part_of_an_address(account: Account):
    browser = account.signs_in()
    value = browser.cookies[settings.SESSION_COOKIE_NAME].value

    assert not is_in(Browser(QUERY_STRING=f"{settings.SESSION_COOKIE_NAME}={value}"))
    assert value not in browser.get("/threads/").content.decode()
