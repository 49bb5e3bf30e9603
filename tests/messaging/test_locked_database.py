"""While somebody else writes to SQLite for too long nothing is half stored, and who reads reads on."""

import sqlite3
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from messaging.models import Thread
from tests.messaging.sending_again import Desk, assert_refused_whole, assert_sent_once
from tests.people import Browser, Staff

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has one lock for all who write"),
]

HELD_SECONDS = 0.5


@pytest.fixture
def other(transactional_db: None) -> Iterator[sqlite3.Connection]:
    """Another process's connection."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
    yield other
    other.close()


@pytest.fixture
def impatient(transactional_db: None) -> Iterator[None]:
    """Let the portal wait for the lock for a fifth of a second."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    yield
    connection.close()


def test_an_answer_that_finds_the_database_locked_waits_and_is_sent_once(
    officer: Staff, thread: Thread, other: sqlite3.Connection
) -> None:
    desk = Desk(officer, thread)
    other.execute("BEGIN IMMEDIATE")
    # Longer than SQLite's own pauses between two tries.
    giving_way = threading.Timer(HELD_SECONDS, lambda: other.execute("ROLLBACK"))
    began = time.monotonic()
    giving_way.start()

    sent = desk.send()

    giving_way.join()
    assert (sent.status_code, time.monotonic() - began >= HELD_SECONDS) == (302, True)
    assert desk.thread.messages.count() == 2
    assert_sent_once(desk)


def test_an_answer_that_waits_too_long_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: sqlite3.Connection, impatient: None
) -> None:
    desk = Desk(officer, thread)
    other.execute("BEGIN IMMEDIATE")

    refused = desk.send()
    form_of_a_reader = Browser().get("/comment/")

    other.execute("ROLLBACK")
    assert form_of_a_reader.status_code == 200
    assert_refused_whole(desk, refused)
    assert_sent_once(desk)
