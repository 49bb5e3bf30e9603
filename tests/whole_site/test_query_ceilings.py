"""How many SQL queries the main pages make: written numbers, which no number of rows raises."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from messaging.models import Thread, Topic
from tests.people import (
    PASSWORD,
    Account,
    Browser,
    Staff,
    Visitor,
    form_fields,
    mailed_code,
    send_text,
    write_as_oneself,
    write_comment,
)

MAILBOX = 9
THREAD = 13
COMMENT_FORM = 1
COMMENT = 18
SIGN_IN = 18
REPLY_CODE = 15
# One asks whether the unit's key is due, so that nothing is sealed to whoever has left.
ANSWER = 34
AUDIT = 5
STATUS = 16
NOTICE = 3
PEOPLE = 8
HELPED = 11
UNIT = 12
TOPICS = 4
DELIVERIES = 6
SCREENING = 7
MAILS = 5


# One asks whether somebody has to let the reader in again, whose threads the list leaves out; one, whether
# what was locked was opened to them of late.
THREADS = 10
COMMENT_OF_ACCOUNT = 18
ADDED_THREAD = 44
ACCOUNT_ASKED_FOR = 21
ACCOUNT_CONFIRMED = 36
ACCOUNT_PAGE = 6


@pytest.fixture
def counted() -> Callable[[Callable[[], Any]], int]:
    """Count the statements that a request makes, those that begin and end transactions left out."""

    def count(ask: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            response = ask()
        assert response.status_code in (200, 302), response.content
        own = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
        return sum(not query["sql"].startswith(own) for query in queries)

    return count


@pytest.fixture
def long_thread(officer: Staff, taxpayer: Visitor) -> Thread:
    """A thread of ten messages."""
    desk, home = officer.signs_in(), taxpayer.opens_with_code()
    for number in range(9):
        assert send_text(home if number % 2 else desk, taxpayer.thread, f"Words {number}").status_code == 302
    return taxpayer.thread


def test_the_mailbox(officer: Staff, topic: Topic, counted):
    browser = officer.signs_in()
    numbers = {}
    for rows in (2, 26):
        while Thread.objects.count() < rows:
            write_comment(topic, subject=f"Subject {Thread.objects.count()}")
        browser.get("/mailbox/")
        numbers[rows] = counted(lambda: browser.get("/mailbox/"))

    assert Thread.objects.count() == 26
    assert numbers[26] == numbers[2] <= MAILBOX


def test_the_mailbox_of_a_supervisor(supervisor: Staff, taxpayer: Visitor, counted):
    """It asks once more than another's: who holds the keys of their units."""
    browser = supervisor.signs_in()
    browser.get("/mailbox/")

    assert counted(lambda: browser.get("/mailbox/")) <= MAILBOX + 1


def test_the_thread_page(officer: Staff, taxpayer: Visitor, long_thread: Thread, counted):
    for browser in (officer.signs_in(), taxpayer.opens_with_code()):
        browser.get(long_thread.get_absolute_url())

        assert counted(lambda browser=browser: browser.get(long_thread.get_absolute_url())) <= THREAD


def test_an_answer(officer: Staff, long_thread: Thread, counted):
    browser = officer.signs_in()
    fields = form_fields(browser.get(long_thread.get_absolute_url()).content.decode())
    form = {**fields, "text": "Words", "action": "send"}

    assert counted(lambda: browser.post(long_thread.get_absolute_url(), form)) <= ANSWER


def test_a_comment(topic: Topic, counted):
    write_comment(topic)
    browser = Browser()

    assert counted(lambda: browser.get("/comment/")) <= COMMENT_FORM
    hidden = form_fields(browser.get("/comment/").content.decode())
    form = {
        "topic": str(topic.public_id),
        "subject": "Subject",
        "text": "Words",
        "email": "a@example.org",
        **hidden,
    }
    assert counted(lambda: browser.post("/comment/", form)) <= COMMENT


def test_signing_in(officer: Staff, counted):
    form = {"login": officer.person.email, "password": officer.password}

    assert counted(lambda: Browser().post("/sign-in/", form)) <= SIGN_IN


