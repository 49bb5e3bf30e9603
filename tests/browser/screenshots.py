"""Write pictures of the main pages to docs/screenshots/, each for a phone and for a desk.

Run as a program: it founds a demo agency of its own, walks the first path in it, and stops it again.
"""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.portal.serving import ROOT, Portal, demo, free_port

FOLDER = ROOT / "docs" / "screenshots"
SCREENS = {"phone": (390, 844), "desktop": (1280, 800)}
LARGEST_BYTES = 250_000
COMMENT = "My refund has not come. The letter that I got says 219-09-9999. Is that number right?"
ANSWER = "Yes, 219-09-9999 is the number that we have. Your refund was sent on May 4."


def take(page: Page, name: str, *, screens: float = 2) -> None:
    """Write pictures of the page from its top, at most so many screens high."""
    page.wait_for_load_state("networkidle")
    for screen, (width, height) in SCREENS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        whole = int(page.evaluate("document.documentElement.scrollHeight"))
        path = FOLDER / f"{name}-{screen}.png"
        page.screenshot(
            path=path,
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(whole, int(screens * height))},
        )
        if path.stat().st_size > LARGEST_BYTES:
            raise SystemExit(f"{path} is larger than {LARGEST_BYTES} bytes.")
        print(path.relative_to(ROOT))


def sign_in(page: Page, account: dict[str, str]) -> None:
    """Sign in as one of the demo's people."""
    page.goto("/sign-in/")
    page.locator("#id_login").fill(account["email"])
    page.locator("#id_password").fill(account["password"])
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    page.wait_for_selector("form[action='/sign-out/']")


def write(page: Page) -> str:
    """Write a comment and take pictures on the way; gives the reply code."""
    page.goto("/")
    take(page, "home")
    page.goto("/comment/")
    page.locator("label", has_text="Refund").first.click()
    page.locator("#id_subject").fill("My refund")
    page.locator("#id_text").fill(COMMENT)
    page.locator("#id_email").fill("visitor@example.org")
    page.locator(".before-send button").click()
    page.wait_for_selector("button[name=confirmed]")
    take(page, "comment")
    page.locator("button[name=confirmed]").first.click()
    page.wait_for_selector("#reply-code")
    take(page, "reply-code")
    return page.locator("#reply-code").inner_text().strip()


def answer(page: Page) -> str:
    """Answer it and take pictures on the way; gives the number of the notice."""
    take(page, "mailbox")
    page.get_by_role("link", name="My refund").first.click()
    page.locator("#id_text").fill(ANSWER)
    page.locator("button[value=check]").click()
    page.wait_for_selector("#check mark")
    take(page, "answer")
    page.locator("button[value=send]").click()
    page.wait_for_selector("#sent")
    number = re.search(r"\w{4}-\w{4}-\w{4}", page.locator("#sent").inner_text())
    assert number
    return number[0]


def read(page: Page, code: str, number: str) -> None:
    """Check the notice and read the answer, and take pictures on the way."""
    page.goto("/notice/")
    page.locator("#id_number").fill(number)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    page.wait_for_selector(".usa-alert--success")
    take(page, "notice")
    page.goto("/reply/")
    page.locator("#id_code").fill(code)
    take(page, "read-your-answer")
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    page.wait_for_selector(".conversation")
    take(page, "thread")


def walk(browser: Browser, site: str, accounts: list[dict[str, str]]) -> None:
    """Walk the first path once, with everybody who has a part in it."""
    officer = next(account for account in accounts if account["email"] == "officer.one.income@example.org")
    auditor = next(account for account in accounts if account["role"] == "auditor")
    home, desk, watch = (browser.new_context(base_url=site).new_page() for _ in range(3))
    code = write(home)
    sign_in(desk, officer)
    number = answer(desk)
    read(home, code, number)
    sign_in(watch, auditor)
    take(watch, "audit", screens=1.5)
    watch.goto("/status/")
    take(watch, "status")


def main() -> None:
    """Take every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sealpost-pictures-") as folder, sync_playwright() as playwright:
        portal = Portal(Path(folder), free_port(), free_port())
        portal.start()
        try:
            browser = chromium.start(playwright)
            walk(browser, f"http://localhost:{portal.port}", demo(portal)["accounts"])
            browser.close()
        finally:
            portal.stop()


if __name__ == "__main__":
    main()
