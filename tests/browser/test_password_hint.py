"""While a password is typed the page says whether it is long enough, with a script and without."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from accounts.password_rules import pieces
from tests.browser.conftest import Chrome

SHORT = "seven grey"
LONG = "seven grey herons by a lamp"
AGENCY = "department of revenue 2026"
SAMPLES = Path(__file__).parents[1] / "samples" / "passwords"
KNOWN = ["Rosalind Parker", "r.parker42@example.org"]
COUNT = """([passwords, known]) => {
  const foreseen = JSON.parse(document.querySelector("[data-foreseen]").dataset.foreseen);
  return passwords.map((password) => ofItsOwn(password, [...foreseen.known, ...known], foreseen));
}"""


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
        expect(said).to_contain_text("Long enough. When you go on")
        expect(enough).to_be_hidden()
        box.fill(AGENCY)
        expect(said).to_contain_text("easy to guess")
    else:
        expect(enough).to_be_visible()
        expect(short).to_be_hidden()


def test_the_hint_counts_as_the_server_does_but_for_its_longest_list(chrome: Chrome):
    page = chrome.window()
    page.goto("/sign-in/new-password/")
    everyday = (SAMPLES / "everyday_words.txt").read_text(encoding="utf-8").split()
    passwords = [
        *(SAMPLES / "bad_known.txt").read_text(encoding="utf-8").splitlines(),
        *(SAMPLES / "bad_held_out.txt").read_text(encoding="utf-8").splitlines(),
        *(" ".join(everyday[first : first + 4]) for first in range(0, 400, 8)),
        *("Ｐarker Ｐarker 1990", "été été été été é", "🦉" * 15, "🦉 owl 🐻 bear 🦊 fox 🐸"),
    ]
    known = [*KNOWN, settings.AGENCY_NAME, settings.SITE_HOST]
    server = [pieces.judge(password, known=known) for password in passwords]

    counted: list[Any] = page.evaluate(COUNT, [passwords, KNOWN])

    of_all = list(zip(passwords, counted, server, strict=True))
    # The longest list, which the page does not carry, is of common words; each makes the count smaller.
    without = [each for each in of_all if pieces.Reason.COMMON not in each[2].reasons]
    assert len(without) > 60
    assert [each for each in without if each[1] != each[2].of_its_own] == []
    assert [each for each in of_all if each[1] < each[2].of_its_own] == []
    assert sum(count < 8 for count in counted[:200]) > 170
