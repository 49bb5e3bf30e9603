"""A run by hand says what it leaves out for want of a real part, and counts it; with CI=true it fails."""

import os
import subprocess
import sys

import pytest

from tests.faults.nemesis import FETCHING
from tests.portal.serving import ROOT

pytestmark = pytest.mark.faults
RUN_SECONDS = 300


@pytest.mark.parametrize("must_have_all", [True, False])
def test_a_database_that_is_missing_is_said_and_counted(must_have_all: bool) -> None:
    missing = {"POSTGRESQL": "/nowhere", "REDIS_SERVER": "/nowhere", "CI": "true" if must_have_all else ""}

    run = faults("--database", "postgresql", **missing)

    assert "There is no PostgreSQL" in run.stderr
    assert "1 skipped" in run.stdout.splitlines()[-1]
    assert run.returncode == int(must_have_all)


def test_faults_of_fetching_that_no_mailbox_is_there_for_are_each_said_and_counted() -> None:
    # It sends nothing, and so fails: what is left out stands beside that.
    run = faults("--database", "sqlite", "--minutes", "0", DOVECOT="nowhere")

    assert "There is no Dovecot" in run.stderr
    assert all(name in run.stderr for name in FETCHING)
    assert run.stdout.splitlines()[-1] == f"0 passed, 1 failed, {len(FETCHING)} skipped"


def faults(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a few sends under faults, with parts of this environment."""
    return subprocess.run(
        [sys.executable, "-m", "tests.faults", "--sends", "1", "--bugs", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
    )
