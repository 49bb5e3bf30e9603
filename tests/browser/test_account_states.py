"""Pages of somebody's own account, and of how they come into it, in every main state."""

from typing import Any

from messaging.models import Message, Thread
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, open_with_code, sign_in, submit
from tests.people import PASSWORD, Account, Staff, Visitor, send_text


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


def test_pages_of_somebody_who_makes_an_account(chrome: Chrome, taxpayer: Visitor, settings: Any):
    look, page = Look(), chrome.window()
    open_with_code(page, taxpayer)

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
    page.locator("#password-hint", has_text="easy to guess").wait_for()
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
    sign_in(page, account)

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
    page.get_by_role("link", name="End this code").click()
    look.at(page, "end the reply code")
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
