"""Whoever has one thing that unlocks is told what they would lose with it, and offered a second."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.accounts.codes import add_app
from tests.accounts.devices import Device, add_passkey
from tests.accounts.test_recovery_codes import NEW, make_code
from tests.people import NEW_PASSWORD, PASSWORD, Account, Browser, Staff, begin_anew, signs_in_anew

pytestmark = pytest.mark.django_db
WARNING = "Only your password opens your account"
OFFER = 'id="recovery-code-offer"'
KNOWN = "/account/password/known/"


def told(browser: Browser) -> str:
    return str(browser.get("/account/").content.decode())


@pytest.fixture
def alone(account: Account) -> Browser:
    """An account without the reply code that it began with."""
    browser = account.signs_in()
    browser.post("/account/end-code/")
    return browser


def removes_code(browser: Browser) -> None:
    make_code(browser)
    browser.post("/account/recovery-code/remove/")


@pytest.mark.parametrize(
    ("change", "more"),
    [
        (lambda browser: None, ""),
        (lambda browser: add_passkey(browser, Device(has_secret=False)), "passkeys sign you in, and cannot"),
        (add_app, "nothing takes its place"),
        (removes_code, ""),
        (lambda browser: browser.post(KNOWN, {"current": PASSWORD, "password": NEW_PASSWORD}), ""),
    ],
    ids=["password", "passkey without a secret", "app", "code removed", "new keys"],
)
def test_with_one_way_the_page_warns_and_the_offer_works(
    alone: Browser, change: Callable[[Browser], Any], more: str
):
    change(alone)

    before = told(alone)
    offered = alone.post(NEW)
    after = told(alone)

    assert WARNING in before
    assert "stay locked until we have checked who you are" in before
    assert OFFER in before
    assert more in before
    assert offered["Location"] == "/account/recovery-code/"
    assert WARNING not in after
    assert OFFER not in after
    assert "nothing takes its place" not in after


@pytest.mark.parametrize("change", [add_passkey, make_code], ids=["passkey", "code"])
def test_with_two_ways_it_does_not(alone: Browser, change: Callable[[Browser], Any]):
    change(alone)

    assert WARNING not in told(alone)
    assert WARNING not in alone.get("/threads/").content.decode()


def test_it_is_told_where_work_begins_too_until_there_is_a_second_way(alone: Browser, officer: Staff):
    desk = officer.signs_in()
    before = [alone.get("/threads/").content.decode(), desk.get("/mailbox/").content.decode()]

    make_code(alone)
    add_passkey(desk)
    after = [alone.get("/threads/").content.decode(), desk.get("/mailbox/").content.decode()]
    again = officer.signs_in().get("/mailbox/").content.decode()

    assert all(f"{WARNING}. <a href=" in page for page in before)
    assert all(WARNING not in page for page in [*after, again])


def test_whoever_began_anew_has_one(account: Account):
    add_passkey(account.signs_in())
    make_code(account.signs_in())
    begin_anew(account.person)

    page = told(signs_in_anew(account.email))

    assert WARNING in page
    assert OFFER in page
    assert "open your earlier messages" in page


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("officer", "until a colleague lets you in to your units again"),
        ("supervisor", "until a colleague lets you in to your units again"),
        ("administrator", "only by a link that we mail to you"),
        ("auditor", "only by a link that we mail to you"),
    ],
)
def test_staff_are_told_what_they_would_lose(request: Any, settings: Any, who: str, words: str):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID = "https://id.example.org", "portal"
    staff: Staff = request.getfixturevalue(who)
    browser = staff.signs_in()

    before = told(browser)
    make_code(browser)

    assert WARNING in before
    assert words in before
    assert "says who you are, and cannot open it either" in before
    assert WARNING not in told(browser)
