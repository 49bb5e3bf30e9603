"""Leave out of the run on PostgreSQL what touches no database, and say how many tests that is.

Such a test does the same in both ways to run, for it meets neither the database nor Redis: the run on SQLite
has shown what it shows. pytest-django refuses the database to whoever asked for none, so what a test needs is
read off its fixtures and marks. A test that may ask while it runs, because it or a fixture of ours takes
`request`, counts as one that needs it.
"""

import os
from typing import Any

import pytest

DATABASE = {"db", "transactional_db", "live_server"}
REPORTED = "tests_without_database"
counted = pytest.StashKey[int]()


def touches_database(item: pytest.Item) -> bool:
    """Tell whether a test may meet the database, or is about the parts of production."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "production"))
    asked_for = getattr(item, "fixturenames", ())
    return marked or not DATABASE.isdisjoint(asked_for) or _asks_while_it_runs(item)


def _asks_while_it_runs(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return False
    known = item._fixtureinfo
    # Only those of plugins stand nowhere; some of these take it, and are everybody's.
    ours = [each for definitions in known.name2fixturedefs.values() for each in definitions if each.baseid]
    return "request" in known.argnames or any("request" in each.argnames for each in ours)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what touches a database, where there is PostgreSQL; keep all elsewhere."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    left_out = [item for item in items if not touches_database(item)]
    items[:] = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=left_out)
    config.stash[counted] = len(left_out)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that reports how many this one left out; each of them collects the same tests."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[REPORTED] = session.config.stash.get(counted, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear from a process that ran tests how many it left out."""
    told = getattr(node, "workeroutput", {}).get(REPORTED, 0)
    config: pytest.Config = node.config
    config.stash[counted] = max(told, config.stash.get(counted, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests are not part of this run, and why."""
    if count := config.stash.get(counted, 0):
        terminalreporter.section("left to the run on SQLite", bold=True)
        terminalreporter.line(f"{count} tests that touch no database: they do the same in both ways to run.")
