"""Another site that somebody has open learns nothing of the portal, and does nothing there in their name."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.signals import request_started
from django.db import connection
from playwright.sync_api import Page, expect

from messaging.models import Message, Thread
from tests.browser.conftest import Chrome
from tests.people import Staff

# What any page can try: each gives a word for what came of it.
TRIES = """
async (address) => {
  const late = () => new Promise((done) => setTimeout(done, 3000, "nothing"));
  const within = (promise) => Promise.race([promise, late()]);
  const element = (name, attributes) => within(new Promise((done) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.onload = () => done("loaded");
    made.onerror = () => done("refused");
    document.body.append(made);
  }));
  const fetched = (options) => within(fetch(address, { credentials: "include", ...options })
    .then((answer) => `${answer.type} ${answer.status}`, () => "refused"));
  const tried = {
    picture: await element("img", { src: address }),
    script: await element("script", { src: address }),
    style: await element("link", { rel: "stylesheet", href: address }),
    object: await element("object", { data: address }),
    read: await fetched({ mode: "cors" }),
    sent: await fetched({ mode: "no-cors" }),
    posted: await fetched({ mode: "no-cors", method: "POST", body: new URLSearchParams({ text: "Forged" }) }),
  };
  // What a browser measures of each, but for the moments.
  const measured = performance.getEntriesByName(address).map((entry) => [
    entry.initiatorType, entry.transferSize, entry.encodedBodySize, entry.decodedBodySize,
    entry.responseStatus, entry.nextHopProtocol, entry.responseStart,
  ].join(" "));
  performance.clearResourceTimings();
  return { ...tried, measured, frames: window.length };
}
"""
REFUSED = ["picture", "script", "style", "object", "read", "sent", "posted"]


@dataclass
class Request:
    """What the portal was asked: where, with a session or not, and how many queries the answer took.

    Queries stand for the time that it took, on which no test can rely.
    """

    address: str
    has_session: bool
    queries: int = 0


class Listening:
    """Keeps what the portal is asked, as it comes in."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._here = threading.local()

    def begin(self, environ: dict[str, Any], **_more: Any) -> None:
        """Note a request, in the thread that answers it."""
        address = f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".rstrip("?")
        has_session = settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", "")
        self._here.request = Request(address, has_session)
        self.requests.append(self._here.request)
        if self.count not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.count)

    def count(self, execute: Any, *arguments: Any) -> Any:
        """Count a query of the request that is answered in this thread."""
        if hasattr(self._here, "request"):
            self._here.request.queries += 1
        return execute(*arguments)


@pytest.fixture
def listening(live_server: Any) -> Iterator[Listening]:
    """Listen to what the portal is asked."""
    kept = Listening()
    request_started.connect(kept.begin)
    yield kept
    request_started.disconnect(kept.begin)
    if kept.count in connection.execute_wrappers:
        connection.execute_wrappers.remove(kept.count)


class Elsewhere(BaseHTTPRequestHandler):
    """Answers every request with an empty page."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml" if self.path.endswith(".svg") else "text/html")
        self.end_headers()
        self.wfile.write(b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>")

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Serve another site: the same machine under a name that is none of the portal's."""
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def signed_in_as(chrome: Chrome, somebody: Staff) -> Page:
    """Open a window of theirs, in which other pages may be opened; what those try is no fault of ours."""
    context = chrome.browser.new_context(base_url=chrome.site)
    context.set_default_timeout(10_000)
    chrome.contexts.append(context)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(somebody.person.email))
    page.locator("#id_password").fill(somebody.password)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    page.wait_for_selector("form[action='/sign-out/']")
    return page


@pytest.fixture
def signed_in(chrome: Chrome, officer: Staff) -> Page:
    """The window of an officer."""
    return signed_in_as(chrome, officer)


