"""What the real web server makes of odd addresses, hosts and methods: nothing closed opens by them."""

import re
import socket
from collections.abc import Iterator

import pytest

from tests.portal.serving import Portal, free_port
from tests.whole_site.test_path_tricks import HEADERS, ways_of_writing

CLOSED = ["/mailbox/", "/audit/", "/status/", "/administration/people/"]
FORGOTTEN = "/sign-in/forgotten/"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve a demo, by gunicorn."""
    served = Portal(tmp_path_factory.mktemp("portal"), free_port(), free_port())
    served.start()
    yield served
    if served.process and served.process.poll() is None:
        served.stop()


def ask(portal: Portal, line: str, *headers: str, host: str = "") -> tuple[int, str, str]:
    """Send a request as it is written; gives status, heading lines, and body. 0: it was hung up on."""
    lines = [line, f"Host: {host or f'localhost:{portal.port}'}", *headers, "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", portal.port), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode("utf-8"))
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode("utf-8", "replace")
    heading, _, body = answer.partition("\r\n\r\n")
    status = re.match(r"HTTP/1\.1 (\d{3})", heading)
    return int(status[1]) if status else 0, heading, body


def is_open(status: int) -> bool:
    return status not in (0, 301, 302, 400, 404, 405)


def leads_elsewhere(heading: str) -> bool:
    found = re.search(r"(?im)^location: *(.*)\r?$", heading)
    return bool(found) and not re.match(r"/(?![/\\])", found[1] if found else "")


def test_no_way_of_writing_an_address_opens_it_or_leads_elsewhere(portal: Portal):
    # What ends the line, or the address itself, is no other way of writing it but another request.
    ways = sorted(way for path in CLOSED for way in ways_of_writing(path) if not set(way) & set(" \x00\t#"))

    assert is_open(ask(portal, "GET /privacy/ HTTP/1.1")[0])
    seen = {way: ask(portal, f"GET {way} HTTP/1.1") for way in ways}

    assert not [way for way, (status, _heading, _body) in seen.items() if is_open(status)]
    assert not [way for way, (_status, heading, _body) in seen.items() if leads_elsewhere(heading)]


def test_no_header_names_another_address_or_somebody_who_is_signed_in(portal: Portal):
    written = [
        f"{name.removeprefix('HTTP_').replace('_', '-')}: {value.format(path='/mailbox/')}"
        for headers in HEADERS
        for name, value in headers.items()
    ]

    for header in [*written, *(line.replace("-", "_") for line in written)]:
        status, heading, _body = ask(portal, "GET /mailbox/ HTTP/1.1", header)
        home = ask(portal, "GET / HTTP/1.1", header)

        # The server refuses some of these by itself.
        assert status in (302, 400), header
        assert not leads_elsewhere(heading)
        assert home[0] in (200, 400)
        assert "/sign-out/" not in home[2]


@pytest.mark.parametrize("method", ["get", "GeT", "POST ", "FOO", "TRACE", "CONNECT", "PROPFIND"])
def test_odd_methods_change_nothing_and_break_nothing(portal: Portal, method: str):
    for path in ("/mailbox/", "/sign-out/", "/comment/"):
        status, _heading, body = ask(portal, f"{method} {path} HTTP/1.1", "Content-Length: 0")

        assert status in (0, 302, 400, 403, 405, 501)
        assert "Traceback" not in body


@pytest.mark.parametrize(
    ("line", "headers", "host"),
    [
        (f"GET {FORGOTTEN} HTTP/1.1", ["Host: evil.example"], ""),
        (f"GET {FORGOTTEN} HTTP/1.1", [], "evil.example"),
        (f"GET {FORGOTTEN} HTTP/1.1", [], "localhost:1@evil.example"),
        (f"GET {FORGOTTEN} HTTP/1.1", [], "evil.example:80"),
        (f"GET http://evil.example{FORGOTTEN} HTTP/1.1", [], "evil.example"),
        (f"GET http://evil.example{FORGOTTEN} HTTP/1.1", [], ""),
        (f"GET {FORGOTTEN} HTTP/1.1", ["X-Forwarded-Host: evil.example"], ""),
        (f"GET {FORGOTTEN} HTTP/1.1", ["X-Forwarded-Proto: gopher"], ""),
        (f"GET {FORGOTTEN} HTTP/1.1", ["Forwarded: host=evil.example;proto=https"], ""),
    ],
)
def test_no_host_of_a_request_is_believed_or_repeated(
    portal: Portal, line: str, headers: list[str], host: str
):
    status, heading, body = ask(portal, line, *headers, host=host)

    assert status in (200, 400)
    assert "evil.example" not in heading + body
    assert status == 400 or not (host or headers[:1] == ["Host: evil.example"])
