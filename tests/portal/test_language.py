"""The language of the pages: the browser's, until somebody chooses one, with neither account nor script."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings as project_settings
from django.utils import translation

from tests.people import Browser, Staff, Visitor, send_text

SWITCH = r'<a href="(/language/[a-z]+/\?next=[^"]*)"\s+lang="([a-z]+)"\s+hreflang="([a-z]+)">([^<]*)</a>'


@pytest.fixture(autouse=True)
def speaks_english_afterwards() -> Iterator[None]:
    """Leave no language behind for other tests of this process."""
    yield
    translation.deactivate()


def language_of(page: str) -> str:
    found = re.search(r'<html lang="([^"]*)"', page)
    assert found
    return found[1]


def switch_of(page: str) -> tuple[str, str]:
    """Read the address of the switch and the name that it has."""
    [(address, _lang, _hreflang, name)] = re.findall(SWITCH, page)
    return address.replace("&amp;", "&"), name


def test_the_switch_names_the_other_language_in_itself_and_keeps_the_page(db, browser: Browser):
    address, name = switch_of(browser.get("/reply/?ended=1").content.decode())

    response = browser.get(address)
    page = browser.get(response["Location"]).content.decode()

    assert name == "Español"
    assert response["Location"] == "/reply/?ended=1"
    assert language_of(page) == "es"
    assert switch_of(page)[1] == "English"


def test_the_choice_is_a_cookie_that_goes_with_the_browser_and_says_nothing_else(db, browser: Browser):
    browser.get("/language/es/")

    [(name, cookie)] = browser.cookies.items()
    assert (name, cookie.value) == (project_settings.LANGUAGE_COOKIE_NAME, "es")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_the_choice_counts_more_than_the_browsers_wish_and_can_be_taken_back(db, browser: Browser):
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "es-MX,es;q=0.9,en;q=0.5"

    wished = language_of(browser.get("/").content.decode())
    browser.get("/language/en/")
    chosen = language_of(browser.get("/").content.decode())

    assert (wished, chosen) == ("es", "en")


@pytest.mark.parametrize("code", ["fr", "es-mx", "none", "EN"])
def test_a_language_that_is_not_offered_is_not_there(db, browser: Browser, code: str):
    assert browser.get(f"/language/{code}/").status_code == 404
    assert not browser.cookies


@pytest.mark.parametrize("cookie", ["fr", "", "../es", "e" * 600])
def test_a_cookie_that_names_no_language_changes_nothing(db, browser: Browser, cookie: str):
    browser.cookies[project_settings.LANGUAGE_COOKIE_NAME] = cookie

    assert language_of(browser.get("/").content.decode()) == "en"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_the_switch_leads_to_no_other_place(db, browser: Browser, elsewhere: str):
    assert browser.get("/language/es/", {"next": elsewhere})["Location"] == "/"


def test_the_answer_to_a_form_has_no_switch_since_leaving_it_would_lose_it(db, browser: Browser):
    refused = browser.post("/reply/", {"code": "wrong"}).content.decode()

    assert "/language/" not in refused


def test_mail_is_in_its_readers_language_whoever_presses_the_button(
    officer: Staff, taxpayer: Visitor, mail_server, worker
):
    browser = officer.signs_in()
    browser.get("/language/es/")

    send_text(browser, taxpayer.thread, "We need form 12.")
    worker()

    assert str(mail_server.mails[0]["Subject"]).startswith("You have a message from")
