"""Every address, by every method, for every role, against the table that says who may what."""

import re
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.models import Topic
from notices.models import WorkerHeartbeat
from tests.people import Browser, write_comment
from tests.whole_site.addresses import every_address
from tests.whole_site.asking import form_of, path_of
from tests.whole_site.conftest import Agency
from tests.whole_site.role_matrix import EVERY_ROLE, MATRIX, OTHER_METHODS, ROW, Cells, expected, outcome_of

# Whose session opens, and opens no thread of the unit but their own.
OUTSIDE_THE_UNIT = ["visitor", "other visitor", "account", "other unit", "auditor", "administrator"]


def test_every_address_has_its_row():
    named = {address.name for address in every_address()}
    rows = [ROW.fullmatch(line.strip()) for line in MATRIX.strip().splitlines()[1:]]

    assert {(row[1], row[2]) for row in rows if row} == {
        (method, name) for name in named for method in ("GET", "POST")
    }


# That somebody was refused or had something opened, and a key to it in its newest form; never a receipt.
HEAD_LEAVES = {"audit_auditevent", "messaging_message"}


class Writes:
    """Collects which tables are written to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note a statement that changes something, and let it be done."""
        if changes := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', sql):
            self.tables.add(changes[1])
        return execute(sql, params, many, context)


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.urls("tests.whole_site.demo_urls")
def test_each_role_gets_what_its_column_says_and_only_a_get_and_a_post_do_anything(agency: Agency, role: str):
    WorkerHeartbeat.objects.create(seen_at=timezone.now())
    browser = agency.browser_of(role)
    wanted = expected(role)
    # What a GET would do is not done yet when the other methods come, nor what a POST would.
    turns = [*OTHER_METHODS, "HEAD", "GET", "POST"]
    names = list(dict.fromkeys(name for _method, name in wanted))
    # Whoever has signed out would be another role.
    names.sort(key=lambda name: name == "sign_out")
    asked = sorted(wanted, key=lambda cell: (names.index(cell[1]), turns.index(cell[0])))
    routes = {address.name: address.route for address in every_address()}

    seen: Cells = {}
    done = {}
    for method, name in asked:
        path = path_of(name, routes[name], agency)
        with connection.execute_wrapper(writes := Writes()):
            response = ask_with_form(browser, method, path, name, agency)
        seen[method, name] = outcome_of(response)
        if method not in ("GET", "POST") and writes.tables - (HEAD_LEAVES if method == "HEAD" else set()):
            done[method, name] = writes.tables

    assert seen == wanted
    assert not done


def ask_with_form(browser: Browser, method: str, path: str, name: str, agency: Agency) -> Any:
    """Ask for an address with what its form would hold, unless by a method that has none."""
    if method in ("GET", "HEAD"):
        return browser.generic(method, path)
    agency.thread.refresh_from_db()
    form = form_of(name, agency)
    if method == "POST":
        return browser.post(path, form)
    return browser.generic(method, path, urlencode(form), content_type="application/x-www-form-urlencoded")


def test_what_may_not_be_seen_answers_like_what_is_not_there(agency: Agency, topic: Topic):
    not_theirs = write_comment(topic, subject="Secret subject").thread
    theirs_of_another = {"other visitor": agency.thread}

    for role in OUTSIDE_THE_UNIT:
        browser = agency.browser_of(role)
        there = agency.thread_url(theirs_of_another.get(role, not_theirs))
        not_there = agency.missing_thread_url()
        answers = [[ask(browser, method, path) for method in ("GET", "POST")] for path in (there, not_there)]

        assert answers[0] == answers[1], role
        assert [answer.status for answer in answers[0]] == [404, 404], role
        assert all("Secret subject" not in answer.page for answer in answers[0]), role


class Answer(NamedTuple):
    """What somebody sees of an answer, without what differs at every request, and what it took."""

    status: int
    page: str
    headers: dict[str, str]
    queries: int


def ask(browser: Browser, method: str, path: str) -> Answer:
    """Ask for a thread."""
    with CaptureQueriesContext(connection) as queries:
        response = browser.generic(method, quote(path))
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return Answer(response.status_code, page, dict(response.headers), len(queries))
