"""A database that crashes or is full up takes nothing along that was acknowledged, and the portal comes back
by itself.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests import real_parts
from tests.portal.serving import Visit, wait_until
from tests.production.test_restarts import Web
from tests.production.workers import ROOT
from tests.real_servers import PostgreSQL

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

CONNECTIONS = 12
CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND application_name <> 'taken' AND backend_type = 'client backend'"
)
ASKED = "SELECT count(*) FROM audit_auditevent WHERE action = 'notices.notice.checked'"


@pytest.fixture
def database() -> Iterator[PostgreSQL]:
    """A server of this test's own, which keeps what it acknowledges."""
    programs = real_parts.postgresql()
    assert programs
    durable = {"fsync": "on", "synchronous_commit": "on", "max_connections": str(CONNECTIONS)}
    with PostgreSQL(programs, durable) as server:
        yield server


@pytest.fixture
def web(transactional_db: None, database: PostgreSQL, tmp_path: Path) -> Iterator[Web]:
    """Serve on that database."""
    served = Web(tmp_path)
    served.environment["SEALPOST_DATABASE_URL"] = database.address
    subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=served.environment,
        check=True,
        capture_output=True,
    )
    served.start()
    yield served
    served.process.kill()
    served.process.wait()


def ask(web: Web, number: int) -> int:
    """Ask whether a notice is real, which is recorded; gives the status."""
    return Visit(web.port).post("/notice/", number=f"AAAA-BBBB-{number:04}")[0]


def test_what_was_answered_outlives_a_crash_and_a_restart_and_the_portal_needs_none(
    web: Web, database: PostgreSQL
) -> None:
    answered, meanwhile = [ask(web, number) for number in range(8)], []

    for end in (database.kill, database.stop):
        end()
        meanwhile += [ask(web, number) for number in range(8, 11)]
        database.start()
        assert wait_until(lambda: Visit(web.port).get("/comment/")[0] == 200)
        answered += [ask(web, number) for number in range(11, 15)]

    assert set(answered) == {200}
    assert set(meanwhile) == {503}
    with psycopg.connect(database.address) as connection:
        assert connection.execute(ASKED).fetchone() == (len(answered),)


def test_a_database_without_a_free_connection_is_said_at_once_and_comes_back(
    web: Web, database: PostgreSQL
) -> None:
    assert ask(web, 0) == 200
    with ExitStack() as taken:
        address = f"{database.address}?application_name=taken"
        keeper = taken.enter_context(psycopg.connect(address, autocommit=True))
        while len(_backends(keeper)) < CONNECTIONS:
            # The web's own first, or it would go on with those that it has.
            keeper.execute(CUT_OFF)
            taken.enter_context(psycopg.connect(address))

        began = time.monotonic()
        refused = [ask(web, number) for number in range(1, 4)]
        took = time.monotonic() - began

    assert refused == [503] * 3
    assert took < 10
    assert wait_until(lambda: ask(web, 4) == 200)


def _backends(connection: psycopg.Connection[tuple[int]]) -> list[tuple[int]]:
    return connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
    ).fetchall()
