"""What a browser prints into a file is read: it numbers the letters of its fonts, and says honestly how."""

import pytest
from playwright.sync_api import Browser

from screening import Document, Kind, screen
from screening.files import attachment_of


@pytest.mark.parametrize("family", ["serif", "sans-serif", "monospace"])
def test_a_page_that_was_printed_is_read_letter_by_letter(started_chromium: Browser, family: str) -> None:
    page = started_chromium.new_page()
    page.set_content(
        f"<p style='font-family: {family}'>Your office's file, number <b>219</b>-09-<i>9999</i>.</p>"
    )
    printed = page.pdf(tagged=True, outline=True)
    page.close()

    attachment = attachment_of("letter.pdf", printed)

    assert attachment.text
    assert "Your office" in attachment.text
    assert Kind.SSN in {finding.kind for finding in screen(Document(attachments=(attachment,))).findings}
