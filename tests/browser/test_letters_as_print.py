"""Letters on paper: one sheet each, with the address in the window, and nothing of the page around them."""

import re
from typing import Any

import pypdfium2
from playwright.sync_api import Page

from accounts.models import Person
from messaging.models import Regrant, Thread, Topic, Unreached
from messaging.services.unreached import note_bounce
from tests.browser.conftest import Chrome
from tests.browser.looking import Look, sign_in, submit
from tests.people import Account, Staff, begin_anew, give_up_notice

POINTS_PER_INCH = 72


def printed(page: Page) -> Any:
    """Print what the window shows, as its letter asks to be."""
    page.locator("#letter-address").fill("Plainly Made-Up\n1 Example Street\nExample City, MA 00000")
    return pypdfium2.PdfDocument(page.pdf(format="Letter", prefer_css_page_size=True))


def faults_of(sheets: Any) -> list[str]:
    """Tell what a letter of an agency would not have."""
    sheet = sheets[0]
    text = sheet.get_textpage()
    found = text.search("Plainly Made-Up").get_next()
    left, _bottom, _right, top = text.get_charbox(found[0]) if found else (0, 0, 0, 0)
    across, down = left / POINTS_PER_INCH, (sheet.get_height() - top) / POINTS_PER_INCH
    words = text.get_text_range()
    return [
        fault
        for fault, is_so in {
            "more than one sheet": len(sheets) != 1,
            f"the address at {across:.2f}, {down:.2f} inches": not (0.9 < across < 1.2 and 2 < down < 2.4),
            "the page's own words": re.search("Mailbox|Sign out|Privacy policy|Print|envelope", words),
            "no name of the agency": "Example Department of Revenue" not in words,
            "no date": not re.search(r"\d+ de [a-z]+ de \d{4}", words),
        }.items()
        if is_so
    ]


def invite(look: Look, page: Page, way: str) -> None:
    """Invite somebody who reads Spanish, and go on to the letter."""
    page.goto("/mailbox/invite/")
    for name, value in (("way", way), ("language", "es")):
        page.locator(
            f"label[for={page.locator(f'input[name={name}][value={value}]').get_attribute('id')}]"
        ).click()
    page.locator("label[for=id_topic_0]").click()
    if way == "mail":
        page.locator("#id_email").fill("caller@example.org")
    page.locator("#id_name").fill("Caller One")
    page.locator("#id_subject").fill("Your call")
    page.locator("#id_text").fill("Words.")
    submit(page)
    look.at(page, f"both halves, {way}")
    page.get_by_role("link", name=re.compile("Print the letter")).click()


def test_every_letter_is_one_sheet_in_the_language_of_its_reader(
    chrome: Chrome, officer: Staff, topic: Topic, account: Account, answered_thread: Thread
):
    """In Spanish, whose words are longer."""
    look, page = Look(), chrome.window()
    Person.objects.exclude(pk=officer.person.pk).update(language="es")
    note_bounce(give_up_notice().public_id)
    begin_anew(account.person)
    sign_in(page, officer)
    faults = {}

    page.goto(f"/unreached/{Unreached.objects.get().public_id}/letter/")
    faults["that something waits"] = faults_of(printed(page))
    page.goto(f"/regrants/{Regrant.objects.get(person=account.person).public_id}/")
    page.get_by_role("button", name="Make a letter").click()
    look.at(page, "letter with the code of a re-grant")
    faults["code of a re-grant"] = faults_of(printed(page))
    for way in ("letter", "mail"):
        invite(look, page, way)
        look.at(page, f"letter of an invitation, {way}")
        faults[f"invitation, {way}"] = faults_of(printed(page))
        if way == "letter":
            page.get_by_role("link", name="Back to the code and the PIN").click()
            page.get_by_role("link", name="Print the second letter").click()
            faults["second letter"] = faults_of(printed(page))

    assert not {letter: wrong for letter, wrong in faults.items() if wrong}
    assert not look.faults
