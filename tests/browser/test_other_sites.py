"""Another site that somebody has open learns nothing of the portal, and does nothing there in their name."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest
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
  return {
    picture: await element("img", { src: address }),
    script: await element("script", { src: address }),
    style: await element("link", { rel: "stylesheet", href: address }),
    object: await element("object", { data: address }),
    read: await fetched({ mode: "cors" }),
    sent: await fetched({ mode: "no-cors" }),
    posted: await fetched({ mode: "no-cors", method: "POST", body: new URLSearchParams({ text: "Forged" }) }),
  };
}
"""


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


@pytest.fixture
def signed_in(chrome: Chrome, officer: Staff) -> Page:
    """The window of an officer, in which other pages may be opened; what those try is no fault of ours."""
    context = chrome.browser.new_context(base_url=chrome.site)
    context.set_default_timeout(10_000)
    chrome.contexts.append(context)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(str(officer.person.email))
    page.locator("#id_password").fill(officer.password)
    page.locator("main form button[type=submit]:not([data-ask-passkey])").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mailbox")
    return page


def test_what_is_there_and_what_is_not_look_the_same_from_elsewhere(
    chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str
):
    other = signed_in.context.new_page()
    other.goto(elsewhere)
    addresses = [
        answered_thread.get_absolute_url(),
        f"/threads/{uuid4()}/",
        "/mailbox/",
        "/mailbox/?before=x",
        "/people/",
    ]

    seen = [other.evaluate(TRIES, chrome.site + address) for address in addresses]

    assert seen == [seen[0]] * len(seen)
    assert seen[0] == {
        "picture": "refused",
        "script": "refused",
        "style": "refused",
        "object": "refused",
        "read": "refused",
        "sent": "refused",
        "posted": "refused",
    }
    # What is tried does work, with what lets it.
    assert other.evaluate(TRIES, f"{elsewhere}/a.svg")["picture"].startswith("loaded")


@pytest.mark.parametrize("path", ["/sign-out/", "/mailbox/", "/sign-in/", "/reply/", "/nowhere/", "thread"])
def test_no_page_stands_in_a_frame(
    chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str, path: str
):
    address = chrome.site + (answered_thread.get_absolute_url() if path == "thread" else path)
    other = signed_in.context.new_page()
    other.goto(elsewhere)

    other.evaluate(
        """(address) => new Promise((done) => {
          const frame = Object.assign(document.createElement("iframe"), { src: address, onload: done });
          document.body.append(frame);
        })""",
        address,
    )

    framed = other.frames[1]
    framed.wait_for_url(lambda url: url.startswith("chrome-error:"), wait_until="commit")
    assert "Sealpost" not in framed.content()


def test_a_window_that_another_site_opens_is_none_of_its_own(
    chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str
):
    other = signed_in.context.new_page()
    other.goto(elsewhere)

    with signed_in.context.expect_page() as opened:
        other.evaluate(
            "(address) => { window.theirs = window.open(address) }",
            chrome.site + answered_thread.get_absolute_url(),
        )
    opened.value.wait_for_load_state()

    expect(opened.value.locator(".conversation")).to_be_visible()
    assert other.evaluate("window.theirs.closed")
    assert opened.value.evaluate("window.opener") is None


def test_a_form_of_another_site_does_nothing(
    chrome: Chrome, signed_in: Page, answered_thread: Thread, elsewhere: str
):
    before = Message.objects.count()
    for address in ("/sign-out/", answered_thread.get_absolute_url()):
        other = signed_in.context.new_page()
        other.goto(elsewhere)
        with other.expect_navigation():
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
        assert "Forged" not in other.locator("main").inner_text() or other.url.startswith(chrome.site)

    signed_in.reload()

    expect(signed_in.get_by_role("heading", level=1)).to_have_text("Mailbox")
    assert Message.objects.count() == before
