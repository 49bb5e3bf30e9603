"""Beside a second factor a shorter password does, and never once the factor is gone."""

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

import keys.services as keys
from accounts.errors import ChangedElsewhere, PasswordAlone
from accounts.services import authenticators, changing_passwords, rotating
from accounts.sessions import SessionStore
from keys import passwords
from keys.account_keys import AccountKey
from keys.queries import password_mark
from tests.accounts.codes import add_app, give_password
from tests.accounts.devices import add_passkey
from tests.accounts.test_forgotten_password import choose, code_for
from tests.people import NEW_PASSWORD, PASSWORD, Account, Browser

CHANGE, REMOVE = "/account/password/", "/account/app/remove/"
SHORT = "vexing-9owl"
FORESEEABLE = "passwordpassword-vx9q"


@pytest.fixture
def clock():
    """Time that stands still until a test moves it."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def browser(account: Account) -> Browser:
    """The browser of somebody who has an app for codes."""
    browser = account.signs_in()
    add_app(browser)
    return browser


def change(browser: Browser, new: str, current: str = PASSWORD):
    return browser.post(CHANGE, {"current": current, "password": new})


def test_eight_characters_do_beside_an_app(browser, account):
    page = browser.get(CHANGE).content.decode()

    assert "At least 8 characters" in page
    assert change(browser, SHORT[:7]).status_code == 400
    assert change(browser, SHORT).status_code == 302
    assert give_password(account, password=SHORT)


def test_a_password_that_stands_alone_needs_fifteen(account):
    browser = account.signs_in()

    refused = change(browser, SHORT)

    assert refused.status_code == 400
    assert "15 to 128 characters" in refused.content.decode()


def test_a_passkey_of_the_public_makes_no_password_shorter(account):
    browser = account.signs_in()
    add_passkey(browser)

    # Their password goes on to let them in alone.
    assert change(browser, SHORT).status_code == 400


def test_a_passkey_of_staff_does(officer):
    browser = officer.signs_in()
    add_passkey(browser)

    assert change(browser, SHORT).status_code == 302


@pytest.mark.parametrize("password", [SHORT, FORESEEABLE])
def test_the_last_factor_stays_while_the_password_is_fit_only_beside_it(browser, password):
    assert change(browser, password).status_code == 302

    refused = browser.post(REMOVE, {"password": password})

    assert refused.status_code == 409
    assert "Choose a longer one first" in refused.content.decode()
    assert browser.get(REMOVE).status_code == 200


def test_it_goes_once_a_longer_password_is_chosen(browser, account):
    change(browser, SHORT)
    change(browser, PASSWORD, current=SHORT)

    removed = browser.post(REMOVE, {"password": PASSWORD})

    assert removed["Location"] == "/account/"
    assert account.signs_in().get("/account/").status_code == 200
    assert change(browser, SHORT).status_code == 400


@pytest.mark.parametrize(("typed", "said"), [("", "Type your password"), ("x" * 20, "That is not your")])
def test_the_last_factor_asks_for_the_password_itself(browser, typed, said):
    refused = browser.post(REMOVE, {"password": typed})

    assert refused.status_code == 400
    assert said in refused.content.decode()
    assert browser.get(REMOVE).status_code == 200


def test_a_field_that_is_sent_twice_removes_nothing(browser):
    assert browser.post(REMOVE, {"password": [PASSWORD, "other"]}).status_code == 400
    assert browser.get(REMOVE).status_code == 200


def test_the_last_passkey_of_staff_who_need_none_goes_the_same_way(officer):
    browser = officer.signs_in()
    add_passkey(browser)
    passkey = officer.person.passkeys.get()
    path = f"/account/passkeys/{passkey.public_id}/remove/"
    change(browser, SHORT)

    refused = browser.post(path, {"password": SHORT})
    change(browser, PASSWORD, current=SHORT)
    removed = browser.post(path, {"password": PASSWORD})

    assert (refused.status_code, removed.status_code) == (409, 302)


def test_of_two_factors_one_goes_as_before(officer, clock):
    browser = officer.signs_in()
    add_app(browser)
    add_passkey(browser)
    clock.shift(settings.PROOF_LASTS)

    asked = browser.post(REMOVE)

    assert asked.status_code == 403
    assert browser.post(REMOVE, {"proof-password": PASSWORD}).status_code == 302


def test_a_password_that_was_judged_beside_a_factor_is_not_stored_once_that_is_gone(officer):
    person = officer.person.public_id
    account_key = passwords.check_password(person, PASSWORD)
    slot = keys.prepare_password_slot(account_key, person, SHORT)

    with pytest.raises(ChangedElsewhere):
        changing_passwords.change(
            holder=officer.unlocked, slot=slot, session=SessionStore(), is_fit_alone=False
        )
    with pytest.raises(ChangedElsewhere):
        rotating.rotate(
            holder=officer.unlocked, account_key=AccountKey.generate(), slot=slot, is_fit_alone=False
        )

    assert officer.signs_in().get("/account/").status_code == 200


def test_a_factor_stays_when_another_password_has_taken_the_place_of_the_one_that_was_shown(officer):
    browser = officer.signs_in()
    add_app(browser)
    shown = password_mark(officer.person.public_id)
    change(browser, SHORT)

    with pytest.raises(PasswordAlone):
        authenticators.remove(holder=officer.unlocked, session=SessionStore(), fit_alone=shown)

    assert browser.get(REMOVE).status_code == 200


def test_a_password_by_a_mailed_link_is_taken_only_when_it_may_stand_alone(browser, account):
    code = code_for(account.email)

    refused = choose(code, password=SHORT)

    assert refused.status_code == 400
    assert "15 to 128 characters" in refused.content.decode()
    assert choose(code, password=NEW_PASSWORD).status_code == 302


def test_a_password_by_a_mailed_link_is_judged_as_if_it_stood_alone(browser):
    # Whoever follows the link has shown no factor, and may learn nothing about the person.
    page = Browser().get("/sign-in/new-password/").content.decode()

    assert "At least 15 characters" in page
