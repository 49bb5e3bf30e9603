"""Start the Chromium of this machine."""

from typing import Any

from playwright.sync_api import Browser, BrowserType, Locator, Playwright

from tests import real_parts

# The tests' pages are our own, so the sandbox, which containers do not allow, may be off.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

_click = Locator.click


def _click_through(self: Locator, **options: Any) -> None:
    # Playwright waits until the page that a click leads to has begun; what looks next must find it whole.
    _click(self, **options)
    if not self.page.is_closed():
        self.page.wait_for_load_state()


Locator.click = _click_through  # type: ignore[method-assign]


def start(playwright: Playwright) -> Browser:
    """Start the one that looks at pages, the one without windows where there is such a program.

    Raises RuntimeError where there is none at all.
    """
    return _launch(playwright.chromium, real_parts.headless_shell() or real_parts.chromium())


def start_whole(chromium: BrowserType, *more: str, without: list[str] | None = None) -> Browser:
    """Start a whole one, as people have it; raises RuntimeError where there is none.

    more: arguments of its command line. without: those that playwright would add by itself.
    """
    return _launch(chromium, real_parts.chromium(), *more, without=without)


def _launch(
    chromium: BrowserType, program: str | None, *more: str, without: list[str] | None = None
) -> Browser:
    if program is None:
        raise RuntimeError(real_parts.MISSING)
    return chromium.launch(
        executable_path=program, headless=True, args=[*ARGUMENTS, *more], ignore_default_args=without
    )
