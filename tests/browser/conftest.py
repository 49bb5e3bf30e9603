"""A real Chromium that walks a real server, and watches what pages do behind their reader's back."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from messaging.models import Topic
from tests.browser import chromium

# The browser's own loop runs in the thread of the tests, which alone is no reason to refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder: it needs a browser, and a server that really commits."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def started_chromium() -> Iterator[Browser]:
    """Start Chromium once a run."""
    with sync_playwright() as playwright:
        started = chromium.start(playwright)
        yield started
        started.close()


@dataclass
class Watch:
    """What pages said to the console, what they threw, and what they asked for elsewhere."""

    site: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", self._request)
        page.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser itself notes every page that does not answer 200; tests ask for such pages.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("blob", "data") and f"{parts.scheme}://{parts.netloc}" != self.site:
            self.faults.append(f"request elsewhere: {request.url}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()


@dataclass
class Chrome:
    """Makes windows that share nothing with each other, and fails the test when a page misbehaved in one."""

    browser: Browser
    site: str
    watch: Watch
    contexts: list[BrowserContext] = field(default_factory=list)

    def window(self, **options: Any) -> Page:
        """Open a fresh window, as on somebody else's computer; options are those of `new_context`."""
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = self.browser.new_context(base_url=self.site, **options)
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        page = context.new_page()
        self.watch.over(page)
        return page


@pytest.fixture
def chrome(started_chromium: Browser, live_server: Any) -> Iterator[Chrome]:
    """Chromium, before a portal that serves."""
    made = Chrome(started_chromium, live_server.url, Watch(live_server.url))
    yield made
    for context in made.contexts:
        context.close()
    assert not made.watch.faults


@pytest.fixture
def topics(topic: Topic) -> list[Topic]:
    """Two topics, so that there is something to choose from."""
    second = Topic.objects.create(
        name="Payment plans", description="Pay in parts.", unit=topic.unit, position=1
    )
    return [topic, second]
