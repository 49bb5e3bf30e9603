"""The pages of whoever begins anew, and of the members who make sure of them."""

from accounts.models import Unit
from messaging.models import Regrant
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.people import NEW_PASSWORD, Account, Staff, begin_anew


def test_pages_of_whoever_begins_anew(chrome: Chrome, account: Account):
    begin_anew(account.person)
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
    page.locator("#id_secret").fill("none of theirs")
    submit(page)
    look.at(page, "earlier messages, wrong")
    page.locator("#id_secret").fill(account.password)
    submit(page)
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
