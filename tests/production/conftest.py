"""A broker that may be emptied and killed, and workers that may be, too."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client

from notices import broker as fast_path
from tests.production.workers import Processes
from tests.real_servers import Redis


@pytest.fixture
def broker(own_redis: Redis | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """The broker of this process, empty; whatever a test does to it, the next finds it well."""
    assert own_redis
    _make_well(own_redis)
    # One that a test before had see the broker fail would forget what this test promises.
    monkeypatch.setattr(fast_path, "_teller", fast_path._Teller())
    yield own_redis
    _make_well(own_redis)


def _make_well(server: Redis) -> None:
    if not server.is_running:
        server.start()
    server.resume()
    with redis_client.Redis(port=server.port) as client:
        client.replicaof("NO", "ONE")
        client.config_set("maxmemory", 0)
        client.flushall()


@pytest.fixture
def processes(transactional_db: None, broker: Redis, tmp_path: Path) -> Iterator[Processes]:
    """Workers and beat, to be started; all are gone before the tables are emptied."""
    started = Processes(tmp_path)
    yield started
    started.end()


@pytest.fixture
def start_celery(processes: Processes) -> Callable[[], Any]:
    """Start a worker and beat; gives the worker."""

    def start() -> Any:
        processes.start("beat")
        return processes.start("work")

    return start
