"""Whoever is signed in changes their password by the old one, and their keys when somebody may know it."""

from typing import Any

import pytest

from accounts.models import Session
from accounts.sessions import SessionStore
from audit.models import AuditEvent
from keys import argon2_limit
from keys.models import PersonKey, Slot
from notices.models import Notice
from tests.accounts.devices import Device, add_passkey, sign_in
from tests.meanwhile import meanwhile
from tests.people import PASSWORD, Account, Browser, Staff, form_fields, send_text

CHANGE, KNOWN = "/account/password/", "/account/password/known/"
NEW_PASSWORD = "eleven walnuts under one willow"


def change(browser: Browser, *, page: str = CHANGE, current: str = PASSWORD, new: str = NEW_PASSWORD) -> Any:
    return browser.post(page, {"current": current, "password": new})


def signs_in(email: str, password: str) -> int:
    return int(Browser().post("/sign-in/", {"login": email, "password": password}).status_code)


@pytest.mark.parametrize("page", [CHANGE, KNOWN])
def test_the_new_password_opens_everything_and_the_old_one_nothing(account, officer, page):
    send_text(officer.signs_in(), account.thread, "We need form 12.")
    browser = account.signs_in()

    changed = change(browser, page=page)

    assert changed.status_code == 302
    assert "password" in browser.get(changed["Location"]).content.decode()
    assert signs_in(account.email, PASSWORD) == 400
    again = Account(account.person, account.email, account.reply_code, NEW_PASSWORD).signs_in()
    for reader in (browser, again):
        assert "We need form 12." in reader.get(account.thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("page", [CHANGE, KNOWN])
def test_every_other_session_ends_and_this_one_stays(account, page):
    here, elsewhere, by_code = account.signs_in(), account.signs_in(), Browser()
    by_code.post("/reply/", {"code": account.reply_code})
    copied = Browser()
    copied.cookies = here.cookies.copy()

    change(here, page=page)

    assert here.get("/account/").status_code == 200
    assert [browser.get("/account/").status_code for browser in (elsewhere, by_code, copied)] == [302] * 3
    assert Session.objects.filter(person_id=account.person.public_id, ended_at=None).count() == 1


@pytest.mark.parametrize("page", [CHANGE, KNOWN])
def test_the_person_is_told_and_it_is_recorded(account, page):
    change(account.signs_in(), page=page)

    assert Notice.objects.get(kind=Notice.Kind.PASSWORD_CHANGED).address == account.email
    action = "accounts.password.changed" if page == CHANGE else "keys.account_key.rotated"
    assert AuditEvent.objects.get(action=action).actor == account.person.public_id
    assert not [event for event in AuditEvent.objects.all() if NEW_PASSWORD.encode() in bytes(event.leaf)]


@pytest.mark.parametrize("page", [CHANGE, KNOWN])
@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("not this one at all", NEW_PASSWORD, "not your password"),
        ("", NEW_PASSWORD, "Type your password."),
        (PASSWORD, "", "Choose a password."),
        (PASSWORD, "short", "15 to 128 characters"),
        (PASSWORD, "account@example.org 1", "names or addresses that others know"),
        (PASSWORD, PASSWORD, "the password that you have"),
        (PASSWORD, "null\x00character in the middle", "characters"),
    ],
)
def test_what_is_refused_is_said_and_changes_nothing(account, page, current, new, said):
    browser = account.signs_in()

    refused = change(browser, page=page, current=current, new=new)

    assert refused.status_code == 400
    text = refused.content.decode()
    assert said in text
    assert not new or new == PASSWORD or f'value="{new}"' not in text
    assert signs_in(account.email, PASSWORD) == 302


def test_a_field_that_is_sent_twice_is_refused(account):
    browser = account.signs_in()

    refused = browser.post(CHANGE, {"current": [PASSWORD, PASSWORD], "password": NEW_PASSWORD})

    assert refused.status_code == 400
    assert signs_in(account.email, PASSWORD) == 302


def test_guessing_the_old_password_in_an_open_session_is_slowed_down(account, settings):
    settings.LIMITS = {**settings.LIMITS, "proof": (2, 900)}
    browser = account.signs_in()
    for _ in range(2):
        assert change(browser, current="a guess at the password").status_code == 400

    slowed = change(browser)

    assert slowed.status_code == 429
    assert slowed["Retry-After"]
    assert signs_in(account.email, PASSWORD) == 302


def test_nobody_changes_a_password_by_the_reply_code_alone(account):
    browser = Browser()
    browser.post("/reply/", {"code": account.reply_code})

    assert 'name="current"' in browser.get(CHANGE).content.decode()
    assert browser.post(CHANGE, {"password": NEW_PASSWORD}).status_code == 400
    assert signs_in(account.email, PASSWORD) == 302


