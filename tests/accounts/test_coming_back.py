"""Who forgot the password and has a recovery code or a passkey is back in, and chooses another password."""

from typing import Any

import pytest

from tests.accounts.codes import SECOND, App, add_app
from tests.accounts.devices import Device, add_passkey, options, sign_in
from tests.accounts.test_recovery_codes import CODE, come_in, make_code, shown_code
from tests.people import NEW_PASSWORD, PASSWORD, Account, Browser, Staff

pytestmark = pytest.mark.django_db
CHANGE = "/account/password/"


def add_factor(browser: Browser, factor: str) -> App | Device | None:
    """Add what the table below names, if it names anything."""
    if factor == "none":
        return None
    if factor == "app":
        return add_app(browser)
    return add_passkey(browser, Device(has_secret=factor == "passkey"))


def shows_second(browser: Browser, factor: App | Device | None) -> Any:
    """Take the second step by an app or a passkey."""
    if isinstance(factor, Device):
        answer = factor.signs(options(browser, "second_step"))
        return browser.post(SECOND, {"way": "passkey", **answer})
    assert factor
    return browser.post(SECOND, {"way": "one_time_code", "code": factor.code()})


@pytest.fixture
def reads(account: Account, officer: Staff) -> Any:
    """Tell whether a browser reads what the account began with."""

    def told(browser: Browser) -> bool:
        return "The words of an account." in browser.get(account.thread.get_absolute_url()).content.decode()

    return told


@pytest.mark.parametrize("factor", ["none", "app", "passkey", "passkey without a secret"])
@pytest.mark.parametrize("who", ["account", "officer"])
def test_with_a_recovery_code_everything_is_readable_and_the_old_password_is_not_asked_for(
    request: Any, settings: Any, reads: Any, who: str, factor: str
):
    settings.STAFF_NEED_SECOND_FACTOR = factor != "none"
    somebody: Account | Staff = request.getfixturevalue(who)
    at_home = somebody.signs_in()
    shown = add_factor(at_home, factor)
    code, browser = make_code(at_home), Browser()

    came = come_in(code, browser)
    if came["Location"] == SECOND:
        came = shows_second(browser, shown)
    next_code = shown_code(browser)
    told = browser.get(CODE).content.decode()
    noted = browser.post(CODE, {"next": "/start/"})
    asked = browser.get(CHANGE).content.decode()
    changed = browser.post(CHANGE, {"password": NEW_PASSWORD})

    assert came["Location"].startswith(CODE)
    assert next_code != code
    assert f'href="{CHANGE}"' in told
    assert noted["Location"] == "/start/"
    assert reads(browser)
    assert 'name="current"' not in asked
    assert changed["Location"] == "/account/?changed=1"
    assert reads(browser)
    fields = {"login": str(somebody.person.email), "password": NEW_PASSWORD}
    assert Browser().post("/sign-in/", fields).status_code == 302


def test_with_a_passkey_that_unlocks_the_old_password_is_not_asked_for(account: Account, reads: Any):
    device = add_passkey(account.signs_in())

    browser, _ = sign_in(device)
    asked = browser.get(CHANGE).content.decode()
    changed = browser.post(CHANGE, {"password": NEW_PASSWORD})

    assert 'name="current"' not in asked
    assert changed.status_code == 302
    assert reads(browser)
    assert Browser().post("/sign-in/", {"login": account.email, "password": PASSWORD}).status_code == 400


def test_whoever_unlocked_by_the_password_is_asked_for_it(officer: Staff):
    device = add_passkey(officer.signs_in(), Device(has_secret=False))

    browser, _ = sign_in(device)
    browser.post(SECOND, {"way": "password", "password": PASSWORD})
    asked = browser.get(CHANGE).content.decode()

    assert 'name="current"' in asked
    assert "Forgot it?" in asked
    assert browser.post(CHANGE, {"password": NEW_PASSWORD}).status_code == 400
