"""A session that somebody planted in a browser never becomes that of whoever signs in there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.people import PASSWORD, Account, Browser, Staff, Visitor


def by_reply_code(browser: Browser, request: Any) -> str:
    taxpayer: Visitor = request.getfixturevalue("taxpayer")
    assert browser.post("/reply/", {"code": taxpayer.reply_code}).status_code == 302
    return taxpayer.thread.get_absolute_url()


def by_password(browser: Browser, request: Any) -> str:
    account: Account = request.getfixturevalue("account")
    assert browser.post("/sign-in/", {"login": account.email, "password": PASSWORD}).status_code == 302
    return "/account/sessions/"


def as_staff(browser: Browser, request: Any) -> str:
    officer: Staff = request.getfixturevalue("officer")
    assert browser.post("/sign-in/", {"login": officer.person.email, "password": PASSWORD}).status_code == 302
    return "/mailbox/"


WAYS: list[Callable[[Browser, Any], str]] = [by_reply_code, by_password, as_staff]


def planted_by_nobody(request: Any) -> str:
    return "A" * 43


def the_planters_own(request: Any) -> str:
    planter: Visitor = request.getfixturevalue("other_taxpayer")
    return str(planter.opens_with_code().cookies[settings.SESSION_COOKIE_NAME].value)


def one_that_was_ended(request: Any) -> str:
    planter: Visitor = request.getfixturevalue("other_taxpayer")
    browser = planter.opens_with_code()
    value = str(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    browser.post("/sign-out/")
    return value


def holding(value: str) -> Browser:
    """Give a browser that holds a session's cookie."""
    browser = Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = value
    return browser


@pytest.mark.parametrize("plant", [planted_by_nobody, the_planters_own, one_that_was_ended])
@pytest.mark.parametrize("sign_in", WAYS)
def test_a_planted_session_is_not_the_one_that_is_signed_in(sign_in: Any, plant: Any, request: Any, db: None):
    planted = plant(request)
    victim = holding(planted)

    page = sign_in(victim, request)

    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert victim.get(page).status_code == 200
    assert holding(planted).get(page).status_code in (302, 404)


def test_whoever_uses_their_code_once_more_leaves_the_session_of_before(request: Any, db: None):
    browser = Browser()
    page = by_reply_code(browser, request)
    before = browser.cookies[settings.SESSION_COOKIE_NAME].value

    by_reply_code(browser, request)

    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert browser.get(page).status_code == 200
    assert holding(before).get(page).status_code == 302


def test_of_two_cookies_of_one_name_none_opens_more_than_it_did(officer: Staff, other_taxpayer: Visitor):
    own = officer.signs_in().cookies[settings.SESSION_COOKIE_NAME].value
    tossed = other_taxpayer.opens_with_code().cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME

    answers = [
        Browser(HTTP_COOKIE=f"{name}={first}; {name}={second}").get("/mailbox/").status_code
        for first, second in ((own, tossed), (tossed, own))
    ]

    # The later one counts, and counts whole: the other's session first, to whom a mailbox is not there.
    assert answers == [404, 200]


# What Django strips from the name of a cookie, and a browser does not, in UTF-8 as WSGI hands it on.
SPACES = ["\u2000", "\u00a0", "\u0085", "\u3000", "\x1f", "\x0b"]


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_a_name_that_only_looks_like_ours_once_it_is_trimmed_is_another(
    officer: Staff, other_taxpayer: Visitor, name: str, space: str
):
    own, tossed = officer.signs_in().cookies, other_taxpayer.opens_with_code().cookies
    held = "; ".join(
        f"{each}={own[each].value}" for each in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    )
    wide = f"{space}{name}".encode().decode("latin-1")

    browser = Browser(HTTP_COOKIE=f"{held}; {wide}={tossed[name].value}")
    page = browser.get("/mailbox/")

    assert page.status_code == 200
    assert page.wsgi_request.COOKIES[name] == own[name].value


def test_a_session_in_the_address_or_the_form_is_none(officer: Staff):
    value = officer.signs_in().cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME

    by_address = Browser().get(f"/mailbox/?{name}={value}")
    by_path = Browser().get(f"/mailbox/;{name}={value}")
    by_form = Browser().post("/mailbox/", {name: value})

    assert by_address.status_code == by_form.status_code == 302
    assert by_path.status_code == 404
