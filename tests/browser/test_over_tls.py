"""As the public sees it: a portal that is no demo, behind the release's proxy, by https and its own name.

A neighbour serves names below and above the portal's, and sets what cookies it can for the portal.
"""

import base64
import hashlib
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser, BrowserContext, Page, expect

from records_key import ceremony
from tests.browser import chromium
from tests.people import PASSWORD
from tests.portal.proxying import Proxy
from tests.portal.serving import Portal, free_port

HOST = "mail.agency.example"
SITE = f"https://{HOST}"
BELOW, ABOVE = f"https://neighbour.{HOST}", "https://agency.example"
NAMES = ["session", "__Host-session", "__Secure-session", "csrf", "__Host-csrf", "__HOST-session", "language"]
# Trimmed by Django, and not by browsers.
WIDE_SPACES = ["\\u2000", "\\u00a0", "\\u0085", "\\u3000"]
PLANTED = "planted" + "A" * 36


class Neighbour(BaseHTTPRequestHandler):
    """Sets every cookie that it may try to set for the portal, in headers and by a script."""

    def do_GET(self) -> None:
        """Answer with all of them."""
        domain = "agency.example" if self.headers["Host"] == "agency.example" else HOST
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        tossed = [f"{name}={PLANTED}; Domain={domain}" for name in NAMES] + [
            f"={NAMES[1]}={PLANTED}; Domain={domain}"
        ]
        for cookie in tossed:
            self.send_header("Set-Cookie", f"{cookie}; Path=/; Secure")
            self.send_header("Set-Cookie", f"{cookie}; Path=/reply; Secure")
        self.end_headers()
        wide = "".join(
            f"document.cookie = '{space}{name}={PLANTED}; Domain={domain}; Path={path}; Secure';\n"
            for space in WIDE_SPACES
            for name in NAMES[:5]
            for path in ("/", "/reply")
        )
        self.wfile.write(f"<!doctype html><title>Neighbour</title><script>{wide}</script>".encode())

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve a portal that was founded as an agency founds it."""
    folder = tmp_path_factory.mktemp("portal")
    settings = {
        "SEALPOST_SITE_URL": SITE,
        "SEALPOST_BEHIND_PROXY": "1",
        # The tests ask it whether it is ready.
        "SEALPOST_ALLOWED_HOSTS": f"{HOST},localhost",
        "SEALPOST_SMTP_PORT": str(free_port()),
    }
    served = Portal(folder, free_port(), free_port(), settings)
    made = ceremony.make(
        folder / "custodians", agency="Tests", custodians=[f"Custodian {n}" for n in range(5)]
    )
    served.start(is_demo=False)
    (folder / "password").touch(mode=0o600)
    (folder / "password").write_text(PASSWORD)
    people = [
        argument
        for who in ("administrator", "founder")
        for argument in (
            *(f"--{who}-name", who, f"--{who}-email", f"{who}@agency.example"),
            *(f"--{who}-password-file", str(folder / "password")),
        )
    ]
    founded = served.command(
        "found_agency", "--records-key", str(made.public_half), "--unit", "Refunds", *people
    )
    assert founded.returncode == 0, founded.stderr
    added = served.command(
        "add_topic", "--unit", "Refunds", "--name", "Refunds", "--description", "Where it is."
    )
    assert added.returncode == 0, added.stderr
    yield served
    served.stop()


@pytest.fixture(scope="module")
def proxy(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Put the proxy before it."""
    with Proxy(tmp_path_factory.mktemp("proxy"), portal.port) as before:
        yield before