def test_a_reply_code(taxpayer: Visitor, counted):
    assert counted(lambda: Browser().post("/reply/", {"code": taxpayer.reply_code})) <= REPLY_CODE


def test_the_audit_page(auditor: Staff, long_thread: Thread, counted):
    browser = auditor.signs_in()

    assert counted(lambda: browser.get("/audit/")) <= AUDIT


def test_the_status_page(administrator: Staff, long_thread: Thread, counted):
    browser = administrator.signs_in()

    assert counted(lambda: browser.get("/status/")) <= STATUS


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/administration/people/", PEOPLE),
        ("/administration/people/?unused=1", PEOPLE),
        ("/administration/topics/", TOPICS),
        ("/deliveries/", DELIVERIES),
        ("/screening/", SCREENING),
        ("/deliveries/all/", MAILS),
    ],
)
def test_the_pages_of_administration(
    administrator: Staff, long_thread: Thread, path: str, most: int, counted
):
    browser = administrator.signs_in()
    browser.get(path)

    assert counted(lambda: browser.get(path)) <= most


def test_the_page_of_an_account_of_the_public(administrator: Staff, account: Account, counted):
    browser = administrator.signs_in()
    path = f"/administration/accounts/{account.person.public_id}/"
    browser.get(path)

    assert counted(lambda: browser.get(path)) <= HELPED


def test_the_page_of_a_unit(officer: Staff, supervisor: Staff, counted):
    browser = supervisor.signs_in()
    path = f"/units/{supervisor.person.units.get().public_id}/"
    browser.get(path)

    assert counted(lambda: browser.get(path)) <= UNIT


def test_the_notice_page(db: None, counted):
    assert counted(lambda: Browser().post("/notice/", {"number": "0123-4567-89AB"})) <= NOTICE


def test_the_threads_of_an_account(account: Account, topic: Topic, counted):
    browser = account.signs_in()
    # The one that was handed over costs its own two, however many they are.
    browser.post("/threads/add/", {"code": write_comment(topic).reply_code})
    numbers = {}
    for rows in (2, 26):
        while Thread.objects.count() < rows:
            write_as_oneself(browser, topic, subject=f"Subject {Thread.objects.count()}")
        browser.get("/threads/")
        numbers[rows] = counted(lambda: browser.get("/threads/"))

    assert Thread.objects.filter(taxpayer=account.person).count() == 26
    assert numbers[26] == numbers[2] <= THREADS


def test_a_comment_of_an_account(account: Account, topic: Topic, counted):
    browser = account.signs_in()
    hidden = form_fields(browser.get("/comment/").content.decode())
    form = {"topic": str(topic.public_id), "subject": "Subject", "text": "Words", **hidden}

    assert counted(lambda: browser.post("/comment/", form)) <= COMMENT_OF_ACCOUNT


def test_adding_a_thread(account: Account, taxpayer: Visitor, counted):
    browser = account.signs_in()

    assert counted(lambda: browser.post("/threads/add/", {"code": taxpayer.reply_code})) <= ADDED_THREAD


def test_making_an_account(taxpayer: Visitor, counted):
    browser = taxpayer.opens_with_code()
    form = {"email": "new@example.org", "password": PASSWORD}

    assert counted(lambda: browser.post("/account/new/", form)) <= ACCOUNT_ASKED_FOR
    assert counted(lambda: browser.get("/account/new/")) <= ACCOUNT_PAGE
    code = {"code": mailed_code(taxpayer), "password": PASSWORD}
    assert counted(lambda: Browser().post("/account/confirm/", code)) <= ACCOUNT_CONFIRMED


def test_the_page_of_an_account(account: Account, counted):
    browser = account.signs_in()

    assert counted(lambda: browser.get("/account/")) <= ACCOUNT_PAGE


@pytest.mark.parametrize(
    "path", ["/", "/privacy/", "/accessibility/", "/reply/", "/sign-in/", "/notice/", "/healthz"]
)
def test_pages_that_only_say_something_ask_nothing(db: None, path: str, counted):
    assert counted(lambda: Browser().get(path)) == 0
