"""What a page or a letter shows as squares is read from paper by a camera."""

from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from django.conf import settings
from playwright.sync_api import Page

from messaging.models import Topic
from records_key import ceremony, shares
from tests.accounts.codes import App
from tests.browser.conftest import Chrome
from tests.browser.looking import sign_in, submit
from tests.browser.test_inviting_states import fill_in
from tests.people import Account, Staff

# Points of an inch are 72; a cheap telephone sees a page in about as many more.
SCALE = 2.0


def read_from_paper(page: Page) -> list[str]:
    """Print a page, and read the squares on its sheets as a camera does."""
    document = pypdfium2.PdfDocument(page.pdf(format="Letter"))
    return [read for sheet in document for read in _read(sheet)]


def _read(sheet: Any) -> list[str]:
    seen = sheet.render(scale=SCALE, grayscale=True)
    rows = [bytes(seen.buffer)[at * seen.stride :][: seen.width] for at in range(seen.height)]
    image = memoryview(b"".join(rows)).cast("B", shape=[seen.height, seen.width])
    return [found.text for found in zxingcpp.read_barcodes(image)]


def test_a_custodian_scans_the_page_that_the_ceremony_made(chrome: Chrome, tmp_path: Path):
    made = ceremony.make(tmp_path / "custodians", agency="Example", custodians=list("ABCDE"))
    page = chrome.window()

    for path in sorted((tmp_path / "custodians").glob("custodian-*.html")):
        page.set_content(path.read_text(encoding="utf-8"))
        [scanned] = read_from_paper(page)
        assert shares.read(scanned).custodian == int(path.stem.rpartition("-")[2])

    assert made.public_half


def test_an_app_takes_the_secret_from_the_page(chrome: Chrome, account: Account):
    page = chrome.window()
    sign_in(page, account)
    page.goto("/account/")
    page.get_by_role("button", name="Add an app").click()
    [scanned] = read_from_paper(page)

    secret = scanned.partition("secret=")[2].partition("&")[0]
    page.get_by_label("Code").fill(App(secret).code())
    page.get_by_role("button", name="Add this app").click()

    assert scanned.startswith("otpauth://totp/")
    assert page.url.endswith("/account/?app=1")


def test_a_letter_leads_whoever_was_invited_to_the_page_with_their_code(
    chrome: Chrome, officer: Staff, topic: Topic
):
    page = chrome.window()
    sign_in(page, officer)
    page.goto("/mailbox/invite/")
    fill_in(page, "In a letter")
    submit(page)
    pin = page.locator("#pin").inner_text()
    page.get_by_role("link", name="Print the letter with the code").click()
    [scanned] = read_from_paper(page)

    invited = chrome.window()
    invited.goto(scanned.replace(settings.SITE_URL, chrome.site))

    assert invited.locator("#id_token").input_value() == page.locator(".code").inner_text()
    assert pin not in scanned
