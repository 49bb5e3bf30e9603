"""A comment and a mail that screening cannot look through are taken all the same, counted, and an alert."""

from typing import Any

import pytest

from audit.models import AuditEvent
from comments.models import Comment
from messaging.models import Thread, Topic
from tests.comments.mail_in.making import make_mail, settled_mail
from tests.people import Browser, Staff, form_fields

SSN = "219-09-9999"


@pytest.fixture
def no_time(settings: Any) -> None:
    """Screening has no time at all: each one really runs out of it."""
    settings.SCREENING_SECONDS = 0.0


def written(browser: Browser, topic: Topic, text: str) -> str:
    """Send a comment; gives the page that follows."""
    fields = {
        **form_fields(browser.get("/comment/").content.decode()),
        "topic": str(topic.public_id),
        "subject": "My refund",
        "text": text,
    }
    page: str = browser.post("/comment/", fields).content.decode()
    return page


def failures() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="messaging.screening.failed"))


def test_a_comment_is_taken_and_its_failed_check_is_counted_for_its_unit(
    topic: Topic, browser: Browser, supervisor: Staff, administrator: Staff, no_time: None
):
    page = written(browser, topic, f"My number is {SSN}.")

    [event] = failures()
    counts = supervisor.signs_in().get("/screening/").content.decode()
    status = administrator.signs_in().get("/status/").content.decode()
    assert Comment.objects.count() == 1
    assert 'name="confirmed"' not in page
    assert (event.actor, event.subject) == (None, topic.unit.public_id)
    assert b'"of":"comment"' in bytes(event.leaf)
    assert SSN.encode() not in bytes(event.leaf)
    assert "In the last 30 days: 1. In the last 90 days: 1." in counts
    assert "1 check did not finish in the last 24 hours." in status


def test_a_form_that_is_refused_is_not_screened_and_counts_nothing(
    topic: Topic, browser: Browser, no_time: None
):
    written(browser, topic, "")

    assert failures() == []


def test_a_mail_becomes_a_thread_without_its_subject_and_its_failed_check_is_counted_for_its_unit(
    topic: Topic, officer: Staff, supervisor: Staff, no_time: None
):
    settled_mail(
        topic,
        make_mail("When does it come?", subject=f"My number is {SSN}", sender=f"Ana {SSN} <ana@example.org>"),
    )

    [event] = failures()
    mailbox = officer.signs_in().get("/mailbox/").content.decode()
    counts = supervisor.signs_in().get("/screening/").content.decode()
    assert [thread.was_exposed for thread in Thread.objects.all()] == [True]
    assert SSN not in mailbox
    assert "(Subject not shown)" in mailbox
    assert event.subject == topic.unit.public_id
    assert b'"of":"mail"' in bytes(event.leaf)
    assert SSN.encode() not in bytes(event.leaf)
    assert "In the last 30 days: 1. In the last 90 days: 1." in counts
