"""Behind a real PgBouncer, whose connections change hands after each transaction, all goes as without."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from messaging.models import Receipt, Thread
from tests import real_parts
from tests.conftest import MailServer
from tests.notices.making import make_notice, work_of
from tests.people import Visitor
from tests.portal.serving import Visit
from tests.production.pooler import SERVER_CONNECTIONS, PgBouncer
from tests.production.test_restarts import Web

pytestmark = [pytest.mark.production, pytest.mark.pooler, pytest.mark.django_db(transaction=True)]

READERS = 8


@pytest.fixture
def pooler(transactional_db: None) -> Iterator[PgBouncer]:
    """A pooler before the database of the tests."""
    program, where = real_parts.pgbouncer(), connection.settings_dict
    assert program
    with PgBouncer(program, str(where["USER"]), int(where["PORT"])) as pooler:
        yield pooler


@pytest.fixture
def web(pooler: PgBouncer, mail_server: MailServer, tmp_path: Path) -> Iterator[Web]:
    """Serve from behind it."""
    served = Web(tmp_path)
    address = served.environment["SEALPOST_DATABASE_URL"]
    served.environment["SEALPOST_DATABASE_URL"] = address.replace(f":{pooler.far_port}/", f":{pooler.port}/")
    served.environment["SEALPOST_PREPARE"] = str(int(pooler.keeps_statements))
    served.start()
    yield served
    served.process.kill()
    served.process.wait()


def test_many_read_at_once_and_work_is_done_over_few_connections_that_change_hands(
    web: Web, pooler: PgBouncer, taxpayer: Visitor, answered_thread: Thread, mail_server: MailServer
) -> None:
    row = work_of(make_notice())

    def read(_reader: int) -> list[tuple[int, str]]:
        browser = Visit(web.port)
        return [browser.post("/reply/", code=taxpayer.reply_code)] + [
            browser.get("/reply/") for _ in range(5)
        ]

    with ThreadPoolExecutor(READERS) as readers:
        answers = [answer for answers in readers.map(read, range(READERS)) for answer in answers]
    worked = web.command("work", "--once")

    assert {status for status, _page in answers} == {200}
    assert sum("We need form 12." in page for _status, page in answers) >= READERS
    assert Receipt.objects.filter(message__thread=answered_thread, person=taxpayer.person).count() == 1
    assert worked.returncode == 0, worked.stderr
    row.refresh_from_db()
    assert row.state == "done"
    [through] = [
        each for each in pooler.statistics("STATS") if each["database"] == connection.settings_dict["NAME"]
    ]
    assert int(str(through["total_xact_count"])) > len(answers)
    assert 0 < len(pooler.statistics("SERVERS")) <= SERVER_CONNECTIONS
