"""A real part that is missing is said loudly, and fails a run under CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("1", 1), ("", 0)])
def test_a_run_without_postgresql_says_so_and_fails_under_ci(tmp_path: Path, ci: str, code: int) -> None:
    done = run("tests.on_postgresql", POSTGRESQL=str(tmp_path), CI=ci)

    assert done.returncode == code
    assert "There is no PostgreSQL" in done.stderr


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_run_without_redis_says_so_and_fails_under_ci(ci: str, code: int) -> None:
    nowhere = "/nowhere/redis-server"

    done = run("tests.on_postgresql", "-q", "tests/production/test_celery.py", REDIS_SERVER=nowhere, CI=ci)

    assert done.returncode == code
    assert "There is no Redis" in done.stderr
    assert "production tests were skipped" in done.stdout


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_run_without_a_browser_says_so_and_fails_under_ci(ci: str, code: int) -> None:
    done = run("pytest", "-q", "tests/browser/test_injected_script.py", CHROMIUM="/nowhere/chromium", CI=ci)

    assert done.returncode == code
    assert "browser tests were skipped" in done.stdout


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_run_without_an_imap_server_says_so_and_fails_under_ci(ci: str, code: int) -> None:
    tests = "tests/comments/mail_in/test_fetching_mail.py"

    done = run("pytest", "-q", tests, DOVECOT="/nowhere/dovecot", CI=ci)

    assert done.returncode == code
    assert "imap tests were skipped" in done.stdout
