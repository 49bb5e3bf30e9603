"""Every address, by every method, for every role, against the table that says who may what."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notices.models import WorkerHeartbeat
from tests.people import Browser, write_comment
from tests.whole_site.addresses import every_address
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import (
    EVERY_ROLE,
    MATRIX,
    ROLES,
    ROW,
    Cells,
    expected,
    form_of,
    outcome_of,
    path_of,
)


def test_every_address_has_its_row():
    named = {address.name for address in every_address()}
    rows = [ROW.fullmatch(line.strip()) for line in MATRIX.strip().splitlines()[1:]]

    assert {(row[1], row[2]) for row in rows if row} == {
        (method, name) for name in named for method in ("GET", "POST")
    }


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_each_role_gets_what_its_column_says(agency: Agency, role: str):
    WorkerHeartbeat.objects.create(seen_at=timezone.now())
    browser = agency.browser_of(role)
    wanted = expected(role)
    # Whoever has signed out would be another role.
    in_order = sorted(wanted, key=lambda cell: cell == ("POST", "sign_out"))
    routes = {address.name: address.route for address in every_address()}

    seen: Cells = {}
    for method, name in in_order:
        agency.thread.refresh_from_db()
        path = path_of(name, routes[name], agency)
        form = form_of(name, agency) if method == "POST" else {}
        response = browser.post(path, form) if method == "POST" else browser.generic(method, path)
        seen[method, name] = outcome_of(response)

    assert seen == wanted


@pytest.mark.parametrize("role", [role for role in ROLES if role != "anonymous"])
def test_what_may_not_be_seen_answers_like_what_is_not_there(agency: Agency, topic, role: str):
    not_theirs = write_comment(topic, subject="Secret subject").thread
    browser = agency.browser_of(role)
    members = {"officer", "colleague", "supervisor"}
    there = agency.thread_url(agency.thread if role == "other visitor" else not_theirs)
    not_there = agency.missing_thread_url()

    answers = [ask(browser, method, path) for path in (there, not_there) for method in ("GET", "POST")]

    if role not in members:
        assert answers[:2] == answers[2:]
        assert answers[0][0] == 404
    assert all("Secret subject" not in page for status, page, _ in answers if status == 404)


def ask(browser: Browser, method: str, path: str) -> tuple[int, str, int]:
    """Ask for a thread; gives status, page without what differs at every request, and number of queries."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.generic(method, quote(path))
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, page, len(queries)
