"""A copy of a session's cookie opens nothing once the session is over, however it came to be over."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from accounts.services import access
from tests.accounts import test_changing_addresses as addresses
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


ENDS: list[Callable[[Browser, Account], None]] = [
    sign_out,
    end_it_from_elsewhere,
    prove_again,
    change_the_address,
    disable,
    end_the_reply_code_elsewhere,
]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_copied_cookie_opens_nothing_after(account: Account, end: Any):
    browser = account.signs_in()
    copied = copy_of(browser)
    assert is_in(copied)

    end(browser, account)

    assert not is_in(copied)


@pytest.mark.parametrize("passes", ["idle", "longest"])
def test_a_copied_cookie_opens_nothing_after_its_time(account: Account, passes: str):
    with time_machine.travel("2026-03-03 12:00:00+00:00", tick=False) as clock:
        browser = account.signs_in()
        copied = copy_of(browser)
        for _ in range(48 if passes == "longest" else 0):
            clock.shift(settings.SESSION_IDLE.total_seconds() - 60)
            browser.get("/account/stay/")
        clock.shift(settings.SESSION_IDLE.total_seconds() + 60)

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
