"""Every page in every main state: nothing that axe finds, nothing wider than a small telephone, no errors."""

import re
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import Person, Proposal, Session, Unit
from accounts.services import set_plain_email
from messaging.models import Message, Thread
from tests.browser.conftest import Chrome
from tests.conftest import MailServer
from tests.people import PASSWORD, Account, Staff, Visitor, form_fields, send_text

SSN = "219-09-9999"
NARROWEST = {"width": 320, "height": 640}
USUAL = {"width": 1280, "height": 900}
# Everything that axe knows, best practices too, except what it cannot decide by itself.
AXE = Axe()

TOO_WIDE = """[...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map((element) => `${element.tagName}.${element.className}`)"""
# The audit log's ids are for machines to compare; everything else is to be read.
SMALL_TEXT = """[...document.querySelectorAll("main :is(p, li, td, dd, label, button, textarea):not(.id)")]
  .filter((element) => element.offsetParent && element.textContent.trim())
  .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 16)
  .map((element) => `${element.tagName}.${element.className} ${getComputedStyle(element).fontSize}`)"""


class Look:
    """Looks at pages as they come, and collects what is wrong with each."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: list[str] = []

    def at(self, page: Page, state: str) -> None:
        """Examine what the window shows now, on a wide and on a narrow screen."""
        self.seen.append(state)
        for size in (USUAL, NARROWEST):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for violation in AXE.run(page).response["violations"]:
                where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                self.faults.append(f"{state}, {size['width']} px: {violation['id']} at {where}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide = page.evaluate(TOO_WIDE)
                self.faults.append(f"{state}: scrolls sideways at {size['width']} px, {wide}")
            small = page.evaluate(SMALL_TEXT)
            if small:
                self.faults.append(f"{state}: text below 16 px in {small[:3]}")
        page.set_viewport_size(USUAL)  # type: ignore[arg-type]


def submit(page: Page) -> None:
    """Send the page's own form as it stands, whatever the browser thinks of it."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form[method=post]').requestSubmit()")


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


def test_sign_in_refused_locked_and_busy(chrome: Chrome, officer: Staff, settings: Any):
    look, page = Look(), chrome.window()

    def try_password(password: str) -> None:
        page.goto("/sign-in/")
        page.locator("#id_login").fill(str(officer.person.email))
        page.locator("#id_password").fill(password)
        submit(page)

    try_password("wrong password")
    look.at(page, "wrong password")
    for _ in range(4):
        try_password("wrong password")
    assert "wait" in page.title().lower()
    look.at(page, "locked out")

    assert not look.faults


def test_pages_of_a_taxpayer(chrome: Chrome, taxpayer: Visitor, answered_thread: Thread):
    look, page = Look(), chrome.window()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    submit(page)

    look.at(page, "thread")
    submit(page)
    look.at(page, "thread, empty reply")
    page.locator("#id_text").fill("Thank you. " + "Longword" * 60)
    submit(page)
    look.at(page, "thread, reply sent")
    page.goto("/nowhere/")
    look.at(page, "not found, signed in")

    assert not look.faults


def test_pages_of_an_officer(
    chrome: Chrome,
    officer: Staff,
    answered_thread: Thread,
    other_taxpayer: Visitor,
    mail_server: MailServer,
    worker,
):
    look, page = Look(), chrome.window()
    worker()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    submit(page)

    look.at(page, "mailbox")
    page.goto(other_taxpayer.thread.get_absolute_url())
    look.at(page, "thread")
    page.locator("#id_text").fill(f"Your number is {SSN}. " + "Longword" * 60)
    page.locator("button[value=check]").click()
    page.wait_for_selector("#check mark")
    look.at(page, "thread, checked")
    page.locator("#other-way summary").click()
    look.at(page, "thread, with what may be found by mistake")
    page.locator("button[name=false_alarm]").first.click()
    page.wait_for_selector("#check .usa-alert--success")
    look.at(page, "thread, false alarm noted")
    page.locator("button[value=send]").click()
    page.wait_for_selector("#sent")
    look.at(page, "thread, sent")
    page.goto(answered_thread.get_absolute_url())
    look.at(page, "thread with a notice")
    Message.objects.filter(thread=answered_thread, sequence=1).update(signature=b"")
    page.reload()
    look.at(page, "thread with a message that cannot be shown")
    page.goto("/mailbox/")
    look.at(page, "mailbox with a subject that cannot be shown")
    page.goto(answered_thread.get_absolute_url())
    page.locator("#id_text").fill("Words that were kept")
    Session.objects.update(expire_date=timezone.now())
    page.locator("button[value=send]").click()
    page.wait_for_url("**/sign-in/**")
    look.at(page, "session ended while writing")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    submit(page)
    assert page.locator("#id_text").input_value() == "Words that were kept"
    look.at(page, "thread with a kept text")

    assert not look.faults