def test_whoever_came_in_by_a_recovery_code_need_not_know_the_old_password(account):
    browser = account.signs_in()
    browser.post("/account/recovery-code/new/")
    page = browser.get("/account/recovery-code/").content.decode()
    code = page.partition('id="recovery-code"')[2].partition(">")[2].partition("<")[0].strip()
    forgetful = Browser()
    hidden = form_fields(forgetful.get("/recovery/").content.decode())
    assert forgetful.post("/recovery/", {"code": code, **hidden}).status_code == 302

    form = forgetful.get(CHANGE).content.decode()
    changed = forgetful.post(CHANGE, {"password": NEW_PASSWORD})

    assert 'name="current"' not in form
    assert changed.status_code == 302
    assert signs_in(account.email, NEW_PASSWORD) == 302


def test_of_two_pages_that_change_it_at_once_one_does(account):
    first, second = account.signs_in(), account.signs_in()

    with meanwhile(lambda: change(second, new="the words of the other page"), after="keys_slot"):
        change(first)

    outcomes = {signs_in(account.email, word) for word in (NEW_PASSWORD, "the words of the other page")}
    assert outcomes == {302, 400}
    assert Slot.objects.filter(person=account.person.public_id, kind="password").count() == 1


def test_a_session_that_ends_while_it_changes_the_password_is_over_and_has_changed_nothing(account):
    browser = account.signs_in()

    ends = meanwhile(
        lambda: SessionStore.end_all_of(account.person.public_id), after="accounts_passwordreset"
    )
    with ends:
        changed = change(browser)

    assert changed["Location"].startswith("/sign-in/?")
    assert browser.get("/account/").status_code == 302
    assert [signs_in(account.email, word) for word in (PASSWORD, NEW_PASSWORD)] == [302, 400]


def test_new_keys_end_every_other_way_in(account):
    before = PersonKey.objects.get(person=account.person.public_id, state="active")
    browser = account.signs_in()

    change(browser, page=KNOWN)

    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 400
    after = PersonKey.objects.get(person=account.person.public_id, state="active")
    assert after.generation == before.generation + 1
    assert "make a new recovery code now" in browser.get("/account/?renewed=1").content.decode()


def test_the_page_says_what_new_keys_do_and_do_not(officer: Staff):
    page = officer.signs_in().get(KNOWN).content.decode()

    assert "What it does not do" in page
    assert "The units that you belong to get new keys too." in page
    assert "We will never ask for your password" in page


def strengthened() -> int:
    return AuditEvent.objects.filter(action="keys.slot.strengthened").count()


def test_a_sign_in_seals_a_slot_anew_that_was_made_with_less(officer: Staff, settings):
    settings.PASSWORD_KDF = {**settings.PASSWORD_KDF, "iterations": 2}
    before, runs = Slot.objects.get(person=officer.person.public_id), argon2_limit.runs_so_far()

    officer.signs_in()
    officer.signs_in()

    after = Slot.objects.get(person=officer.person.public_id)
    assert '"iterations":2' in after.parameters
    assert after.version == before.version + 1
    assert bytes(after.salt) != bytes(before.salt)
    assert after.last_used_at
    assert strengthened() == 1
    # One more than two sign-ins take.
    assert argon2_limit.runs_so_far() == runs + 3


def test_the_password_that_unlocks_after_a_passkey_seals_its_slot_anew_too(officer: Staff, settings):
    device = add_passkey(officer.signs_in(), Device(has_secret=False))
    settings.PASSWORD_KDF = {**settings.PASSWORD_KDF, "iterations": 2}

    browser, _ = sign_in(device)
    unlocked = browser.post("/sign-in/second/", {"way": "password", "password": PASSWORD})

    assert unlocked.status_code == 302
    assert '"iterations":2' in Slot.objects.get(person=officer.person.public_id, kind="password").parameters
    assert strengthened() == 1
    assert signs_in(str(officer.person.email), PASSWORD) == 302


@pytest.mark.parametrize(
    "weaker",
    [{"memory_kib": 32}, {"algorithm": "pbkdf2-hmac-sha512", "memory_kib": 0, "iterations": 9, "lanes": 0}],
    ids=["less memory", "another algorithm"],
)
def test_a_sign_in_never_makes_a_slot_weaker(officer: Staff, settings, weaker):
    settings.PASSWORD_KDF = {**settings.PASSWORD_KDF, **weaker}
    before = Slot.objects.get(person=officer.person.public_id)

    officer.signs_in()

    after = Slot.objects.get(person=officer.person.public_id)
    assert (after.parameters, after.version) == (before.parameters, before.version)
    assert strengthened() == 0


def test_a_password_that_is_changed_meanwhile_is_not_put_back(officer: Staff, settings):
    settings.PASSWORD_KDF = {**settings.PASSWORD_KDF, "iterations": 2}
    browser = officer.signs_in()
    settings.PASSWORD_KDF = {**settings.PASSWORD_KDF, "iterations": 3}

    with meanwhile(lambda: change(browser), after="keys_slot"):
        Browser().post("/sign-in/", {"login": officer.person.email, "password": PASSWORD})

    assert signs_in(str(officer.person.email), NEW_PASSWORD) == 302
    assert signs_in(str(officer.person.email), PASSWORD) == 400
