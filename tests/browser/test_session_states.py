"""Pages about sign-in, sessions and addresses in every state: nothing that axe finds, nothing too wide."""

from playwright.sync_api import expect

from accounts.models import AddressChange
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, submit
from tests.people import PASSWORD, Account, Staff


def test_the_pages_of_a_mailed_link(chrome: Chrome, topics):
    look, page = Look(), chrome.window()

    for path, field in (("/sign-in/link/", "#id_email"), ("/sign-in/link/follow/", "#id_code")):
        page.goto(path)
        look.at(page, path)
        submit(page)
        look.at(page, f"{path}, empty")
        page.locator(field).fill("not what is asked for")
        submit(page)
        look.at(page, f"{path}, wrong")
    page.goto("/sign-in/link/")
    page.locator("#id_email").fill("nobody-here@example.org")
    submit(page)
    look.at(page, "a link is on its way")
    page.goto("/sign-in/?link=1")
    look.at(page, "the link works")

    assert look.faults == []


def test_the_pages_of_an_account_s_sessions_and_address(chrome: Chrome, account: Account):
    account.signs_in()
    look, page = Look(), chrome.window()
    page.clock.install()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    look.at(page, "the sign-in before is told")

    page.goto("/account/sessions/")
    look.at(page, "where one is signed in")
    page.get_by_role("button", name="Sign out there").first.click()
    look.at(page, "one is signed out")
    page.get_by_role("button", name="Sign out everywhere else").click()
    look.at(page, "all others are signed out")
    page.goto("/account/stay/")
    look.at(page, "one stays signed in")
    page.goto("/account/address/")
    look.at(page, "another address")
    submit(page)
    look.at(page, "another address, empty")
    page.get_by_label("Your new e-mail address").fill("new.address@example.net")
    page.get_by_role("button", name="Mail me a code").click()
    look.at(page, "another address, a code is on its way")
    assert AddressChange.objects.exists()
    page.clock.run_for(27_100 * 60)
    expect(page.get_by_role("dialog")).to_be_visible()
    look.at(page, "about to be signed out")
    page.clock.run_for(3 * 60_000)
    look.at(page, "signed out")

    assert look.faults == []


def test_a_locked_page(chrome: Chrome, officer: Staff):
    look, page = Look(), chrome.window()
    page.clock.install()
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(str(officer.person.email))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/mailbox/")
    page.clock.run_for(14_100 * 60)
    expect(page.get_by_role("dialog")).to_contain_text("Locked")
    look.at(page, "locked")

    assert look.faults == []
