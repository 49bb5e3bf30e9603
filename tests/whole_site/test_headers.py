"""Headers and cookies of every answer, whatever it is."""

from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from comments.mail_in.views import KEPT_POLICY
from tests.people import Browser, Staff, Visitor
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import ROLES, who_tries_all

POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; script-src 'self'; style-src 'self'"
)
LATER = "Fri, 01 Jan 2100 00:00:00 GMT"
METHODS = ["GET", "POST"]
# Of these an answer is the same for everybody but in what it holds: two roles try them, and whoever is the
# first to see a page.
ALL_METHODS = ["GET", "HEAD", "POST", "PUT"]
TRY_ALL = {"anonymous", "officer"}


def directives(response: Any) -> list[str]:
    """Read the policy of an answer, in the order of the alphabet."""
    return sorted(response.headers.get("Content-Security-Policy", "").split("; "))


def faults(response: Any) -> list[str]:
    """List what is wrong with the headers that every answer has."""
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    found = [f"{name}: {response.get(name)}" for name in wanted if response.get(name) != wanted[name]]
    # What browsers only keep may not even be shown.
    is_kept = str(response.get("Content-Disposition", "")).startswith("attachment")
    if directives(response) != sorted((KEPT_POLICY if is_kept else POLICY).split("; ")):
        found.append(f"policy: {directives(response)}")
    if "Server" in response or "X-Powered-By" in response:
        found.append("tells what serves it")
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_every_answer_has_strict_headers_and_stays_out_of_caches(agency: Agency, role: str):
    browser = agency.browser_of(role)
    paths = {path_of(address.name, address.route, agency): address.name for address in every_address()}
    paths |= {"/nowhere/": "missing", "/privacy": "without a slash", "/mailbox/?before=x": "bad cursor"}

    broken = {}
    addresses = {address.name for address in every_address()}
    for path, name in sorted(paths.items(), key=lambda item: item[1] == "sign_out"):
        tries_all = role in TRY_ALL or (name in addresses and who_tries_all("GET", name) == role)
        for method in ALL_METHODS if tries_all else METHODS:
            # A cache that asks whether what it has is still good has nothing of ours.
            response = browser.generic(method, path, HTTP_IF_NONE_MATCH="*", HTTP_IF_MODIFIED_SINCE=LATER)
            found = faults(response)
            if response.status_code == 304 or "ETag" in response or "Last-Modified" in response:
                found.append("can be told from another")
            if response.get("Cache-Control") != "no-store":
                found.append(f"cached: {response.get('Cache-Control')}")
            if found:
                broken[method, path, response.status_code] = found

    assert not broken


BAD_REQUESTS = {
    "unknown host": {"HTTP_HOST": "evil.example"},
    "host with an underscore": {"HTTP_HOST": "under_score"},
    "other host with our port": {"HTTP_HOST": "evil.example:80"},
    "two hosts": {"HTTP_HOST": "testserver, evil.example"},
    "bad query": {"QUERY_STRING": "a=1&a=2"},
    "control character": {"QUERY_STRING": "a=%00"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("extra", BAD_REQUESTS.values(), ids=BAD_REQUESTS.keys())
def test_a_request_that_is_refused_whole_has_them_too(browser: Browser, extra):
    for path in ("/", "/comment/", "/mailbox/", "/nowhere/"):
        response = browser.get(path, **extra)

        assert response.status_code == 400
        assert not faults(response)


@pytest.mark.django_db
def test_a_name_of_the_host_that_a_proxy_or_visitor_adds_is_not_believed(browser: Browser):
    page = browser.get("/reply/", HTTP_X_FORWARDED_HOST="evil.example", HTTP_X_HOST="evil.example")

    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


def test_static_files_have_them_and_may_be_cached(settings: Any):
    # As in the demo: files are found where they are, without having been collected.
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    for name in ("portal/portal.css", "portal/portal.js", "portal/seal.svg", "uswds/uswds.css"):
        assert finders.find(name)

        response = Browser().get(staticfiles_storage.url(name))

        assert response.status_code == 200
        assert not faults(response)
        assert "max-age" in response["Cache-Control"]
        assert not response.cookies


def cookies_of(*browsers: Browser) -> dict[str, Morsel[str]]:
    """Collect the cookies of all."""
    return {name: cookie for browser in browsers for name, cookie in browser.cookies.items()}


def test_cookies_are_for_this_host_only_and_not_for_scripts(officer: Staff, taxpayer: Visitor):
    writer = Browser()
    writer.get("/comment/")

    cookies = cookies_of(officer.signs_in(), taxpayer.opens_with_code(), writer)

    assert set(cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert not cookie["max-age"]
        assert not cookie["expires"]


def test_reading_the_public_pages_sets_no_cookie(browser: Browser, db: None):
    for path in ("/", "/privacy/", "/accessibility/", "/signed-out/", "/nowhere/", "/healthz", "/mailbox/"):
        browser.get(path)

    assert not browser.cookies
