"""A form that comes from elsewhere, or without its token, does nothing and loses nothing."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from accounts.models import Session
from audit.models import AuditEvent
from messaging.models import Message
from tests.people import Browser, Visitor
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import MATRIX, ROW

TYPED = {
    "subject": "Words about the subject",
    "text": "Words of the text",
    "quoted": "Words of the quotation",
    "name": "Words of the name",
    "number": "K7QX-K7QX-K7QX",
}
UNSEEN = {"password": "words of the password", "code": "words of the code"}


def takes_posts() -> list[str]:
    """List the addresses that anybody may post to, as the table of roles has it."""
    rows = [ROW.fullmatch(line.strip()) for line in MATRIX.strip().splitlines()[1:]]
    return [row[2] for row in rows if row and row[1] == "POST" and set(row[3].split()) - {"405", "in"}]


FORGERIES: dict[str, dict[str, str]] = {
    "no token": {},
    "wrong token": {"csrfmiddlewaretoken": "a" * 64},
    "foreign origin": {"HTTP_ORIGIN": "https://evil.example"},
    "no origin of its own": {"HTTP_ORIGIN": "null"},
    "sub-domain": {"HTTP_ORIGIN": "http://sub.testserver"},
    "other port": {"HTTP_ORIGIN": "http://testserver:8081"},
    "text/plain": {"CONTENT_TYPE": "text/plain"},
    "JSON": {"CONTENT_TYPE": "application/json"},
    "a method in the form": {"_method": "GET"},
    "a method in a header": {"HTTP_X_HTTP_METHOD_OVERRIDE": "GET"},
    "a token in the address": {"QUERY_STRING": "csrfmiddlewaretoken={token}"},
    "called a script's request": {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
}


def strict(browser: Browser) -> Browser:
    """Give a browser with the same cookies, for which forgeries are looked for as in production."""
    looking = Browser(enforce_csrf_checks=True)
    looking.cookies = browser.cookies
    return looking


def token_of(browser: Browser) -> str:
    """Get the token that a page of ours has."""
    page = browser.get("/comment/").content.decode()
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def forge(browser: Browser, path: str, forgery: dict[str, str], token: str) -> Any:
    """Post a filled form in a forged way."""
    fields = {**TYPED, **UNSEEN, "message_id": str(uuid4()), "seen": "2"}
    if "CONTENT_TYPE" in forgery:
        written = urlencode({**fields, "csrfmiddlewaretoken": token})
        return browser.post(path, written, content_type=forgery["CONTENT_TYPE"])
    extra: Any = {name: value.format(token=token) for name, value in forgery.items() if name.isupper()}
    # Only whoever comes from elsewhere has a token, which they should not have got.
    own = {"csrfmiddlewaretoken": token} if "HTTP_ORIGIN" in extra else {}
    typed = {name: value for name, value in forgery.items() if not name.isupper()}
    return browser.post(path, {**fields, **own, **typed}, **extra)


def kinds_for(name: str, number: int, kinds: list[str]) -> set[str]:
    """Choose how the form of an address is forged: without a token, and in one more way, each in its turn.

    What refuses a forgery does not know the address: all ways are tried where people write most.
    """
    return set(kinds) if name in ("comment", "thread") else {kinds[0], kinds[number % len(kinds)]}


def counts() -> tuple[int, int, int]:
    """Count what a form that was taken would change."""
    open_sessions = Session.objects.filter(ended_at=None)
    return Message.objects.count(), AuditEvent.objects.count(), open_sessions.count()


@pytest.mark.parametrize("role", ["anonymous", "visitor", "officer", "administrator"])
def test_a_forged_form_changes_nothing_and_shows_what_was_typed(agency: Agency, role: str):
    browser = strict(agency.browser_of(role))
    token = token_of(browser)
    paths = {address.name: path_of(address.name, address.route, agency) for address in every_address()}
    somebody_elses = {"csrfmiddlewaretoken": token_of(strict(Browser()))}
    before = counts()

    forgeries = {**FORGERIES, "somebody else's token": somebody_elses}
    for number, name in enumerate(takes_posts()):
        for kind in kinds_for(name, number, list(forgeries)):
            forgery = forgeries[kind]

            response = forge(browser, paths[name], forgery, token)

            page = response.content.decode()
            assert response.status_code == 403, (kind, name)
            assert all(words not in page for words in UNSEEN.values()), (kind, name)
            # What did not come as a form cannot be read as one.
            if "CONTENT_TYPE" not in forgery:
                assert all(words in page for words in TYPED.values()), (kind, name)

    assert counts() == before


def test_the_addresses_that_take_posts_are_found():
    assert {"comment", "reply", "sign_in", "sign_out", "notice", "thread", "thread_check"} <= set(
        takes_posts()
    )


def test_a_form_with_the_token_of_another_browser_is_forged_too(taxpayer: Visitor, other_taxpayer: Visitor):
    mine, theirs = strict(taxpayer.opens_with_code()), strict(other_taxpayer.opens_with_code())
    fields = {"text": "Words", "message_id": str(uuid4())}

    refused = mine.post(
        taxpayer.thread.get_absolute_url(), {**fields, "csrfmiddlewaretoken": token_of(theirs)}
    )
    taken = mine.post(taxpayer.thread.get_absolute_url(), {**fields, "csrfmiddlewaretoken": token_of(mine)})

    assert refused.status_code == 403
    assert taken.status_code == 302


def test_signing_in_needs_the_token_and_changes_it(officer):
    browser = strict(Browser())
    credentials = {"login": officer.person.email, "password": officer.password}
    before = token_of(browser)
    cookie = browser.cookies["csrf"].value

    refused = browser.post("/sign-in/", credentials)
    taken = browser.post("/sign-in/", {**credentials, "csrfmiddlewaretoken": before})

    assert refused.status_code == 403
    assert taken.status_code == 302
    assert browser.cookies["csrf"].value != cookie
