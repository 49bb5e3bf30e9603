"""The pages of whoever begins anew, and of the members who make sure of them."""

from playwright.sync_api import Page

from accounts.models import Passkey, Unit
from messaging.models import Regrant
from tests.accounts.devices import add_passkey
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.people import NEW_PASSWORD, Account, Staff, begin_anew


def opens(page: Page, secret: str) -> None:
    """Type an old password; the form before it is for a passkey."""
    page.locator("#id_secret").fill(secret)
    with page.expect_navigation():
        page.get_by_role("button", name="Open my earlier messages").click()


def test_pages_of_whoever_begins_anew(chrome: Chrome, account: Account, administrator: Staff):
    add_passkey(account.signs_in())
    begin_anew(account.person, started_by=administrator.person)
    look, page = Look(), chrome.window()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill(NEW_PASSWORD)
    submit(page)

    look.at(page, "messages, locked")
    page.goto(account.thread.get_absolute_url())
    look.at(page, "locked thread")
    page.get_by_role("link", name="How you can open it again").click()
    page.wait_for_url("**/threads/locked/")
    look.at(page, "locked messages")
    submit(page)
    look.at(page, "locked messages, no code")
    page.goto("/account/")
    look.at(page, "account with earlier messages")
    page.goto("/account/earlier/")
    look.at(page, "earlier messages")
    page.goto("/account/passkeys/new/")
    look.at(page, "a new passkey while one of before waits")
    page.goto(f"/account/passkeys/{Passkey.objects.get().public_id}/remove/")
    look.at(page, "remove a passkey of before")
    page.goto("/account/earlier/")
    opens(page, "none of theirs")
    look.at(page, "earlier messages, wrong")
    opens(page, account.password)
    look.at(page, "messages, open again")

    assert not look.faults


def test_pages_of_the_members_who_make_sure(chrome: Chrome, account: Account, officer: Staff, unit: Unit):
    begin_anew(account.person)
    regrant = Regrant.objects.get()
    look, page = Look(), chrome.window()
    sign_in(page, officer)

    look.at(page, "mailbox with somebody locked")
    page.goto(account.thread.get_absolute_url())
    look.at(page, "thread that its taxpayer cannot read")
    page.goto(f"/units/{unit.public_id}/locked/")
    look.at(page, "those who wait")
    page.goto(f"/regrants/{regrant.public_id}/")
    look.at(page, "make sure")
    page.get_by_role("button", name="It is them: open their messages").click()
    page.wait_for_selector(".usa-error-message")
    look.at(page, "make sure, nothing chosen")
    page.get_by_role("button", name="Make a letter").click()
    page.wait_for_url("**/letter/")
    look.at(page, "letter")
    page.goto(f"/regrants/{regrant.public_id}/")
    page.locator("label", has_text="I called them at a number").click()
    page.locator("#id_reason").fill("They told me what they wrote about.")
    page.get_by_role("button", name="It is them: open their messages").click()
    page.wait_for_url("**done=1")
    look.at(page, "nobody waits")

    assert not look.faults


def test_pages_of_an_officer_who_lost_everything(
    chrome: Chrome, officer: Staff, colleague: Staff, account: Account, unit: Unit
):
    begin_anew(officer.person)
    look, page = Look(), chrome.window()
    officer.password = NEW_PASSWORD
    sign_in(page, officer)

    look.at(page, "you need the key again")
    page.goto("/mailbox/")
    look.at(page, "mailbox without the key")
    page.goto(account.thread.get_absolute_url())
    look.at(page, "thread without the key")
    page.goto(f"/units/{unit.public_id}/")
    look.at(page, "unit with one holder left")

    assert not look.faults
