"""Whoever comes to the computer next sees nothing of what was open there."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from messaging.models import Thread
from tests.browser import chromium
from tests.browser.conftest import Chrome
from tests.people import Staff, Visitor

ANSWER = "We need form 12."


def sign_out(page: Page) -> None:
    """Press the button in the head of the page."""
    page.locator("form[action='/sign-out/'] button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def assert_shows_nothing(page: Page) -> None:
    """Check that the window shows neither subject nor text, in what is seen nor in its source."""
    content = page.content()
    assert ANSWER not in content
    assert "My refund" not in content


@pytest.mark.parametrize("side", ["taxpayer", "officer"])
def test_the_back_button_shows_nothing_after_sign_out(
    chrome: Chrome, officer: Staff, taxpayer: Visitor, answered_thread: Thread, side: str
):
    page = chrome.window()
    if side == "taxpayer":
        page.goto("/reply/")
        page.locator("#id_code").fill(taxpayer.reply_code)
        page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    else:
        page.goto("/sign-in/")
        page.locator("#id_login").fill(str(officer.person.email))
        page.locator("#id_password").fill(officer.password)
        page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mailbox")
        page.goto(answered_thread.get_absolute_url())
    expect(page.locator(".conversation")).to_contain_text(ANSWER)

    sign_out(page)
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert_shows_nothing(page)

    page.goto(answered_thread.get_absolute_url())
    assert_shows_nothing(page)


def test_a_tab_that_was_left_open_shows_nothing_once_it_is_asked_again(
    chrome: Chrome, taxpayer: Visitor, answered_thread: Thread
):
    page = chrome.window()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    left_open = page.context.new_page()
    left_open.goto("/privacy/")
    left_open.goto(answered_thread.get_absolute_url())
    expect(left_open.locator(".conversation")).to_contain_text(ANSWER)
    left_open.goto("/accessibility/")

    sign_out(page)

    for look in (left_open.go_back, left_open.reload, left_open.go_back, left_open.go_forward):
        look()
        left_open.wait_for_load_state()
        assert_shows_nothing(left_open)


@pytest.fixture
def keeping(started_chromium: Browser) -> Iterator[Browser]:
    """Start a Chromium that keeps whole pages to go back to, as people's do and those of tests do not."""
    started = chromium.start_whole(started_chromium.browser_type, without=["--disable-back-forward-cache"])
    yield started
    started.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_no_whole_page_is_kept_to_go_back_to(
    keeping: Browser, live_server: Any, taxpayer: Visitor, answered_thread: Thread, has_scripts: bool
):
    context = keeping.new_context(base_url=live_server.url, java_script_enabled=has_scripts)
    page, other = context.new_page(), context.new_page()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".conversation")).to_contain_text(ANSWER)
    page.goto("about:blank")

    other.goto("/threads/")
    sign_out(other)
    # A page that was kept would come back without being asked for, and never load.
    page.go_back()
    shown = page.content()
    page.emulate_media(media="print")

    assert ANSWER not in shown + page.content()
    assert page.locator("#id_code, #id_login").count() == 1


def test_such_a_browser_does_keep_a_page_that_has_no_reader(keeping: Browser, live_server: Any, topics: Any):
    page = keeping.new_context(base_url=live_server.url).new_page()
    page.goto("/privacy/")
    page.evaluate("window.isKept = true")
    page.goto("/accessibility/")

    page.evaluate("history.back()")

    page.wait_for_function("location.pathname === '/privacy/' && window.isKept")


def test_going_back_does_not_show_the_reply_code_again(chrome: Chrome, topics):
    page = chrome.window()
    page.goto("/comment/")
    page.locator("label", has_text=topics[0].name).click()
    page.locator("#id_subject").fill("My refund")
    page.locator("#id_text").fill("Words")
    page.locator(".before-send button").click()
    assert page.locator("#reply-code").is_visible()

    page.goto("/")

    # The page was the answer to a form, which a browser does not send again by itself.
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        page.go_back()
    assert page.locator("#reply-code").count() == 0


def test_the_form_of_the_code_and_the_password_are_not_filled_in_again(chrome: Chrome, taxpayer: Visitor):
    page = chrome.window()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    expect(page.locator(".conversation")).to_be_visible()
    sign_out(page)

    page.goto("/reply/")

    assert page.locator("#id_code").input_value() == ""
    assert page.locator("#id_code").get_attribute("autocomplete") == "off"