@pytest.fixture(scope="module")
def neighbour(proxy: Proxy) -> Iterator[int]:
    """Serve the neighbour, with the same certificate; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(proxy.folder / "tls_certificate", proxy.folder / "tls_key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def trusting(started_chromium: Browser, proxy: Proxy, neighbour: int) -> Iterator[Browser]:
    """Start a Chromium that knows the names, and trusts the certificate's key as if it were signed."""
    der, spki = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    digest = hashlib.sha256(proxy.key.public_key().public_bytes(der, spki)).digest()
    ports = {HOST: proxy.port, f"*.{HOST}": neighbour, "agency.example": neighbour}
    names = ", ".join(f"MAP {name} 127.0.0.1:{port}" for name, port in ports.items())
    started = chromium.start_whole(
        started_chromium.browser_type,
        f"--host-resolver-rules={names}",
        f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}",
    )
    yield started
    started.close()


@pytest.fixture
def window(trusting: Browser) -> Iterator[Page]:
    """Open a fresh window."""
    context = trusting.new_context(base_url=SITE)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def write_comment(page: Page) -> str:
    """Write a comment; gives its reply code."""
    page.goto("/comment/")
    page.locator("label", has_text="Refunds").click()
    page.locator("#id_subject").fill("My refund")
    page.locator("#id_text").fill("Words")
    page.locator(".before-send button").click()
    return page.locator("#reply-code").inner_text().strip()


def sign_in(page: Page, code: str) -> None:
    """Open the answer with its code."""
    page.goto("/reply/")
    page.locator("#id_code").fill(code)
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".conversation")).to_be_visible()


def cookies_of(context: BrowserContext) -> dict[str, Any]:
    """Give the cookies that this window sends to the portal."""
    return {cookie["name"]: cookie for cookie in context.cookies(SITE)}


def test_cookies_are_for_this_host_alone_and_go_over_tls_only(window: Page):
    sign_in(window, write_comment(window))

    cookies = cookies_of(window.context)

    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in cookies.values():
        assert cookie["domain"] == HOST
        assert (cookie["secure"], cookie["httpOnly"], cookie["path"]) == (True, True, "/")
        assert cookie["expires"] == -1
    assert window.evaluate("document.cookie") == ""


def test_the_session_changes_at_sign_in_and_at_each_further_one(window: Page):
    code, seen = write_comment(window), []
    seen.append(cookies_of(window.context).get("__Host-session", {}).get("value"))

    for _ in range(2):
        sign_in(window, code)
        seen.append(cookies_of(window.context)["__Host-session"]["value"])

    assert len(set(seen)) == 3


@pytest.mark.parametrize("origin", [BELOW, ABOVE])
def test_no_neighbour_plants_a_session_or_takes_one_over(window: Page, origin: str):
    code = write_comment(window)
    window.goto(origin)
    assert window.title() == "Neighbour"
    tossed = cookies_of(window.context)

    sign_in(window, code)
    own = cookies_of(window.context)["__Host-session"]["value"]
    window.goto(origin)
    window.goto("/threads/")
    expect(window.locator("form[action='/sign-out/'] button")).to_be_visible()

    assert "language" in tossed
    assert "__Host-session" not in tossed
    assert own != PLANTED
    assert cookies_of(window.context)["__Host-session"]["value"] == own


def test_once_it_was_seen_nothing_is_asked_in_clear(window: Page):
    answer = window.goto("/")
    assert answer
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")

    # Nothing listens for clear text at the port that this name leads to: it is asked by TLS, or not at all.
    upgraded = window.goto(f"http://{HOST}/privacy/")

    assert upgraded
    assert upgraded.status == 200
    assert upgraded.url == f"{SITE}/privacy/"
    first = upgraded.request.redirected_from
    assert first
    redirect = first.response()
    assert redirect
    assert redirect.status == 307


def test_a_session_in_the_address_is_none(window: Page, trusting: Browser):
    sign_in(window, write_comment(window))
    value = cookies_of(window.context)["__Host-session"]["value"]
    stranger = trusting.new_context(base_url=SITE).new_page()

    for path in (f"/threads/?__Host-session={value}", f"/threads/#__Host-session={value}"):
        stranger.goto(path)

        assert "/sign-in/" in stranger.url
        assert "__Host-session" not in cookies_of(stranger.context)
    stranger.context.close()
