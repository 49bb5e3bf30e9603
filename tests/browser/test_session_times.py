"""A page asks before its session locks or ends, is unlocked in place, and loses nothing that was typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Session
from audit.actions import Action
from audit.models import AuditEvent
from messaging.models import Draft
from tests.browser.conftest import Chrome
from tests.browser.devices import give_device
from tests.people import PASSWORD, Account, Staff

TYPED = "Typed before anything happened."


def sign_in(chrome: Chrome, email: str) -> Page:
    """Sign in with a clock of its own in the browser."""
    page = chrome.window()
    page.clock.install()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def wait(page: Page, minutes: float) -> None:
    """Let the browser's clock go on."""
    page.clock.run_for(int(minutes * 60_000))


@pytest.fixture
def home(chrome: Chrome, account: Account) -> Page:
    """The reply box of somebody of the public, with something in it."""
    page = sign_in(chrome, account.email)
    page.goto(account.thread.get_absolute_url())
    page.locator("form.answer textarea").first.fill(TYPED)
    return page


@pytest.fixture
def desk(chrome: Chrome, officer: Staff, thread: Any) -> Page:
    """The answer box of an officer, with something in it."""
    page = sign_in(chrome, str(officer.person.email))
    page.goto(thread.get_absolute_url())
    page.locator("form.answer textarea").first.fill(TYPED)
    return page


def box(page: Page) -> Any:
    return page.locator("form.answer textarea").first


def test_the_public_is_asked_two_minutes_before_the_end_and_may_stay(home: Page):
    dialog = home.get_by_role("dialog")
    wait(home, 26)
    expect(dialog).to_be_hidden()

    wait(home, 1.1)
    expect(dialog).to_contain_text("In 2 minutes you are signed out")
    expect(home.get_by_role("button", name="Stay signed in")).to_be_focused()
    home.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(box(home)).to_have_value(TYPED)
    wait(home, 26)
    expect(dialog).to_be_hidden()


def test_after_the_end_the_text_is_sealed_and_given_back(home: Page, account: Account):
    Session.objects.filter(person_id=account.person.public_id).update(ended_at=timezone.now())
    wait(home, 30)

    expect(home.get_by_role("dialog")).to_contain_text("You are signed out")
    home.keyboard.press("Escape")
    expect(home.get_by_role("dialog")).to_be_visible()
    home.get_by_role("link", name="Sign in again").click()

    expect(home.get_by_role("heading", level=1)).to_have_text("Sign in")
    draft = Draft.objects.get()
    assert draft.author_id == account.person.public_id
    assert TYPED.encode() not in bytes(draft.sealed)


def test_while_the_session_lives_nothing_is_sent_by_signing_in_again(home: Page, account: Account):
    wait(home, 30)

    home.get_by_role("link", name="Sign in again").click()

    expect(home.get_by_role("dialog")).to_be_hidden()
    expect(box(home)).to_have_value(TYPED)
    assert account.thread.messages.count() == 1


def test_a_locked_page_is_covered_and_opened_in_place(desk: Page, settings: Any):
    settings.PROOF_LASTS = timedelta(0)
    wait(desk, 14.1)
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Type your password to go on")
    cover = desk.evaluate(
        "getComputedStyle(document.getElementById('session-dialog'), '::backdrop').backgroundColor"
    )
    desk.keyboard.press("Escape")

    desk.keyboard.type("not the password")
    desk.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("That is not right. Type it again.")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    assert cover == "rgb(255, 255, 255)"
    expect(box(desk)).to_have_value(TYPED)
    desk.get_by_role("button", name="Send", exact=False).first.click()
    expect(desk.get_by_role("main")).to_contain_text(TYPED)


def test_a_locked_page_is_opened_by_one_touch(desk: Page, chrome: Chrome, settings: Any):
    settings.SITE_URL = chrome.site
    give_device(desk)
    where = desk.url
    desk.goto("/account/passkeys/new/")
    desk.locator("#id_label").fill("My laptop")
    desk.get_by_role("button", name="Make the passkey").click()
    desk.wait_for_url("**/account/?passkey=*")
    settings.PROOF_LASTS = timedelta(0)
    desk.goto(where)
    box(desk).fill(TYPED)

    wait(desk, 14.1)
    touch = desk.get_by_role("dialog").get_by_role("button", name="Use your passkey")
    expect(touch).to_be_focused()
    touch.click()

    expect(desk.get_by_role("dialog")).to_be_hidden()
    expect(box(desk)).to_have_value(TYPED)
    assert AuditEvent.objects.filter(action=Action.PROVED_AGAIN).count() == 1


def test_a_device_without_the_passkey_says_so_and_the_password_is_left(desk: Page):
    give_device(desk)
    desk.evaluate("localStorage.setItem('passkey', 'yes')")
    desk.reload()
    box(desk).fill(TYPED)
    wait(desk, 14.1)
    dialog = desk.get_by_role("dialog")

    dialog.get_by_role("button", name="Use your passkey").click()

    expect(dialog.get_by_text("No passkey was used.")).to_be_visible()
    dialog.get_by_label("Password").fill(PASSWORD)
    desk.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def test_whoever_used_no_passkey_here_is_asked_for_the_password_only(desk: Page):
    wait(desk, 14.1)

    expect(desk.get_by_role("button", name="Use your passkey")).to_be_hidden()
    expect(desk.get_by_role("dialog").get_by_label("Password")).to_be_focused()


def test_who_types_is_not_away(desk: Page):
    for _ in range(3):
        wait(desk, 11)
        box(desk).press("a")

    expect(desk.get_by_role("dialog")).to_be_hidden()


def test_the_tabs_of_one_browser_know_of_each_other(home: Page):
    other = home.context.new_page()
    wait(home, 27.1)
    expect(home.get_by_role("dialog")).to_be_visible()

    other.goto("/threads/")

    expect(home.get_by_role("dialog")).to_be_hidden()


def test_without_javascript_the_link_opens_another_tab_and_keeps_what_was_typed(
    chrome: Chrome, account: Account
):
    page = chrome.window(java_script_enabled=False)
    page.goto("/reply/")
    page.get_by_label("Your reply code").fill(account.reply_code)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(account.thread.get_absolute_url())
    box(page).fill(TYPED)

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Stay signed in").click()

    expect(opened.value.get_by_role("heading", level=1)).to_have_text("You stay signed in")
    expect(box(page)).to_have_value(TYPED)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_browser_keeps_nothing_that_was_typed(home: Page):
    wait(home, 28)

    kept = home.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,"
        " (await caches.keys()).length]"
    )

    assert kept == [0, 0, 0, 0]
