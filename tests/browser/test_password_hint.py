"""While a password is typed the page says whether it is long enough, with a script and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Chrome

SHORT = "seven grey"
LONG = "seven grey herons by a lamp"
AGENCY = "commonwealth taxpayer office"


@pytest.mark.parametrize("has_script", [False, True], ids=["no script", "script"])
def test_the_hint_changes_while_a_password_is_typed(chrome: Chrome, has_script: bool):
    page = chrome.window(java_script_enabled=has_script)
    page.goto("/sign-in/new-password/")
    short, enough = page.locator(".password-length .is-short"), page.locator(".password-length .is-enough")
    box, said = page.locator("#id_password"), page.locator("#password-hint")
    expect(short).to_be_hidden()
    expect(enough).to_be_hidden()

    box.fill(SHORT)
    if has_script:
        expect(said).to_have_text("Characters still needed: 5")
        expect(short).to_be_hidden()
    else:
        expect(short).to_be_visible()

    box.fill(LONG)
    if has_script:
        expect(said).to_contain_text("Long enough")
        expect(enough).to_be_hidden()
        box.fill(AGENCY)
        expect(said).to_contain_text("easy to guess")
    else:
        expect(enough).to_be_visible()
        expect(short).to_be_hidden()