def test_what_is_there_and_what_is_not_look_the_same_from_elsewhere(
    chrome: Chrome,
    signed_in: Page,
    administrator: Staff,
    answered_thread: Thread,
    elsewhere: str,
    listening: Listening,
):
    people = "/administration/people/"
    # Each with what its owner is told: it is there, or it is not; it is found, or it is not.
    of_the_officer = {
        answered_thread.get_absolute_url(): 200,
        f"/threads/{uuid4()}/": 404,
        "/mailbox/": 200,
        "/mailbox/?before=x": 404,
    }
    of_the_administrator = {
        f"{people}?q=first-officer": 200,
        f"{people}?q=nobody-here": 200,
        f"{people}{administrator.person.public_id}/": 200,
        f"{people}{uuid4()}/": 404,
    }
    turns = [(signed_in, of_the_officer), (signed_in_as(chrome, administrator), of_the_administrator)]
    for window, addresses in turns:
        for address, status in addresses.items():
            answer = window.goto(address)
            assert answer
            assert answer.status == status
    own = [each for each in listening.requests if each.address in {**of_the_officer, **of_the_administrator}]
    assert all(each.has_session and each.queries for each in own)
    listening.requests.clear()

    seen: dict[str, Any] = {}
    for window, addresses in turns:
        other = window.context.new_page()
        other.goto(elsewhere)
        seen |= {address: other.evaluate(TRIES, chrome.site + address) for address in addresses}

    first, *others = seen.values()
    assert others == [first] * 7
    assert {name: first[name] for name in REFUSED} == dict.fromkeys(REFUSED, "refused")
    assert first["frames"] == 0
    asked = {address: [each for each in listening.requests if each.address == address] for address in seen}
    assert {len(requests) for requests in asked.values()} == {len(REFUSED)}
    assert {(each.has_session, each.queries) for requests in asked.values() for each in requests} == {
        (False, 0)
    }
    # What is tried does work, with what lets it.
    assert other.evaluate(TRIES, f"{elsewhere}/a.svg")["picture"].startswith("loaded")


def test_no_page_stands_in_a_frame(chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str):
    thread = answered_thread.get_absolute_url()
    for path in ("/sign-out/", "/mailbox/", "/sign-in/", "/reply/", "/nowhere/", thread):
        other = signed_in.context.new_page()
        other.goto(elsewhere)

        other.evaluate(
            """(address) => new Promise((done) => {
              const frame = Object.assign(document.createElement("iframe"), { src: address, onload: done });
              document.body.append(frame);
            })""",
            chrome.site + path,
        )

        framed = other.frames[1]
        framed.wait_for_url(lambda url: url.startswith("chrome-error:"), wait_until="commit")
        assert "Sealpost" not in framed.content()


def test_a_window_that_another_site_opens_is_none_of_its_own(
    chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str
):
    other = signed_in.context.new_page()
    other.goto(elsewhere)

    seen = []
    for address, shown in (
        (answered_thread.get_absolute_url(), ".conversation"),
        (f"/threads/{uuid4()}/", "h1"),
    ):
        with signed_in.context.expect_page() as opened:
            other.evaluate("(address) => { window.theirs = window.open(address) }", chrome.site + address)
        expect(opened.value.locator(shown)).to_be_visible()
        other.wait_for_function("window.theirs.closed")
        seen.append(other.evaluate("[window.theirs.closed, window.theirs.length]"))
        assert opened.value.evaluate("window.opener") is None

    # Neither which it was nor how many frames it has.
    assert seen == [[True, 0], [True, 0]]


def test_a_form_of_another_site_does_nothing(
    chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str
):
    before = Message.objects.count()
    for address in ("/sign-out/", answered_thread.get_absolute_url()):
        other = signed_in.context.new_page()
        other.goto(elsewhere)
        with other.expect_navigation() as answered:
            other.evaluate(
                """(address) => {
                  const form = document.createElement("form");
                  Object.assign(form, { method: "post", action: address });
                  form.innerHTML = "<input name=text value=Forged><input name=action value=send>";
                  document.body.append(form);
                  form.submit();
                }""",
                chrome.site + address,
            )
        assert answered.value
        assert answered.value.status == 403

    signed_in.reload()

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Mailbox")
    assert Message.objects.count() == before
