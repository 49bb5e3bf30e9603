"""A database that crashes takes nothing along that was acknowledged, and the portal comes back by itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import real_parts
from tests.portal.serving import Visit, wait_until
from tests.production.test_restarts import Web
from tests.production.workers import ROOT
from tests.real_servers import PostgreSQL

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

ASKED = "SELECT count(*) FROM audit_auditevent WHERE action = 'notices.notice.checked'"


@pytest.fixture
def database() -> Iterator[PostgreSQL]:
    """A server of this test's own, which keeps what it acknowledges."""
    programs = real_parts.postgresql()
    assert programs
    with PostgreSQL(programs, {"fsync": "on", "synchronous_commit": "on"}) as server:
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


def test_what_was_answered_outlives_a_crash_and_the_portal_needs_no_restart(
    web: Web, database: PostgreSQL
) -> None:
    before = [ask(web, number) for number in range(8)]

    database.kill()
    meanwhile = {ask(web, number) for number in range(8, 11)}
    database.start()

    assert wait_until(lambda: Visit(web.port).get("/comment/")[0] == 200)
    after = [ask(web, number) for number in range(11, 15)]
    assert set(before + after) == {200}
    assert meanwhile == {503}
    with psycopg.connect(database.address) as connection:
        assert connection.execute(ASKED).fetchone() == (len(before + after),)