def test_an_address_is_confirmed_and_an_answer_goes_by_plain_email(
    chrome: Chrome, officer: Staff, taxpayer: Visitor, mail_server: MailServer, worker
):
    look, page = Look(), chrome.window()
    set_plain_email(actor=None, unit=taxpayer.thread.unit, is_allowed=True)
    send_text(officer.signs_in(), taxpayer.thread, "Words")
    worker()
    body = mail_server.mails[0].get_body(["plain"])
    assert body
    link = re.search(r"/address/confirm/[\w-]+/", body.get_content())
    assert link

    page.goto("/address/confirm/none/")
    look.at(page, "link that is over")
    page.goto(link[0])
    look.at(page, "is this your address")
    submit(page)
    look.at(page, "address confirmed")
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    submit(page)
    page.goto(taxpayer.thread.get_absolute_url())
    page.locator("#id_text").fill("Please come in on Monday.")
    page.wait_for_selector("button[value=plain]")
    look.at(page, "plain e-mail offered while writing")
    page.locator("#id_text").fill(f"Your number is {SSN}.")
    page.wait_for_selector("#check mark")
    assert page.locator("button[value=plain]").count() == 0
    page.locator("#id_text").fill("Please come in on Monday.")
    page.locator("button[value=plain]").click()
    page.wait_for_selector("#sent")
    look.at(page, "sent by plain e-mail")
    worker()
    page.context.clear_cookies()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    submit(page)
    look.at(page, "thread with an answer that went by plain e-mail")

    assert not look.faults
    texts = [part.get_content() for mail in mail_server.mails for part in mail.iter_parts()]
    assert any("Please come in on Monday." in text for text in texts)


def test_a_personal_answer_waits_for_a_second_member(
    chrome: Chrome, officer: Staff, colleague: Staff, taxpayer: Visitor, unit: Unit
):
    look, page = Look(), chrome.window()
    set_plain_email(actor=None, unit=unit, is_allowed=True)
    Person.objects.filter(pk=taxpayer.person.pk).update(notice_address_confirmed_at=timezone.now())
    Proposal.objects.filter(person=colleague.person).update(ended_at=timezone.now() - timedelta(days=2))
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    submit(page)

    page.goto("/releases/")
    look.at(page, "nothing waits to be released")
    page.goto(taxpayer.thread.get_absolute_url())
    page.locator("#id_text").fill("You were born in 1970, so form 12 is enough.")
    page.locator("button[value=check]").click()
    page.wait_for_selector("#check mark")
    page.locator("#other-way summary").first.click()
    look.at(page, "thread, a release may be asked for")
    page.locator("button[value=ask]").click()
    page.wait_for_selector(".usa-error-message")
    look.at(page, "thread, a release without a reason")
    page.locator("#id_reason").fill("She has no other way to read it today.")
    page.locator("button[value=ask]").click()
    page.wait_for_selector("button[value=withdraw]")
    look.at(page, "release, for its author")
    address = page.url.partition("#")[0]

    other = chrome.window()
    other.goto("/sign-in/")
    other.locator("#id_login").fill(str(colleague.person.email))
    other.locator("#id_password").fill(colleague.password)
    submit(other)
    other.goto("/releases/")
    look.at(other, "what waits to be released")
    other.goto(address)
    look.at(other, "release, for a second member")
    other.locator("button[value=refuse]").click()
    other.wait_for_selector("button[value=refuse]", state="detached")
    look.at(other, "release, refused")

    assert not look.faults


def test_pages_of_somebody_who_makes_an_account(chrome: Chrome, taxpayer: Visitor, settings: Any):
    look, page = Look(), chrome.window()
    page.goto("/reply/")
    page.locator("#id_code").fill(taxpayer.reply_code)
    submit(page)

    page.goto("/account/new/")
    look.at(page, "make an account")
    submit(page)
    look.at(page, "make an account, empty")
    page.locator("#id_email").fill("somebody.with.a.long.address.of.many.letters@subdomain.example.org")
    page.locator("#id_password").fill(PASSWORD)
    submit(page)
    assert page.title().startswith("Check your e-mail")
    look.at(page, "waiting for the address")
    page.locator("summary", has_text="Use another").click()
    look.at(page, "waiting for the address, other address")
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url("**again=1")
    look.at(page, "sent again")
    settings.LIMITS = {**settings.LIMITS, "account_mail": (0, 900)}
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_selector(".usa-alert--error")
    look.at(page, "sent too often")
    page.goto("/account/confirm/#0000-0000-0000-0000")
    look.at(page, "confirm")
    submit(page)
    look.at(page, "confirm, wrong")

    assert not look.faults


