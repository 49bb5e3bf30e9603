"""A browser that shows a mail as it was laid out asks nobody for anything."""

from playwright.sync_api import BrowserContext

from tests.browser.conftest import Chrome
from tests.comments.mail_in.reading.mails import mail, read_by_us
from tests.comments.mail_in.reading.test_words import FETCHES


def asked_for(context: BrowserContext, content: str) -> list[str]:
    """Show HTML on an empty page, which forbids nothing, and list what it asks for."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(content, wait_until="domcontentloaded")
    page.wait_for_load_state("networkidle")
    return asked


def test_nothing_is_fetched_for_a_mail_that_asks_for_everything(chrome: Chrome):
    context = chrome.browser.new_context(offline=True)
    chrome.contexts.append(context)
    read = [read_by_us(mail(f"<p>Hello</p>{page}", Content_Type="text/html")).html or "" for page in FETCHES]

    # What is tried does work where nobody cleans it.
    assert asked_for(context, "".join(FETCHES[:6]))
    assert asked_for(context, "".join(read)) == []
