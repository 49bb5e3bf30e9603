"""The first whole path in a real browser: with JavaScript, without it, and by the keyboard alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chrome
from tests.conftest import MailServer
from tests.people import Staff

SSN = "219-09-9999"


def write(page: Page, topic_name: str) -> str:
    """Write a comment that is warned about, and give the reply code."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Write to us").click()
    page.locator("label", has_text=topic_name).click()
    page.get_by_label("Your subject").fill("My refund")
    page.get_by_role("textbox", name="Your message").fill(f"My number is {SSN}. Where is my refund?")
    page.get_by_label("How can we tell you").fill("visitor@example.org")
    page.get_by_label("Your name").fill("Visitor One")
    page.get_by_role("button", name="Send", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("Social Security number")
    expect(page.get_by_role("alert")).to_contain_text("That is safe here")
    page.get_by_role("alert").get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Keep this code")
    return page.locator("#reply-code").inner_text().strip()


def sign_in(page: Page, staff: Staff) -> None:
    """Sign in with the password."""
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(str(staff.person.email))
    page.get_by_label("Password").fill(staff.password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mailbox")


def answer(page: Page) -> str:
    """Open the thread, look at what was found, send the answer; gives the number of the notice."""
    page.get_by_role("link", name="My refund").click()
    expect(page.locator(".conversation")).to_contain_text("Where is my refund?")
    page.get_by_label("Answer", exact=True).fill(f"We have it under {SSN}. It comes in May.")
    page.get_by_role("button", name="Check for private information").click()
    expect(page.locator("#check mark")).to_contain_text(SSN)
    expect(page.locator("#check")).to_contain_text("through the portal")
    page.get_by_role("button", name="Send through the portal").click()
    sent = page.locator(".usa-alert--success")
    expect(sent).to_contain_text("Sent through the portal")
    number = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", sent.inner_text())
    assert number
    return number[0]


def read_and_reply(page: Page, code: str) -> None:
    """Open the answer with the code, however it is typed, and write back."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Read your answer").first.click()
    page.get_by_label("Your reply code").fill(code.replace("-", "").lower())
    page.get_by_role("main").get_by_role("button", name="Read your answer").click()
    expect(page.locator(".conversation")).to_contain_text("It comes in May.")
    page.get_by_role("textbox", name="Your message").fill("Thank you. Is that all?")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".conversation")).to_contain_text("Is that all?")


def check_notice(page: Page, number: str) -> None:
    """Ask whether the notice is real."""
    page.goto("/notice/")
    page.get_by_label("Notice number").fill(number.lower())
    page.get_by_role("button", name="Check this notice").click()
    expect(page.locator(".usa-alert--success")).to_contain_text("Yes, we sent a notice")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_comment_is_answered_sealed_and_read_with_the_code(
    chrome: Chrome, topics, officer: Staff, mail_server: MailServer, worker: Any, javascript: bool
):
    home = chrome.window(java_script_enabled=javascript)
    desk = chrome.window(java_script_enabled=javascript)

    code = write(home, topics[0].name)
    sign_in(desk, officer)
    number = answer(desk)
    worker()
    check_notice(home, number)
    read_and_reply(home, code)
    desk.reload()

    expect(desk.locator(".conversation")).to_contain_text("Is that all?")
    expect(desk.locator(".facts")).not_to_contain_text("Not yet")
    assert [mail["To"] for mail in mail_server.mails] == ["visitor@example.org"]
    assert number in mail_server.mails[0].as_string()


def test_the_strip_follows_what_is_being_written(chrome: Chrome, topics, officer: Staff):
    write(chrome.window(), topics[0].name)
    desk = chrome.window()
    sign_in(desk, officer)
    desk.get_by_role("link", name="My refund").click()

    desk.get_by_label("Answer", exact=True).press_sequentially(f"Your number is {SSN}")

    expect(desk.locator("#check mark")).to_contain_text(SSN)


def test_a_check_that_cannot_be_made_is_said_so(chrome: Chrome, topics, officer: Staff):
    write(chrome.window(), topics[0].name)
    desk = chrome.window()
    sign_in(desk, officer)
    desk.get_by_role("link", name="My refund").click()
    desk.context.set_offline(True)

    desk.get_by_label("Answer", exact=True).press_sequentially(f"Your number is {SSN}")

    expect(desk.locator("#check")).to_contain_text(
        "We could not check this now. We check again when you send"
    )
    expect(desk.locator("main [data-said]")).to_contain_text("We could not check this now")


def test_the_code_can_be_copied_and_saved(chrome: Chrome, topics):
    page = chrome.window(permissions=["clipboard-read", "clipboard-write"])
    code = write(page, topics[0].name)

    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save").click()

    assert page.evaluate("navigator.clipboard.readText()") == code
    saved = saving.value.path().read_text(encoding="utf-8")
    assert code in saved
    assert "Where is my refund" not in saved


def test_nothing_that_was_written_stays_in_the_browser(chrome: Chrome, topics, officer: Staff):
    page = chrome.window()
    write(page, topics[0].name)

    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")

    assert kept == [0, 0, ""]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrf"]


class Keyboard:
    """Somebody who has no mouse: they go from one thing to the next until they are where they want to be."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, selector: str) -> None:
        """Press Tab until what the selector names has the focus, and it can be seen that it has."""
        self.page.wait_for_load_state()
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                outline = self.page.evaluate(
                    "(({outlineStyle, outlineWidth, boxShadow}) => [outlineStyle, outlineWidth, boxShadow])"
                    "(getComputedStyle(document.activeElement))"
                )
                assert (outline[0] != "none" and outline[1] != "0px") or outline[2] != "none", selector
                return
        raise AssertionError(f"no way to {selector} by Tab")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Go there and press a key."""
        self.go_to(selector)
        self.page.keyboard.press(key)

    def fill(self, selector: str, text: str) -> None:
        """Go there and type."""
        self.go_to(selector)
        self.page.keyboard.insert_text(text)


def test_the_path_is_walked_by_the_keyboard_alone(
    chrome: Chrome, topics, officer: Staff, mail_server: MailServer, worker: Any
):
    home, desk = chrome.window(), chrome.window()
    visitor, staff = Keyboard(home), Keyboard(desk)

    home.goto("/")
    home.keyboard.press("Tab")
    assert home.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    home.keyboard.press("Enter")
    visitor.press("main a[href='/comment/']")
    home.wait_for_url("**/comment/")
    visitor.press("input[name=topic]", "Space")
    visitor.fill("#id_subject", "My refund")
    visitor.fill("#id_text", f"My number is {SSN}. Where is my refund?")
    visitor.fill("#id_email", "visitor@example.org")
    visitor.press(".before-send button")
    expect(home.get_by_role("alert")).to_be_focused()
    visitor.press("button[name=confirmed]")
    code = home.locator("#reply-code").inner_text().strip()
    desk.goto("/sign-in/")
    staff.fill("#id_login", str(officer.person.email))
    staff.fill("#id_password", officer.password)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Mailbox")
    desk.wait_for_load_state()
    desk.keyboard.press("j")
    desk.keyboard.press("o")
    expect(desk.locator(".conversation")).to_contain_text("Where is my refund?")
    staff.fill("#id_text", "It comes in May.")
    staff.press("button[value=send]")
    expect(desk.locator(".usa-alert--success")).to_be_focused()
    worker()
    home.goto("/reply/")
    visitor.fill("#id_code", code)
    home.keyboard.press("Enter")
    expect(home.locator(".conversation")).to_contain_text("It comes in May.")
    visitor.fill("#id_text", "Thank you. Is that all?")
    visitor.press("form.answer button")
    expect(home.locator(".conversation")).to_contain_text("Is that all?")
    visitor.press("form[action='/sign-out/'] button")
    expect(home.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert len(mail_server.mails) == 1
