"""What is no request gets an answer that no page can frame, and leaves no word and no address in the log.

Sent byte by byte to the real web server, and to the proxy of `deploy/nginx` before it.
"""

from collections.abc import Iterator

import pytest

from tests.portal.proxying import Proxy
from tests.portal.raw_requests import Answers, plain, send
from tests.portal.serving import Portal, free_port

CANARY = "canary-219-09-9999"
# Kept from all other pages, and from caches.
WANTED = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
LINE = b"GET /reply/ HTTP/1.1"
REFUSED = {
    "a line that is none": (400, plain(CANARY.encode())),
    "a version that is none": (400, plain(b"GET /?a=" + CANARY.encode() + b" HTTP/1.1/2")),
    "a header without a colon": (400, plain(LINE, b"Cookie " + CANARY.encode())),
    "a name that is none": (400, plain(LINE, b"A b" + CANARY.encode() + b": c")),
    "a length that is none": (400, plain(LINE, b"Content-Length: " + CANARY.encode())),
    "an expectation that nobody meets": (400, plain(LINE, b"Expect: " + CANARY.encode())),
    "an address that is too long": (414, plain(b"GET /?a=" + CANARY.encode() * 1000 + b" HTTP/1.1")),
    "cookies that are too long": (431, plain(LINE, b"Cookie: a=" + CANARY.encode() * 1000)),
    "too many headers": (431, plain(LINE, *[b"X-A: " + CANARY.encode()] * 200)),
}


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve a demo that was just founded."""
    served = Portal(tmp_path_factory.mktemp("portal"), free_port(), free_port())
    served.start()
    yield served
    served.stop()


def assert_keeps_to_itself(answers: Answers) -> None:
    """Check that an answer repeats nothing, can be framed by nobody, and is kept nowhere."""
    headers = answers.headers()
    assert {name: headers.get(name) for name in WANTED} == WANTED
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "server" not in headers or headers["server"] == "nginx"
    assert b"This page cannot be shown" in answers.raw
    assert CANARY.encode() not in answers.raw


@pytest.mark.parametrize("name", REFUSED)
def test_the_web_server_repeats_nothing_and_lets_nobody_frame_it(portal: Portal, name: str) -> None:
    status, request = REFUSED[name]

    answers = send(portal.port, request)

    assert answers.statuses == [status]
    assert_keeps_to_itself(answers)


def test_what_was_refused_is_logged_by_its_kind_alone(portal: Portal) -> None:
    for _status, request in REFUSED.values():
        send(portal.port, request)

    logged = portal.output()

    assert "LimitRequestHeaders" in logged
    assert CANARY not in logged
    assert "127.0.0.1" not in logged


# nginx takes whatever is to come after a version for the version, and any expectation for none.
@pytest.mark.parametrize(
    "name", ["a line that is none", "a length that is none", "cookies that are too long"]
)
def test_the_proxy_repeats_nothing_and_lets_nobody_frame_it(
    portal: Portal, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    _status, request = REFUSED[name]

    with Proxy(tmp_path_factory.mktemp("proxy"), portal.port) as proxy:
        answers = send(proxy.port, request, tls=True)

    assert answers.statuses == [400]
    assert_keeps_to_itself(answers)


def test_a_portal_that_is_away_is_said_by_the_proxy(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Proxy(tmp_path_factory.mktemp("proxy"), free_port()) as proxy:
        answers = send(proxy.port, plain(LINE), tls=True)

    assert answers.statuses == [502]
    assert_keeps_to_itself(answers)
    assert b"Nothing is lost" in answers.raw
    assert answers.headers()["strict-transport-security"].startswith("max-age=")
