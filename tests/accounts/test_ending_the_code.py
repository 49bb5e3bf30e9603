"""Ending the reply code that an account began with is asked first, as for every other way to unlock."""

from tests.accounts.test_recovery_codes import make_code
from tests.people import Account, Browser


def test_ending_the_code_asks_first_and_says_what_dies_with_it(account: Account) -> None:
    browser = account.signs_in()

    asked = browser.get("/account/end-code/").content.decode()

    assert "End your reply code?" in asked
    assert "Your conversations stay in your account." in asked
    assert "Only your password opens your account then." in asked
    assert Browser().post("/reply/", {"code": account.reply_code}).status_code == 302
    make_code(browser)
    assert "Only your password" not in browser.get("/account/end-code/").content.decode()
    browser.post("/account/end-code/")
    assert browser.get("/account/end-code/")["Location"] == "/account/"
