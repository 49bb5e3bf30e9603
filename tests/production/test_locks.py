"""Whoever waits for a lock too long, ends a deadlock or loses the connection stored nothing, and may send
again.
"""

import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from messaging.models import Thread
from tests.messaging.sending_again import Desk, assert_refused_whole, assert_sent_once
from tests.people import Staff
from tests.portal.serving import wait_until

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

THREAD = "SELECT 1 FROM messaging_thread WHERE id = %s FOR UPDATE"
WAITING = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
END_WHO_WAITS = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted"


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


def test_an_answer_that_waits_too_long_for_a_lock_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any], impatient: None
) -> None:
    desk = Desk(officer, thread)
    other.execute(THREAD, [thread.pk])

    refused = desk.send()
    other.rollback()

    assert_refused_whole(desk, refused)
    assert_sent_once(desk)


def test_an_answer_that_is_chosen_to_end_a_deadlock_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any]
) -> None:
    desk = Desk(officer, thread)
    # Read, and not written to: the answer holds its thread when it comes to this.
    other.execute("LOCK TABLE messaging_message IN SHARE MODE")

    def cross() -> None:
        wait_until(lambda: bool((other.execute(WAITING).fetchone() or [False])[0]), 50)
        other.execute(THREAD, [thread.pk])

    crossing = threading.Thread(target=cross)
    crossing.start()
    refused = desk.send()
    crossing.join()
    other.rollback()

    assert_refused_whole(desk, refused)
    assert_sent_once(desk)


def test_an_answer_whose_connection_is_ended_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any]
) -> None:
    desk = Desk(officer, thread)
    # Written to after the answer's own row is stored: the transaction is ended in its middle.
    other.execute("LOCK TABLE notices_outbox IN EXCLUSIVE MODE")

    def end() -> None:
        if wait_until(lambda: bool((other.execute(WAITING).fetchone() or [False])[0]), 10):
            other.execute(END_WHO_WAITS)

    ending = threading.Thread(target=end)
    ending.start()
    refused = desk.send()
    ending.join()
    other.rollback()
    # As each request begins in earnest: what is broken is left.
    connection.close()

    assert_refused_whole(desk, refused)
    assert_sent_once(desk)
