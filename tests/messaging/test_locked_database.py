"""While somebody else writes to SQLite for too long nothing is half stored, and who reads reads on."""

import sqlite3
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


@pytest.fixture
def other(transactional_db: None) -> Iterator[sqlite3.Connection]:
    """Another process's connection; the portal waits a fifth of a second for what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    yield other
    other.close()
    connection.close()


def test_an_answer_that_waits_too_long_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: sqlite3.Connection
) -> None:
    desk = Desk(officer, thread)
    other.execute("BEGIN IMMEDIATE")

    refused = desk.send()
    form_of_a_reader = Browser().get("/comment/")

    other.execute("ROLLBACK")
    assert form_of_a_reader.status_code == 200
    assert_refused_whole(desk, refused)
    assert_sent_once(desk)