def test_pages_of_a_forgotten_password(chrome: Chrome, account: Account):
    look, page = Look(), chrome.window()
    page.goto("/sign-in/")
    page.get_by_role("link", name="Forgot your password?").click()
    look.at(page, "forgotten")
    submit(page)
    look.at(page, "forgotten, empty")
    page.locator("#id_email").fill(account.email)
    submit(page)
    page.wait_for_url("**sent=1")
    look.at(page, "forgotten, sent")
    page.goto("/sign-in/new-password/#0000-0000-0000-0000-0000-0000-00")
    look.at(page, "new password")
    assert page.locator("#id_code").input_value() == "0000-0000-0000-0000-0000-0000-00"
    assert "#" not in page.url
    page.locator("#id_password").fill("qwertyuiopasdfghjkl")
    page.get_by_text("easy to guess").wait_for()
    look.at(page, "new password, foreseeable")
    page.get_by_role("button", name="Show password").click()
    assert page.locator("#id_password").get_attribute("type") == "text"
    submit(page)
    look.at(page, "new password, refused")
    page.goto("/sign-in/?reset=1")
    look.at(page, "new password is set")
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill(PASSWORD)
    submit(page)
    page.goto("/sign-in/new-password/")
    look.at(page, "new password in an open account")

    assert not look.faults


def test_pages_of_an_account(chrome: Chrome, account: Account, taxpayer: Visitor, officer: Staff):
    look, page = Look(), chrome.window()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill(account.password)
    submit(page)

    look.at(page, "messages")
    page.goto("/threads/add/")
    look.at(page, "add a message")
    submit(page)
    look.at(page, "add a message, empty")
    page.locator("#id_code").fill(taxpayer.reply_code)
    submit(page)
    send_text(officer.signs_in(), added_thread(account), "An answer")
    page.reload()
    assert page.locator(".new").is_visible()
    look.at(page, "messages, one added and answered")
    page.goto(account.thread.get_absolute_url())
    look.at(page, "thread")
    page.goto("/comment/")
    look.at(page, "comment of an account")
    submit(page)
    look.at(page, "comment of an account, empty")
    page.goto("/account/")
    look.at(page, "account")
    page.get_by_role("link", name="Change the language of our e-mails").click()
    look.at(page, "language of our e-mails")
    page.evaluate("document.querySelectorAll('input[type=radio]').forEach((radio) => radio.remove())")
    submit(page)
    look.at(page, "language of our e-mails, none chosen")
    for path, what in (("", "change password"), ("known/", "password known")):
        page.goto(f"/account/password/{path}")
        look.at(page, what)
        submit(page)
        look.at(page, f"{what}, empty")
        page.locator("#id_password").fill("short")
        page.get_by_text("Characters still needed: 10").wait_for()
        look.at(page, f"{what}, hint")
    page.goto("/account/?changed=1")
    look.at(page, "password changed")
    page.goto("/account/?renewed=1")
    look.at(page, "keys renewed")
    page.goto("/account/")
    page.get_by_role("button", name="End this code").click()
    page.wait_for_url("**ended=1")
    look.at(page, "account, code ended")
    Message.objects.all().update(signature=b"")
    page.goto("/threads/")
    look.at(page, "messages that cannot be shown")
    Thread.objects.update(taxpayer=officer.person)
    page.goto("/threads/")
    look.at(page, "no messages")

    assert not look.faults


def added_thread(account: Account) -> Thread:
    """Give the thread that was added to the account."""
    return Thread.objects.get(taxpayer=account.person, predecessor_id__isnull=False)


def test_an_empty_mailbox(chrome: Chrome, officer: Staff):
    look, page = Look(), chrome.window()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    submit(page)

    look.at(page, "empty mailbox")

    assert not look.faults


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_pages_of_those_who_watch(chrome: Chrome, answered_thread: Thread, request: Any, role: str):
    look, page = Look(), chrome.window()
    staff: Staff = request.getfixturevalue(role)
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(staff.person.email))
    page.locator("#id_password").fill(staff.password)
    submit(page)

    page.goto("/status/")
    look.at(page, "status")
    if role == "auditor":
        page.goto("/audit/")
        look.at(page, "audit log")
        page.goto("/audit/?actor=nobody")
        look.at(page, "audit log, bad filter")
        page.goto("/audit/?action=accounts.agency.founded")
        look.at(page, "audit log, nothing matches")

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
