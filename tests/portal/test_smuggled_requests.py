"""A request has one meaning: no second one hides in its body, and no host but the portal's own is believed.

Sent byte by byte to the real web server, and to the proxy of `deploy/nginx` before it, where there is nginx.
"""

from collections.abc import Iterator

import pytest

from tests.portal.proxying import Proxy
from tests.portal.raw_requests import Answers, plain, send
from tests.portal.serving import Portal, free_port

HIDDEN = b"GET /privacy/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Serve a demo that was just founded."""
    served = Portal(tmp_path_factory.mktemp("portal"), free_port(), free_port())
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="module")
def proxy(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Put the proxy of the release before it."""
    with Proxy(tmp_path_factory.mktemp("proxy"), portal.port) as before:
        yield before.port


def posted(*headers: bytes, body: bytes) -> bytes:
    """Write a POST that keeps the connection, so that whatever is left over is read as the next request."""
    return b"\r\n".join([b"POST /reply/ HTTP/1.1", b"Host: localhost", *headers]) + b"\r\n\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked"
LENGTH = b"Content-Length: %d" % len(HIDDEN)
ENDED = b"0\r\n\r\n"
SHAPES = {
    "a length and chunks": posted(b"Content-Length: 5", CHUNKED, body=ENDED + HIDDEN),
    "chunks and a length": posted(CHUNKED, b"Content-Length: 5", body=ENDED + HIDDEN),
    "two lengths": posted(b"Content-Length: 0", LENGTH, body=HIDDEN),
    "two lengths in one": posted(b"Content-Length: 0, %d" % len(HIDDEN), body=HIDDEN),
    "a length with a sign": posted(b"Content-Length: +0", body=HIDDEN),
    "a length that is negative": posted(b"Content-Length: -1", body=HIDDEN),
    "a length in hexadecimal": posted(b"Content-Length: 0x0", body=HIDDEN),
    "a length with an underscore": posted(b"Content-Length: 1_0", body=HIDDEN),
    "a length folded over two lines": posted(b"Content-Length:\r\n 0", body=HIDDEN),
    "a space before the colon": posted(b"Content-Length : 0", body=HIDDEN),
    "chunks with a space before the colon": posted(
        LENGTH, b"Transfer-Encoding : chunked", body=ENDED + HIDDEN
    ),
    "chunks after a tab": posted(LENGTH, b"Transfer-Encoding:\tchunked", body=ENDED + HIDDEN),
    "chunks folded over two lines": posted(LENGTH, b"Transfer-Encoding:\r\n chunked", body=ENDED + HIDDEN),
    "chunks behind a vertical tab": posted(LENGTH, b"Transfer-Encoding: \x0bchunked", body=ENDED + HIDDEN),
    "chunks twice": posted(LENGTH, CHUNKED, CHUNKED, body=ENDED + HIDDEN),
    "chunks that are none": posted(LENGTH, b"Transfer-Encoding: xchunked", body=ENDED + HIDDEN),
    "chunks and as it is": posted(LENGTH, b"Transfer-Encoding: chunked, identity", body=ENDED + HIDDEN),
    "chunks in quotes": posted(LENGTH, b'Transfer-Encoding: "chunked"', body=ENDED + HIDDEN),
    "chunks in an old version": posted(CHUNKED, body=ENDED + HIDDEN).replace(b"HTTP/1.1", b"HTTP/1.0", 1),
    "a size that is none": posted(CHUNKED, body=b"0x0\r\n\r\n" + HIDDEN),
    "a size that overflows": posted(CHUNKED, body=b"ffffffffffffffff1\r\n\r\n" + HIDDEN),
    "a header that ends in a bare return": posted(b"X-A: b\rContent-Length: 0", body=HIDDEN),
    "a null in a header": posted(b"X-A: \0", b"Content-Length: 0", body=HIDDEN),
    "a header without a name": posted(b": b", b"Content-Length: 0", body=HIDDEN),
    "a body with a GET": plain(b"GET /reply/ HTTP/1.1", LENGTH, body=HIDDEN).replace(
        b"Connection: close", b"X: y"
    ),
    "an empty line before, and a method that is none": b"\r\nX" + plain(b"GET /reply/ HTTP/1.1"),
    "a space before the first header": plain(b"GET /reply/ HTTP/1.1\r\n X-A: b"),
    "a version that is none": plain(b"GET /reply/ HTTP/1.1/2"),
    "two spaces in the line": plain(b"GET  /reply/ HTTP/1.1"),
    "a space in the path": plain(b"GET /reply/ /privacy/ HTTP/1.1"),
    "an old line": b"GET /reply/\r\n",
}


# nginx takes that line end for the chunk's own, and hands on requests with a length alone.
ENDS_IN_AN_EXTENSION = posted(CHUNKED, body=b"0;a=\nb\r\n\r\n" + HIDDEN)
UNDERSCORED = posted(b"Content-Length: 0", b"Transfer_Encoding: chunked", body=HIDDEN)


def hides_nothing(answers: Answers) -> bool:
    """Tell whether the request that was hidden got no answer, or none but that it is no request."""
    return answers.statuses[1:] in ([], [400])


@pytest.mark.parametrize("name", SHAPES)
def test_the_web_server_reads_one_request_or_refuses_it(portal: Portal, name: str) -> None:
    assert hides_nothing(send(portal.port, SHAPES[name]))


@pytest.mark.parametrize("name", SHAPES)
def test_behind_the_proxy_it_is_one_request_too(proxy: int, name: str) -> None:
    assert hides_nothing(send(proxy, SHAPES[name], tls=True))


def test_a_line_end_in_an_extension_hides_nothing(portal: Portal) -> None:
    assert hides_nothing(send(portal.port, ENDS_IN_AN_EXTENSION))


def test_a_name_with_an_underscore_means_nothing_to_either(portal: Portal, proxy: int) -> None:
    alone, behind = send(portal.port, UNDERSCORED), send(proxy, UNDERSCORED, tls=True)

    assert alone.statuses == behind.statuses == [403, 200]


HOSTS = {
    "another": [b"Host: evil.example"],
    "another with our port": [b"Host: evil.example:8000"],
    "a name below ours": [b"Host: evil.localhost.example"],
    "a name before ours": [b"Host: evil-localhost"],
    "a user before ours": [b"Host: localhost@evil.example"],
    "ours, and another behind a sign": [b"Host: localhost#evil.example"],
    "ours, and another behind a slash": [b"Host: localhost/evil.example"],
    "ours, and another behind a comma": [b"Host: localhost, evil.example"],
    "ours, and another behind a space": [b"Host: localhost evil.example"],
    "a port that is none": [b"Host: localhost:evil.example"],
    "an underscore": [b"Host: evil_example"],
    "another machine by IPv6": [b"Host: [2001:db8::1]"],
    "a broken IPv6": [b"Host: [::1"],
    "one in another's brackets": [b"Host: [evil.example]"],
    "two": [b"Host: localhost", b"Host: evil.example"],
    "two the other way": [b"Host: evil.example", b"Host: localhost"],
    "none": [b"Host:"],
    "letters that are none": ["Host: loc\u0430lhost".encode()],
}


@pytest.mark.parametrize("name", HOSTS)
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(portal: Portal, name: str) -> None:
    answers = send(portal.port, plain(b"GET /reply/ HTTP/1.1", *HOSTS[name]))

    assert answers.statuses == [400]
    assert b"evil" not in answers.raw


# The proxy drops a port, whatever it is.
@pytest.mark.parametrize("name", sorted(HOSTS.keys() - {"a port that is none"}))
def test_the_proxy_hands_on_no_host_that_is_not_ours(proxy: int, name: str) -> None:
    answers = send(proxy, plain(b"GET /reply/ HTTP/1.1", *HOSTS[name]), tls=True)

    assert answers.statuses == [400]
    assert b"evil" not in answers.raw


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host", "X-Forwarded-Server"]
)
def test_what_else_names_a_host_is_not_believed(portal: Portal, proxy: int, header: str) -> None:
    named = f"{header}: {'host=' if header == 'Forwarded' else ''}evil.example".encode()
    request = plain(b"GET /mailbox/ HTTP/1.1", named)

    for answers in (send(portal.port, request), send(proxy, request, tls=True)):
        assert answers.statuses == [302]
        assert answers.headers()["location"] == "/sign-in/?next=/mailbox/"
        assert b"evil" not in answers.raw


def test_a_whole_address_in_the_request_counts_for_its_path_only(portal: Portal) -> None:
    answers = send(portal.port, plain(b"GET http://evil.example/mailbox/ HTTP/1.1"))

    assert answers.statuses == [302]
    assert answers.headers()["location"] == "/sign-in/?next=/mailbox/"
    assert b"evil" not in answers.raw


OURS = {
    "as it is": b"localhost",
    "in capitals": b"LOCALHOST",
    "by IPv4": b"127.0.0.1",
    "by IPv6": b"[::1]",
    "with a port": b"localhost:8000",
}


@pytest.mark.parametrize("name", OURS)
def test_names_of_ours_are_answered(portal: Portal, name: str) -> None:
    answers = send(portal.port, plain(b"GET /reply/ HTTP/1.1", b"Host: " + OURS[name]))

    assert answers.statuses == [200]
