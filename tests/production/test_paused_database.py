"""A database that says nothing, as behind a pooler that was paused, keeps nobody waiting for long."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.portal.serving import Visit, wait_until
from tests.production.pausing import PausedWire
from tests.production.test_restarts import Web

pytestmark = [pytest.mark.production, pytest.mark.django_db(transaction=True)]

# One to ask whether the connection is well, and the five of a new one. It is waited for longer here.
ANSWER_SECONDS, LONGEST_SECONDS = 1, 18


@pytest.fixture
def wire(transactional_db: None) -> Iterator[PausedWire]:
    """The way to the database of the tests."""
    where: dict[str, Any] = connection.settings_dict
    with PausedWire((where["HOST"], int(where["PORT"]))) as wire:
        yield wire


@pytest.fixture
def web(wire: PausedWire, tmp_path: Path) -> Iterator[Web]:
    """Serve over that way."""
    served = Web(tmp_path)
    served.environment["SEALPOST_DATABASE_ANSWER_SECONDS"] = str(ANSWER_SECONDS)
    address = served.environment["SEALPOST_DATABASE_URL"]
    served.environment["SEALPOST_DATABASE_URL"] = address.replace(f":{wire.far[1]}/", f":{wire.port}/")
    served.start()
    yield served
    served.process.kill()
    served.process.wait()


def test_a_page_is_given_up_in_time_with_what_was_typed_and_the_portal_comes_back_by_itself(
    web: Web, wire: PausedWire
) -> None:
    before = Visit(web.port).post("/notice/", number="AAAA-BBBB-0001")
    wire.carries.clear()

    began = time.monotonic()
    status, page = Visit(web.port).post("/notice/", number="AAAA-BBBB-0002")
    took = time.monotonic() - began

    wire.carries.set()
    assert before[0] == 200
    assert (status, took < LONGEST_SECONDS) == (503, True)
    assert "We are busy right now" in page
    assert "AAAA-BBBB-0002" in page
    assert wait_until(lambda: Visit(web.port).post("/notice/", number="AAAA-BBBB-0003")[0] == 200)
