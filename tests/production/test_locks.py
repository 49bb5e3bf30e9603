"""Whoever waits for a lock too long, or is chosen to end a deadlock, stored nothing and may send again."""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from audit.actions import Action
from audit.models import AuditEvent
from messaging.models import Thread
from notices.models import Notice
from tests.people import Staff, answer_fields
from tests.portal.serving import wait_until

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

THREAD = "SELECT 1 FROM messaging_thread WHERE id = %s FOR UPDATE"
WAITING = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"


@pytest.fixture
def other(transactional_db: None) -> Iterator[psycopg.Connection[Any]]:
    """Somebody else's connection, in a transaction of its own that never gives way."""
    where: dict[str, Any] = connection.settings_dict
    address = "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**where)
    with psycopg.connect(address) as other:
        other.execute("SET deadlock_timeout = '60s'")
        other.commit()
        yield other
        other.rollback()


@pytest.fixture
def impatient(transactional_db: None) -> Iterator[None]:
    """Let the portal's own connection wait for a lock for a fifth of a second."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    yield
    connection.close()


class Desk:
    """An officer in front of a thread, with a page that is written and not sent yet."""

    def __init__(self, officer: Staff, thread: Thread) -> None:
        self.thread = thread
        self.browser = officer.signs_in()
        self.browser.raise_request_exception = False
        self.fields = {**answer_fields(self.browser, thread), "text": "We thank you.", "action": "send"}

    def send(self) -> Any:
        """Send this very page, the same one each time."""
        return self.browser.post(self.thread.get_absolute_url(), self.fields)


def assert_sent_once(desk: Desk) -> None:
    """Two more tries of the same page make one message with one record and one notice."""
    sent = [desk.send(), desk.send()]

    assert [each.status_code for each in sent] == [302, 302]
    _, answer = desk.thread.messages.order_by("sequence").values_list("public_id", flat=True)
    assert AuditEvent.objects.filter(action=Action.MESSAGE_SENT, subject=answer).count() == 1
    assert Notice.objects.filter(about=answer).count() == 1


def test_an_answer_that_waits_too_long_for_a_lock_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any], impatient: None
) -> None:
    desk = Desk(officer, thread)
    other.execute(THREAD, [thread.pk])

    refused = desk.send()
    other.rollback()

    assert (refused.status_code, bool(refused["Retry-After"])) == (503, True)
    assert "We thank you." in refused.content.decode()
    assert thread.messages.count() == 1
    assert_sent_once(desk)


def test_an_answer_that_is_chosen_to_end_a_deadlock_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any]
) -> None:
    desk = Desk(officer, thread)
    # Read, and not written to: the answer holds its thread when it comes to this.
    other.execute("LOCK TABLE messaging_message IN SHARE MODE")

    def cross() -> None:
        wait_until(lambda: bool((other.execute(WAITING).fetchone() or [False])[0]), 10)
        other.execute(THREAD, [thread.pk])

    crossing = threading.Thread(target=cross)
    crossing.start()
    refused = desk.send()
    crossing.join()
    other.rollback()

    assert (refused.status_code, bool(refused["Retry-After"])) == (503, True)
    assert thread.messages.count() == 1
    assert_sent_once(desk)
