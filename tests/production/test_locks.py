"""Whoever waits too long for a lock or ends a deadlock is tried once more; who does so twice, or loses the
connection, stored nothing and may send again.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from messaging.models import Thread
from tests.messaging.sending_again import Desk, assert_refused_whole, assert_sent_once
from tests.people import Staff
from tests.portal.serving import wait_until

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

THREAD = "SELECT 1 FROM messaging_thread WHERE id = %s FOR UPDATE"
WAITING = "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted"
IT_WAITS = f"{WAITING} AND pid = %s"
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


@contextmanager
def refusals(then: Callable[[], None]) -> Iterator[list[OperationalError]]:
    """List what the portal's own connection is refused, and do something each time before it knows."""
    refused: list[OperationalError] = []

    def execute_and_note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, parameters, many, context)
        except OperationalError as error:
            refused.append(error)
            then()
            raise

    with connection.execute_wrapper(execute_and_note):
        yield refused


def test_an_answer_that_waits_too_long_for_a_lock_is_tried_once_more_and_sent_once(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any], impatient: None
) -> None:
    desk = Desk(officer, thread)
    other.execute(THREAD, [thread.pk])

    with refusals(then=other.rollback) as refused:
        sent = desk.send()

    assert (sent.status_code, len(refused)) == (302, 1)
    assert desk.thread.messages.count() == 2
    assert_sent_once(desk)


def test_an_answer_that_waits_too_long_for_a_lock_twice_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any], impatient: None
) -> None:
    desk = Desk(officer, thread)
    other.execute(THREAD, [thread.pk])

    with refusals(then=lambda: None) as refused:
        page = desk.send()
    other.rollback()

    assert len(refused) == 2
    assert_refused_whole(desk, page)
    assert_sent_once(desk)


@contextmanager
def crossed(other: psycopg.Connection[Any], thread: Thread, *, times: int) -> Iterator[list[Future[None]]]:
    """Have the portal end as many deadlocks as said: each begins before it stores a message, when it holds
    the thread and the other waits for that, and is closed by the portal, which alone looks for one.
    """
    where: dict[str, Any] = connection.settings_dict
    address = "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**where)
    crossings: list[Future[None]] = []
    # Read, and not written to.
    other.execute("LOCK TABLE messaging_message IN SHARE MODE")
    with connection.cursor() as cursor:
        cursor.execute("SET deadlock_timeout = '50ms'")

    def wait_for_the_thread(*, is_last: bool) -> None:
        other.execute("SAVEPOINT crossing")
        other.execute(THREAD, [thread.pk])
        other.execute("ROLLBACK" if is_last else "ROLLBACK TO SAVEPOINT crossing")

    with psycopg.connect(address, autocommit=True) as watching, ThreadPoolExecutor(1) as pool:
        ended: list[OperationalError] = []

        def cross(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            if ended:
                # The row is free before the other has been woken: what is done once more could take it first.
                crossings[-1].result(timeout=60)
            if sql.startswith('INSERT INTO "messaging_message"') and len(crossings) < times:
                is_last = len(crossings) == times - 1
                crossings.append(pool.submit(wait_for_the_thread, is_last=is_last))
                pid = other.info.backend_pid
                assert wait_until(lambda: bool((watching.execute(IT_WAITS, [pid]).fetchone() or [False])[0]))
            try:
                return execute(sql, parameters, many, context)
            except OperationalError as error:
                ended.append(error)
                raise

        with connection.execute_wrapper(cross):
            yield crossings
        for crossing in crossings:
            crossing.result(timeout=60)
    connection.close()


def test_an_answer_that_is_chosen_to_end_a_deadlock_is_sent_once(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any]
) -> None:
    desk = Desk(officer, thread)

    with crossed(other, thread, times=1) as crossings:
        sent = desk.send()

    assert (sent.status_code, len(crossings)) == (302, 1)
    assert desk.thread.messages.count() == 2
    assert_sent_once(desk)


def test_an_answer_that_ends_two_deadlocks_is_refused_whole_and_may_be_sent_again(
    officer: Staff, thread: Thread, other: psycopg.Connection[Any]
) -> None:
    desk = Desk(officer, thread)

    with crossed(other, thread, times=2) as crossings:
        refused = desk.send()

    assert len(crossings) == 2
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
