"""Where words might come out: the log, temporary files, and whatever does the queued work."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project_settings
from django.db.models.functions import Now

from notices.models import Outbox
from portal import logs
from tests.conftest import MailServer
from tests.portal.serving import wait_until
from tests.production.watching import watching
from tests.production.workers import Processes
from tests.real_servers import Redis
from tests.whole_site.canary.spreading import Delivery
from tests.whole_site.leaks import Place


@pytest.fixture
def log_output(capfd: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Log as the portal does, but everything, and give what was written."""
    logs.configure(project_settings.LOGGING)
    for name in ("", "axes", "django.request"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lambda: "".join(capfd.readouterr())
    logs.configure(project_settings.LOGGING)


@pytest.fixture
def delivery(
    worker: Callable[[], None], mail_server: MailServer, own_redis: Redis | None, tmp_path: Path
) -> Iterator[Delivery]:
    """The embedded worker; in production's way a worker of Celery's and beat, heard through the broker."""
    if own_redis is None:
        yield Delivery(worker)
        return
    folder = tmp_path / "workers"
    folder.mkdir()
    processes = Processes(folder)
    with watching(own_redis) as watch:
        # What an earlier test sent may wait there still, and its words are none of this one's.
        watch.client.flushall()
        processes.start("beat")
        processes.start("work")

        def work() -> None:
            # What looks after an answer some days later is not due yet.
            waits = Outbox.objects.filter(state=Outbox.State.WAITING, due_at__lte=Now())
            assert wait_until(lambda: not waits.exists(), 30), processes.output()

        def places() -> list[Place]:
            said = [Place("what Redis was told", "\n".join(watch.said).encode())]
            tasks = [Place("a task", str(task).encode()) for task in watch.bodies()]
            kept = [Place("what Redis keeps", content) for content in watch.kept()]
            return [*said, *tasks, *kept, Place("log of the workers", processes.output().encode())]

        yield Delivery(work, places, watch.bodies)
        processes.end()


@pytest.fixture
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give everybody who wants a temporary file this directory."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path
