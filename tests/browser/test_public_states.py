"""Pages that everybody may open, in every main state."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Chrome
from tests.browser.looking import Look, submit
from tests.conftest import MailServer
from tests.people import Staff, Visitor, form_fields, send_text

SSN = "219-09-9999"


def test_what_is_wrong_with_a_page_is_found(chrome: Chrome):
    look, page = Look(), chrome.window()
    page.set_content("<main><p style='font-size: 9px; width: 2000px; color: #eee'>Words</p><input></main>")

    look.at(page, "a bad page")

    found = " ".join(look.faults)
    assert all(fault in found for fault in ("color-contrast", "label", "sideways", "below 16 px"))


def test_public_pages(chrome: Chrome, topics, settings: Any):
    look, page = Look(), chrome.window()

    for path, state in (
        ("/", "home"),
        ("/privacy/", "privacy policy"),
        ("/accessibility/", "accessibility"),
        ("/signed-out/", "signed out"),
        ("/nowhere/", "not found"),
        ("/?a=1&a=2", "bad request"),
        ("/reply/?ended=kept", "session ended, text kept"),
        ("/sign-in/?ended=1", "session ended"),
    ):
        page.goto(path)
        look.at(page, state)
    for path, field in (("/reply/", "#id_code"), ("/notice/", "#id_number"), ("/sign-in/", "#id_login")):
        page.goto(path)
        look.at(page, path)
        submit(page)
        look.at(page, f"{path}, empty")
        page.locator(field).fill("0000-0000-0000-0000-0000")
        submit(page)
        look.at(page, f"{path}, wrong")
    page.goto("/")
    page.get_by_role("link", name="Español").click()
    page.wait_for_selector("html[lang=es]")
    look.at(page, "home in Spanish")
    page.goto("/privacy/")
    look.at(page, "privacy policy in Spanish")
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en]")
    settings.LIMITS = {**settings.LIMITS, "reply_code": (1, 900), "notice": (1, 900)}
    page.goto("/reply/")
    page.locator("#id_code").fill("0000-0000-0000-0000-0000")
    submit(page)
    look.at(page, "reply code, slowed down")

    assert not look.faults


def test_the_comment_form(chrome: Chrome, topics, settings: Any):
    look, page = Look(), chrome.window()

    page.goto("/comment/")
    look.at(page, "empty form")
    submit(page)
    look.at(page, "form with errors")
    page.locator("label", has_text=topics[0].name).click()
    page.locator("#id_subject").fill("My refund")
    page.locator("#id_text").fill("x" * 20_100)
    look.at(page, "text too long, counted")
    page.locator("#id_text").fill(f"My number is {SSN}, born on 3/4/1970. " + "Longword" * 60)
    submit(page)
    look.at(page, "form with a warning")
    page.locator("button[name=confirmed]").first.click()
    page.wait_for_selector("#reply-code")
    look.at(page, "code page")
    settings.LIMITS = {**settings.LIMITS, "comment": (0, 3600)}
    page.goto("/comment/")
    page.locator("label", has_text=topics[0].name).click()
    page.locator("#id_subject").fill("My refund")
    page.locator("#id_text").fill("Words")
    submit(page)
    look.at(page, "too many comments")
    page.goto("/comment/")
    page.locator("#id_text").fill("Words that must not be lost")
    page.context.clear_cookies()
    submit(page)
    assert "Words that must not be lost" in page.content()
    look.at(page, "forged form")

    assert not look.faults


def test_a_notice_that_is_real(
    chrome: Chrome, taxpayer: Visitor, officer: Staff, mail_server: MailServer, worker
):
    look, page = Look(), chrome.window()
    send_text(officer.signs_in(), taxpayer.thread, "Words")
    worker()
    number = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", mail_server.mails[0].as_string())
    assert number
    page.goto("/notice/")
    page.locator("#id_number").fill(number[0])
    submit(page)

    assert page.locator(".usa-alert--success").is_visible()
    look.at(page, "notice, known")
    page.locator("#id_number").fill("0000-0000-0001")
    submit(page)
    look.at(page, "notice, unknown")

    assert not look.faults


@pytest.mark.urls("tests.whole_site.broken_urls")
@pytest.mark.parametrize(("path", "status"), [("breaks", 500), ("loses", 503)])
def test_pages_for_what_broke(chrome: Chrome, topics, path: str, status: int):
    look, page = Look(), chrome.window()
    page.goto("/comment/")
    page.evaluate("(path) => { document.querySelector('main form').action = path }", f"/{path}/")
    with page.expect_navigation() as navigation:
        page.evaluate("document.querySelector('main form').submit()")

    assert navigation.value
    assert navigation.value.status == status
    look.at(page, str(status))

    assert not look.faults
    assert form_fields(page.content()) == {}
