"""A run that is asked to end stops everything that it has started."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.faults.rig import DATABASES, Database
from tests.portal.serving import ROOT, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path that everybody may enter, as PostgreSQL's user has to."""
    made = Path(tempfile.mkdtemp(prefix="sealpost-ending-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.mark.parametrize("begun", ["points", "history.jsonl"])
@pytest.mark.parametrize("database", DATABASES)
def test_a_run_that_is_ended_leaves_no_process_and_no_file(
    folder: Path, database: Database, begun: str
) -> None:
    command = ["-m", "tests.faults", "--database", database, "--sends", "100000", "--bugs"]
    run = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        start_new_session=True,
    )
    assert wait_until(lambda: bool(list(folder.glob(f"sealpost-faults-*/{begun}"))), 120)
    started = everybody(run.pid, folder)

    run.send_signal(signal.SIGTERM)

    assert run.wait(120) == 128 + signal.SIGTERM
    assert begun != "history.jsonl" or len(started) > 3
    assert [each for each in [*started, *everybody(run.pid, folder)] if runs(each)] == []
    assert list(folder.iterdir()) == []


def everybody(pid: int, folder: Path) -> list[psutil.Process]:
    """List whom a run has started, also those who left its family and live in its folder, as PostgreSQL."""
    family = psutil.Process(pid).children(recursive=True) if psutil.pid_exists(pid) else []
    others = psutil.process_iter(["cmdline"])
    return [*family, *(each for each in others if str(folder) in " ".join(each.info["cmdline"] or []))]


def runs(process: psutil.Process) -> bool:
    """Tell whether a process has not ended, whoever forgot to ask how."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
