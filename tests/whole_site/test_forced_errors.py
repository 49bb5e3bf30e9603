"""When something breaks, neither the page nor the log nor a mail repeats what somebody wrote."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.db import connection

from keys import directory
from portal import logs
from tests import page_checker
from tests.people import Browser, Staff, answer_fields, form_fields
from tests.whole_site.leaks import Canary, Place, leaks

CANARY = "219-09-9999 kestrel-at-a-fault"

pytestmark = pytest.mark.urls("tests.whole_site.broken_urls")


@pytest.fixture
def log_lines(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Log as the portal does, and give the lines about errors that were written."""
    logs.configure(project_settings.LOGGING)

    def lines() -> list[dict[str, Any]]:
        written = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
        return [line for line in written if line["level"] == "error"]

    yield lines
    logging.getLogger().handlers = []
    logs.configure(project_settings.LOGGING)


def unshaken(browser: Browser) -> Browser:
    """Let a browser see error pages, as everybody does."""
    browser.raise_request_exception = False
    return browser


def without_kept(page: bytes) -> bytes:
    """Leave out the boxes in which their author finds what they typed."""
    return re.sub(rb'<textarea[^>]*id="kept-\d+".*?</textarea>', b"", page, flags=re.DOTALL)


def assert_tells_nothing(response: Any, lines: list[dict[str, Any]], *, status: int) -> None:
    """Check the page and the log of one error."""
    page = response.content.decode()
    page_checker.check(response.request["PATH_INFO"], dict(response.headers), page)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert not leaks(
        [Canary("words", CANARY), Canary("number", "219-09-9999"), Canary("name", "kestrel-at-a-fault")],
        [
            Place("page", without_kept(response.content)),
            Place("log", json.dumps(lines, ensure_ascii=False).encode()),
        ],
    )
    assert "Traceback" not in page
    assert "Error</" not in page
    if status == 500:
        number = re.search(r'class="number">\s*([0-9A-F]{8})\s*<', page)
        assert number
        assert [line["error_number"] for line in lines] == [number[1]]
        assert lines[0]["exceptions"][0]["frames"]


@pytest.mark.parametrize("signed_in", [False, True])
def test_an_exception_that_quotes_what_was_written(officer: Staff, mail_server, log_lines, signed_in):
    browser = unshaken(officer.signs_in() if signed_in else Browser())

    response = browser.post("/breaks/?x=1", {"text": CANARY}, HTTP_USER_AGENT=CANARY, HTTP_REFERER=CANARY)

    assert_tells_nothing(response, log_lines(), status=500)
    assert not mail_server.mails


def test_a_database_that_quotes_a_row(officer: Staff, mail_server, log_lines):
    response = unshaken(officer.signs_in()).post("/loses/", {"text": CANARY})

    assert_tells_nothing(response, log_lines(), status=503)
    assert int(response["Retry-After"]) > 0
    assert not mail_server.mails


def test_a_keyring_that_is_gone_keeps_what_was_written_on_its_own_page_only(
    officer: Staff, thread, log_lines, settings
):
    browser = unshaken(officer.signs_in())
    form = {**answer_fields(browser, thread), "text": CANARY, "action": "send"}
    shown = form_fields(browser.post(thread.get_absolute_url(), form).content.decode())
    settings.KEYRING_FILE = settings.KEYRING_FILE.with_name("no_keyring.json")

    response = browser.post(thread.get_absolute_url(), {**form, "confirmed": shown["confirmed"]})

    assert response.status_code == 409
    assert CANARY in response.content.decode()
    assert CANARY not in json.dumps(log_lines())
    assert thread.messages.count() == 1


def test_a_keyring_that_is_gone_before_anybody_was_known_gives_the_text_back_to_be_copied(
    officer: Staff, thread, log_lines, settings
):
    browser = unshaken(officer.signs_in())
    form = {**answer_fields(browser, thread), "text": CANARY, "action": "send"}
    settings.KEYRING_FILE = settings.KEYRING_FILE.with_name("no_keyring.json")
    # As in a process that has just started.
    directory.known.forget()

    response = browser.post(thread.get_absolute_url(), form)

    assert response.status_code == 403
    assert CANARY in response.content.decode()
    assert CANARY not in json.dumps(log_lines())
    assert thread.messages.count() == 1


def test_a_keyring_that_is_gone_when_a_comment_comes(topic, log_lines, settings):
    browser = unshaken(Browser())
    hidden = form_fields(browser.get("/comment/").content.decode())
    settings.KEYRING_FILE = settings.KEYRING_FILE.with_name("no_keyring.json")
    filled = {"topic": str(topic.public_id), "subject": "Hello", "text": "kestrel-at-a-fault", **hidden}

    response = browser.post("/comment/", filled)

    assert_tells_nothing(response, log_lines(), status=500)


def test_a_row_that_nobody_can_read(officer: Staff, thread, log_lines):
    if connection.vendor != "sqlite":
        pytest.skip("this database refuses such a row")
    browser = unshaken(officer.signs_in())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_topic SET public_id = %s", [CANARY])

    response = browser.get(thread.get_absolute_url())

    assert_tells_nothing(response, log_lines(), status=500)


def test_a_table_that_is_gone(officer: Staff, thread, log_lines):
    browser = unshaken(officer.signs_in())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE messaging_receipt RENAME TO messaging_receipt_elsewhere")

    response = browser.get(thread.get_absolute_url())

    assert response.status_code in (500, 503)
    assert_tells_nothing(response, log_lines(), status=response.status_code)
