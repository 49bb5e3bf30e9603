"""Pages for what went wrong say what to do next, and keep what was typed."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.test import Client, RequestFactory
from django.urls import path

from portal.logs import ERROR_NUMBER
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as addresses
from portal.views import errors
from tests.people import Browser, Staff, Visitor
from tests.whole_site.test_headers import faults

CANARY = "canary-219-09-9999"
TYPED = {"subject": "My <refund>", "text": "Where & when?", "email": "a@example.org"}


@login_not_required
def _breaks(request: HttpRequest) -> HttpResponse:
    secret = request.POST.get("text", CANARY)
    raise RuntimeError(f"cannot handle {secret}")


@login_not_required
def _finds_no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError(f"connection to {CANARY} lost")


@login_not_required
def _breaks_once_somebody_is_in(request: HttpRequest) -> HttpResponse:
    rotate_token(request)
    if "again" in request.POST:
        return HttpResponse("in")
    raise OperationalError(f"connection to {CANARY} lost")


urlpatterns = [
    *addresses,
    path("breaks/", _breaks),
    path("no-database/", _finds_no_database),
    path("coming-in/", _breaks_once_somebody_is_in),
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@pytest.fixture
def breaking(settings: Any, db: None) -> Client:
    """Somebody on a portal that has two broken pages."""
    settings.ROOT_URLCONF = __name__
    browser = Browser()
    browser.raise_request_exception = False
    return browser


def test_a_page_that_breaks_shows_a_number_and_gives_its_text_back_to_be_copied(breaking: Client) -> None:
    response = breaking.post("/breaks/", {"text": CANARY})

    page = response.content.decode()
    assert response.status_code == 500
    assert page.count(CANARY) == 1
    assert re.search(rf'<textarea[^>]*id="kept-1"[^>]*>\s*{CANARY}</textarea>', page)
    assert "RuntimeError" not in page
    assert re.search(r"\b[0-9A-F]{8}\b", page)


def test_a_database_that_is_away_is_said_with_when_to_come_back(breaking: Client) -> None:
    response = breaking.get("/no-database/")

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("page", ["/breaks/", "/no-database/"])
def test_a_page_that_breaks_stays_out_of_frames_and_caches_like_any_other(
    breaking: Client, page: str
) -> None:
    response = breaking.get(page)

    assert response.status_code >= 500
    assert faults(response) == []
    assert response["Cache-Control"] == "no-store"


def test_the_error_pages_need_no_session_and_no_person() -> None:
    request = RequestFactory().get("/anywhere/")

    response = errors.server_error(request)

    assert response.status_code == 500
    assert request.META[ERROR_NUMBER] in response.content.decode()


def test_a_form_whose_page_was_open_too_long_keeps_what_was_typed(db: None) -> None:
    browser = Browser(enforce_csrf_checks=True)

    response = browser.post("/comment/", TYPED)

    page = response.content.decode()
    assert response.status_code == 403
    assert "My &lt;refund&gt;" in page
    assert "Where &amp; when?" in page
    assert "a@example.org" in page


def test_the_same_page_can_be_sent_again_where_coming_in_broke_off(breaking: Client) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.raise_request_exception = False
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/reply/").content)
    assert token
    form = {"csrfmiddlewaretoken": token[1].decode()}
    before = browser.cookies[settings.CSRF_COOKIE_NAME].value

    broken = browser.post("/coming-in/", form)
    again = browser.post("/coming-in/", {**form, "again": "1"})

    assert (broken.status_code, again.status_code) == (503, 200)
    assert browser.cookies[settings.CSRF_COOKIE_NAME].value != before


def test_passwords_and_codes_are_never_shown_again(db: None) -> None:
    browser = Browser(enforce_csrf_checks=True)

    signing_in = browser.post("/sign-in/", {"login": "a@example.org", "password": CANARY})
    replying = browser.post("/reply/", {"code": CANARY})

    assert signing_in.status_code == replying.status_code == 403
    assert CANARY not in signing_in.content.decode() + replying.content.decode()


def test_what_is_not_there_and_what_is_not_yours_look_the_same(
    officer_of_another_unit: Staff, taxpayer: Visitor
) -> None:
    browser = officer_of_another_unit.signs_in()

    theirs = browser.get(taxpayer.thread.get_absolute_url())
    nowhere = browser.get("/threads/00000000-0000-4000-8000-000000000000/")

    assert theirs.status_code == nowhere.status_code == 404
    # The token of the sign-out button is masked anew on each page.
    token = rb'name="csrfmiddlewaretoken" value="[^"]+"'
    assert re.sub(token, b"", theirs.content) == re.sub(token, b"", nowhere.content)


def test_an_unknown_host_is_refused_and_not_repeated(db: None) -> None:
    response = Client(headers={"host": "evil.example"}).get("/")

    assert response.status_code == 400
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_change_nothing_and_break_nothing(db: None, method: str) -> None:
    response = Client().generic(method, "/comment/", '{"text": "x"}', content_type="application/json")

    assert response.status_code in (403, 405)
