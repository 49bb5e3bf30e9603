"""Whoever asks for what is not theirs is told that it is not there, and the log has it once."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.leaves import details_of
from audit.models import AuditEvent
from tests.people import Browser, Staff, Visitor

PAGES = {
    "thread": "/threads/{}/",
    "thread_check": "/threads/{}/check/",
    "invite_again": "/threads/{}/invite/",
    "halves": "/threads/{}/invited/",
    "letter": "/threads/{}/letter/",
    "representative_new": "/threads/{}/representative/",
}


def refusals() -> list[tuple[UUID | None, UUID | None, Any]]:
    """List who was refused what, and on which page."""
    events = AuditEvent.objects.filter(action="accounts.page.refused").order_by("pk")
    return [(event.actor, event.subject, details_of(bytes(event.leaf))["page"]) for event in events]


def without_token(response: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.parametrize("ask", [Browser.get, Browser.post])
@pytest.mark.parametrize("page", PAGES)
def test_what_belongs_to_somebody_else_is_refused_once_in_the_log_and_shows_no_word(
    taxpayer: Visitor, other_taxpayer: Visitor, page: str, ask: Any
):
    browser = other_taxpayer.opens_with_code()

    response = ask(browser, PAGES[page].format(taxpayer.thread.public_id), {"text": "Words"})

    assert "My refund" not in response.content.decode()
    if response.status_code != 405:
        assert response.status_code == 404
        refused = (other_taxpayer.person.public_id, taxpayer.thread.public_id, page)
        assert refusals() == [refused]
    assert taxpayer.thread.messages.count() == 1


def test_an_id_of_nobody_leaves_the_same_after_the_same_work(taxpayer: Visitor, other_taxpayer: Visitor):
    browser = other_taxpayer.opens_with_code()
    browser.get("/threads/")
    before, seen = len(refusals()), set[object]()

    for asked_for in (taxpayer.thread.public_id, uuid4()):
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(f"/threads/{asked_for}/")
        seen.add((response.status_code, without_token(response), len(queries)))

    assert len(seen) == 1
    assert len(refusals()) == before + 2


def test_a_page_of_another_role_is_in_the_log_too(officer: Staff):
    browser = officer.signs_in()

    browser.get("/audit/")
    browser.get("/administration/people/")

    assert [page for _actor, _subject, page in refusals()] == ["audit", "people"]


def test_what_is_no_address_and_what_strangers_ask_for_leaves_nothing(officer: Staff, taxpayer: Visitor):
    officer.signs_in().get("/no-such-page/")
    officer.signs_in().get("/address/confirm/none/")
    Browser().get(taxpayer.thread.get_absolute_url())

    assert not refusals()
