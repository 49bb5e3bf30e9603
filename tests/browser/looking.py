"""Looking at pages as they come: what axe finds, what is wider than a small telephone, what is too small."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.people import Account, Staff, Visitor

NARROWEST: ViewportSize = {"width": 320, "height": 640}
USUAL: ViewportSize = {"width": 1280, "height": 900}
# Everything that axe knows, best practices too, except what it cannot decide by itself. It loads no style
# sheet once more, which no rule reads that is on, and no sound: of that there is none.
AXE = Axe()
RUN = """(asked) => axe.run({resultTypes: ["violations"], preload: false, ...asked})
  .then((all) => all.violations)"""
ALL = {"rules": {"target-size": {"enabled": True}}}
# What hangs on where things come to stand, where each looks as it does in a wider window.
OF_PLACES = {
    "runOnly": [
        "color-contrast",
        "link-in-text-block",
        "scrollable-region-focusable",
        "skip-link",
        "target-size",
    ]
}

# Whether each element is seen, and how its words stand out from their ground; axe asks less of large ones.
APPEARANCE = """[...document.querySelectorAll("html, body, body *")].map((element) => {
    const style = getComputedStyle(element);
    const seen = element.checkVisibility({visibilityProperty: true});
    const isLarge = parseFloat(style.fontSize) >= (style.fontWeight >= 700 ? 18.66 : 24);
    return [element.tagName, seen, style.color, style.opacity, isLarge, style.fontWeight,
      style.backgroundColor, style.backgroundImage].join();
  }).join(";")"""

TOO_WIDE = """[...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map((element) => `${element.tagName}.${element.className}`)"""
# The audit log's ids are for machines to compare; everything else is to be read.
SMALL_TEXT = """[...document.querySelectorAll("main :is(p, li, td, dd, label, button, textarea):not(.id)")]
  .filter((element) => element.offsetParent && element.textContent.trim())
  .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 16)
  .map((element) => `${element.tagName}.${element.className} ${getComputedStyle(element).fontSize}`)"""


class Look:
    """Looks at pages as they come, and collects what is wrong with each."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: list[str] = []
        # How often a narrow window needed only a short look.
        self.shortened = 0

    def at(self, page: Page, state: str) -> None:
        """Examine what the window shows now, on a wide and on a narrow screen."""
        self.seen.append(state)
        page.wait_for_load_state()
        assert page.locator("audio, video").count() == 0
        wider = ""
        for size in (USUAL, NARROWEST):
            page.set_viewport_size(size)
            appearance = page.evaluate(APPEARANCE)
            self.shortened += appearance == wider
            for violation in violations(page, OF_PLACES if appearance == wider else ALL):
                where = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                self.faults.append(f"{state}, {size['width']} px: {violation['id']} at {where}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide = page.evaluate(TOO_WIDE)
                self.faults.append(f"{state}: scrolls sideways at {size['width']} px, {wide}")
            small = page.evaluate(SMALL_TEXT)
            if small:
                self.faults.append(f"{state}: text below 16 px in {small[:3]}")
            wider = appearance
        page.set_viewport_size(USUAL)


def violations(page: Page, asked: dict[str, Any]) -> list[Any]:
    """Ask axe what is wrong with a page, as `Axe.run` does, which would read its program each time."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found: list[Any] = page.evaluate(RUN, asked)
    return found


def submit(page: Page) -> None:
    """Send the page's own form as it stands, whatever the browser thinks of it."""
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form[method=post]').requestSubmit()")


def sign_in(page: Page, person: Account | Staff) -> None:
    """Sign in with a password."""
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(person.person.email))
    page.locator("#id_password").fill(person.password)
    submit(page)


def open_with_code(page: Page, visitor: Visitor) -> None:
    """Open a visitor's thread with their reply code."""
    page.goto("/reply/")
    page.locator("#id_code").fill(visitor.reply_code)
    submit(page)
