"""A real part that is missing is said loudly, and fails a run under CI; what is left out is counted."""

import os
import re
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


def test_what_touches_no_database_is_left_to_the_run_on_sqlite_and_counted():
    nobody = "postgresql://nobody@127.0.0.1:1/nothing"

    done = run("pytest", "--collect-only", "-q", "tests/limits", "tests/channel", TEST_DATABASE_URL=nobody)

    assert "test_limits.py::test_one_visitor_is_one_key" not in done.stdout
    assert "test_limits.py::test_as_many_as_the_setting_says_and_no_more" in done.stdout
    # Who they are is asked for while the test runs.
    assert "test_nothing_is_said_back.py::" in done.stdout
    assert re.search(r"^\d+ tests that touch no database", done.stdout, re.MULTILINE)


ASKING = """
import pytest

@pytest.fixture
def late(request):
    return request.getfixturevalue("db")

@pytest.fixture
def later(late):
    return late

def test_whose_fixture_of_a_fixture_asks(later): pass

def test_that_asks(request): pass

def test_that_asks_for_nothing(tmp_path): pass
"""


def test_whose_fixture_asks_while_it_runs_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "test_asking.py"
    file.write_text(ASKING, encoding="utf-8")
    plugins = ("-p", "no:django", "-p", "tests.without_database")

    done = run(
        "pytest", "--collect-only", "-q", *plugins, str(file), TEST_DATABASE_URL="postgresql://nobody@/"
    )

    kept = re.findall(r"::(\w+)$", done.stdout, re.MULTILINE)
    assert kept == ["test_whose_fixture_of_a_fixture_asks", "test_that_asks"]
