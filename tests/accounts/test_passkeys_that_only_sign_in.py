"""A passkey that signs in and unlocks nothing, as after new keys, is let unlock by one touch."""

from typing import Any

import pytest

from keys.models import Slot
from notices.models import Notice
from tests.accounts.devices import Device, add_passkey, options, sign_in
from tests.people import NEW_PASSWORD, PASSWORD, Account, Browser, Staff

pytestmark = pytest.mark.django_db
OPEN, SECOND = "/account/passkeys/open/", "/sign-in/second/"


@pytest.fixture
def device(account: Account) -> Device:
    """The account's device, with a passkey that unlocks."""
    return add_passkey(account.signs_in())


def opens(browser: Browser, device: Device, **changed: str) -> Any:
    return browser.post(OPEN, {**device.signs(options(browser, "open")), **changed})


def test_after_new_keys_a_passkey_is_let_open_messages_again(account: Account, device: Device):
    browser, elsewhere = account.signs_in(), account.signs_in()
    browser.post("/account/password/known/", {"current": PASSWORD, "password": NEW_PASSWORD})
    before = sign_in(device)[1]["Location"]
    shown = browser.get("/account/").content.decode()
    elsewhere.post("/sign-in/", {"login": account.email, "password": NEW_PASSWORD})

    let = opens(browser, device)

    assert before == SECOND
    assert f'href="{OPEN}"' in shown
    assert let["Location"] == "/account/?passkey=unlocks"
    assert elsewhere.get("/account/").status_code == 302
    again, response = sign_in(device)
    assert response["Location"] == "/start/"
    assert "The words of an account." in again.get(account.thread.get_absolute_url()).content.decode()
    assert again.get(OPEN).status_code == 404
    assert Notice.objects.filter(kind="factor_added", person=account.person.public_id).count() == 2


@pytest.mark.parametrize("secret", ["", "x", "!" * 43])
def test_one_whose_device_computes_nothing_is_not_let_open_and_the_words_say_so(
    account: Account, secret: str
):
    browser = account.signs_in()
    device = add_passkey(browser, Device(has_secret=False))

    refused = opens(browser, device, secret=secret)

    assert refused.status_code == 400
    assert "cannot open your messages in this browser" in refused.content.decode()
    assert not Slot.objects.filter(kind="passkey").exists()


def test_nobody_lets_a_passkey_of_somebody_else_open_or_one_that_does_already(
    account: Account, officer: Staff, device: Device
):
    browser = officer.signs_in()
    add_passkey(browser, Device(has_secret=False))

    theirs = opens(browser, device)
    done = account.signs_in().get(OPEN)

    assert theirs.status_code == 400
    assert done.status_code == 404
    assert Slot.objects.filter(kind="passkey").count() == 1
