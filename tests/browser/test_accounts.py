"""An account in a real browser, with JavaScript and without: made, confirmed, added to, written from."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chrome
from tests.conftest import MailServer
from tests.people import PASSWORD, Staff

EMAIL = "new@example.org"


def write(page: Page, topic_name: str, subject: str) -> str:
    """Write a comment without an account; gives the reply code."""
    page.goto("/comment/")
    page.locator("label", has_text=topic_name).click()
    page.get_by_label("Your subject").fill(subject)
    page.get_by_role("textbox", name="Your message").fill(f"Words about {subject}")
    page.get_by_role("button", name="Send", exact=True).last.click()
    return page.locator("#reply-code").inner_text().strip()


def make_account(page: Page) -> None:
    """Ask for an account on the page with the code."""
    page.get_by_role("button", name="Make an account instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Make an account")
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_label("Your new password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your e-mail")


def confirm(page: Page, mail: str, *, javascript: bool) -> None:
    """Follow the link of the mail; without JavaScript the code is typed."""
    link = re.search(r"/account/confirm/#([0-9A-Z-]+)", mail)
    assert link
    page.goto(link[0])
    field = page.get_by_label("Your confirmation code")
    if javascript:
        expect(field).to_have_value(link[1])
        assert "#" not in page.url
    else:
        field.fill(link[1])
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm my address").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your messages")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_account_is_made_added_to_and_written_from(
    chrome: Chrome, topics, officer: Staff, mail_server: MailServer, worker: Any, javascript: bool
):
    home = chrome.window(java_script_enabled=javascript)
    elsewhere = chrome.window(java_script_enabled=javascript)

    write(home, topics[0].name, "My refund")
    make_account(home)
    worker()
    confirm(home, mail_server.mails[0].get_body(["plain"]).get_content(), javascript=javascript)  # type: ignore[union-attr]
    code = write(elsewhere, topics[1].name, "A payment")
    home.get_by_role("link", name="Add a message with its reply code").click()
    home.get_by_label("Your reply code").fill(code)
    home.get_by_role("button", name="Add this message").click()
    expect(home.locator(".usa-alert--success")).to_contain_text("Its reply code opens nothing any more")
    home.get_by_role("link", name="Write to us").first.click()
    home.locator("label", has_text=topics[0].name).click()
    home.get_by_label("Your subject").fill("A third matter")
    home.get_by_role("textbox", name="Your message").fill("As myself")
    home.get_by_role("button", name="Send", exact=True).last.click()
    expect(home.locator(".usa-alert--success")).to_contain_text("Sent. We have your message.")
    home.get_by_role("link", name="Back to your messages").click()

    expect(home.locator(".thread-card")).to_have_count(3)
    home.get_by_role("link", name="A payment").click()
    expect(home.locator(".conversation")).to_contain_text("Words about A payment")
    home.get_by_role("link", name="Your account").click()
    home.get_by_role("link", name="End this code").click()
    expect(home.get_by_role("heading", level=1)).to_have_text("End your reply code?")
    home.get_by_role("button", name="End this code").click()
    expect(home.locator(".usa-alert--success")).to_contain_text("opens nothing any more")


def test_a_password_is_shown_and_hidden_again(chrome: Chrome, topics):
    page = chrome.window()
    write(page, topics[0].name, "My refund")
    page.get_by_role("button", name="Make an account instead").click()
    field = page.get_by_label("Your new password")
    field.fill("words that can be read")

    page.get_by_role("button", name="Show password").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Hide password").click()
    assert field.get_attribute("type") == "password"
