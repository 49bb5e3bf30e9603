"""No other way of writing an address or a method opens what its plain form does not."""

from typing import Any
from urllib.parse import unquote

import pytest

from accounts.models import Session
from tests.people import Browser, Visitor

# What stands before or behind the plain path, and what is changed in it.
TRICKS = [
    "/{path}",
    "//{path}",
    "/.{path}",
    "/./{path}",
    "/%2e{path}",
    "/%2e/{path}",
    "/x/..{path}",
    "/privacy/..{path}",
    "/privacy/%2e%2e{path}",
    "/static/..{path}",
    "/static/%2e%2e{path}",
    "/healthz{path}",
    "/demo/mail/..{path}",
    "{path}.",
    "{path}./",
    "{path}%2e",
    "{path}/",
    "{path};x",
    "{path};x=1/",
    "{path}%3bx",
    "{path}%00",
    "{path}%20",
    "{path}%09",
    "{path}index.html",
    "{path}?next=/privacy/",
    "{path}#",
    "{path}\\",
    "{path}%5c",
    "{path}%252e",
    "{path}..%2f",
]
HEADERS: list[dict[str, str]] = [
    {"HTTP_X_ORIGINAL_URL": "{path}"},
    {"HTTP_X_REWRITE_URL": "{path}"},
    {"HTTP_X_FORWARDED_PREFIX": "{path}"},
    {"HTTP_X_FORWARDED_URI": "{path}"},
    {"HTTP_REFERER": "http://testserver/sign-in/"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_X_REAL_IP": "127.0.0.1"},
    {"HTTP_X_CUSTOM_IP_AUTHORIZATION": "127.0.0.1"},
    {"HTTP_AUTHORIZATION": "Basic YWRtaW46YWRtaW4="},
    {"REMOTE_USER": "first-officer@example.org"},
    {"HTTP_REMOTE_USER": "first-officer@example.org"},
    {"HTTP_X_FORWARDED_USER": "first-officer@example.org"},
]
OVERRIDES: list[dict[str, Any]] = [
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
    {"HTTP_X_METHOD_OVERRIDE": "POST"},
    {"HTTP_X_HTTP_METHOD": "POST"},
    {"QUERY_STRING": "_method=POST"},
]


@pytest.fixture
def strangers(taxpayer: Visitor, other_taxpayer: Visitor) -> list[Browser]:
    """Those to whom neither the mailbox nor the visitor's thread is open."""
    return [Browser(), other_taxpayer.opens_with_code()]


@pytest.fixture
def closed_paths(taxpayer: Visitor) -> list[str]:
    """Addresses that are closed to them."""
    return ["/mailbox/", "/audit/", "/status/", taxpayer.thread.get_absolute_url()]


def ways_of_writing(path: str) -> set[str]:
    """List other ways of writing a path, as they stand and as a server hands them on, unquoted once."""
    ways = {trick.format(path=path) for trick in TRICKS} | {path.upper(), path.title()}
    return ways | {unquote(way.partition("?")[0]) for way in ways} - {path}


def test_no_way_of_writing_the_path_opens_it(strangers, closed_paths):
    opened = []
    for path in closed_paths:
        for way in ways_of_writing(path):
            for stranger in strangers:
                response = stranger.get("/", PATH_INFO=way)
                if (
                    response.status_code not in (301, 302, 400, 404)
                    or "My refund" in response.content.decode()
                ):
                    opened.append(way)

    assert not opened


def test_no_header_opens_it(strangers, closed_paths):
    opened = []
    for path in closed_paths:
        for headers in HEADERS:
            sent: dict[str, Any] = {name: value.format(path=path) for name, value in headers.items()}
            for stranger in strangers:
                asked, home = stranger.get(path, **sent), stranger.get("/", **sent)
                if asked.status_code not in (302, 404) or "My refund" in home.content.decode():
                    opened.append((path, headers))

    assert not opened


def test_a_get_stays_a_get(taxpayer: Visitor):
    browser = taxpayer.opens_with_code()

    for override in OVERRIDES:
        for path in ("/sign-out/", f"{taxpayer.thread.get_absolute_url()}check/"):
            assert browser.get(path, **override).status_code == 405

    assert Session.objects.filter(ended_at=None).count() == 1
    assert browser.get(taxpayer.thread.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_a_post_stays_a_post(taxpayer: Visitor, method):
    browser = taxpayer.opens_with_code()
    path = taxpayer.thread.get_absolute_url()

    response = browser.post(path, {"_method": method}, HTTP_X_HTTP_METHOD_OVERRIDE=method)

    assert response.status_code == 400
    assert taxpayer.thread.messages.count() == 1


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "///x",
        "\t//x",
        "sign_out",
        "no_page_of_ours",
        "a:b",
        "../",
    ],
)
def test_nobody_is_sent_elsewhere_after_sign_in(officer, place):
    browser = Browser()

    response = browser.post(
        "/sign-in/", {"login": officer.person.email, "password": officer.password, "next": place}
    )

    assert response.status_code == 302
    assert response["Location"] == "/start/"
