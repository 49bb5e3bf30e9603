"""The pages of second factors, recovery codes and passkeys in every main state, on both screens."""

from typing import Any

import pytest
from django.utils import timezone

from messaging.models import Thread
from tests.accounts.codes import App
from tests.accounts.devices import Device, add_passkey
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, submit
from tests.people import PASSWORD, Account, Staff, Visitor


def sign_in(page: Any, email: str) -> None:
    page.goto("/sign-in/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    submit(page)


def press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def test_recovery_codes(chrome: Chrome, account: Account):
    look, page = Look(), chrome.window()
    sign_in(page, account.email)
    page.goto("/account/")

    press(page, "Make a recovery code")
    look.at(page, "a new code")
    code = page.locator("#recovery-code").inner_text()
    press(page, "I have the code on paper")
    look.at(page, "account with a recovery code")
    page.goto("/account/recovery-code/remove/")
    look.at(page, "remove the code")
    other = chrome.window()
    other.goto("/recovery/")
    look.at(other, "use a code")
    submit(other)
    look.at(other, "use a code, empty")
    other.locator("#id_code").fill(code)
    submit(other)
    look.at(other, "the next code")

    assert not look.faults


def test_an_app_for_codes_and_the_second_step(chrome: Chrome, account: Account, settings: Any):
    look, page = Look(), chrome.window()
    sign_in(page, account.email)
    page.goto("/account/")
    press(page, "Make a recovery code")
    page.goto("/account/")

    press(page, "Add an app")
    look.at(page, "add an app")
    submit(page)
    look.at(page, "add an app, empty")
    app = App(page.locator("#secret").inner_text().replace(" ", ""))
    page.locator("#id_code").fill(app.code())
    submit(page)
    look.at(page, "account with an app")
    page.goto("/account/app/remove/")
    look.at(page, "remove the app")
    submit(page)
    look.at(page, "remove the app, empty")
    settings.PROOF_LASTS *= 0
    page.goto("/account/passkeys/new/")
    look.at(page, "is it still you")
    submit(page)
    look.at(page, "is it still you, empty")
    other = chrome.window()
    sign_in(other, account.email)
    look.at(other, "second step")
    submit(other)
    look.at(other, "second step, empty")
    other.locator("summary", has_text="recovery code").click()
    look.at(other, "second step, with a recovery code")

    assert not look.faults


def test_passkeys_that_only_sign_in(chrome: Chrome, account: Account):
    add_passkey(account.signs_in(), Device(has_secret=False))
    look, page = Look(), chrome.window()
    sign_in(page, account.email)

    page.goto("/account/")
    look.at(page, "account with a passkey that only signs in")
    page.goto("/account/passkeys/open/")
    look.at(page, "let a passkey open messages")

    assert not look.faults


@pytest.mark.parametrize("path", ["/account/passkeys/new/", "/account/second-factor/"])
def test_setting_up_a_second_factor(chrome: Chrome, officer: Staff, settings: Any, path: str):
    settings.STAFF_NEED_SECOND_FACTOR = True
    look, page = Look(), chrome.window()
    sign_in(page, str(officer.person.email))

    page.goto(path)
    look.at(page, path)

    assert not look.faults


def test_a_restricted_thread(chrome: Chrome, account: Account, taxpayer: Visitor, settings: Any):
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = True
    look, page = Look(), chrome.window()
    path = account.thread.get_absolute_url()

    sign_in(page, account.email)
    Thread.objects.update(restricted_at=timezone.now())
    page.goto(path)
    look.at(page, "restricted, without a factor")
    page.goto("/threads/")
    look.at(page, "restricted, in the list")
    page.goto("/account/")
    press(page, "Add an app")
    app = App(page.locator("#secret").inner_text().replace(" ", ""))
    page.locator("#id_code").fill(app.code())
    submit(page)
    page.goto(path)
    look.at(page, "restricted, with a factor")
    visitor = chrome.window()
    visitor.goto("/reply/")
    visitor.locator("#id_code").fill(taxpayer.reply_code)
    submit(visitor)
    visitor.goto(taxpayer.thread.get_absolute_url())
    look.at(visitor, "restricted, with a reply code only")

    assert "The words of an account." in page.locator("main").inner_text()
    assert not look.faults


def test_the_mark_of_a_restricted_thread(chrome: Chrome, officer: Staff, thread: Thread, settings: Any):
    settings.RESTRICTED_NEEDS_SECOND_FACTOR = True
    look, page = Look(), chrome.window()
    sign_in(page, str(officer.person.email))

    page.goto(thread.get_absolute_url())
    look.at(page, "not restricted")
    press(page, "Ask for a second factor")
    look.at(page, "restricted, of somebody of the agency without a factor")

    thread.refresh_from_db()
    assert thread.restricted_at is not None
    assert not look.faults
