"""Run the tests that touch tables once more, on a PostgreSQL of their own that is thrown away afterwards.

The server runs on this machine only, as an unprivileged user even where the tests run as root. Where there is
none and none can be installed, this says so; with CI=true that fails. Arguments go to pytest, and may name
other tests: `python -m tests.on_postgresql tests/audit -k role`.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam
from typing import Any

from tests.real_parts import install, must_have_all

TESTS = (
    "tests/audit",
    "tests/limits",
    "tests/notices",
    "tests/accounts",
    "tests/messaging",
    "tests/comments",
    "tests/keys",
    "tests/whole_site",
    "tests/test_first_path.py",
)
UNPRIVILEGED = "nobody"
MISSING = "no PostgreSQL: set POSTGRESQL to the folder that holds initdb, or install the package postgresql"


def _programs() -> Path | None:
    """Find the folder with initdb and pg_ctl: POSTGRESQL from the environment, else where Debian keeps it."""
    named = os.environ.get("POSTGRESQL", "")
    if named:
        return Path(named).resolve() if (Path(named) / "initdb").exists() else None
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _run(*command: str | Path) -> None:
    become: dict[str, Any] = {}
    if os.geteuid() == 0:
        become = {"user": UNPRIVILEGED, "group": getpwnam(UNPRIVILEGED).pw_gid, "extra_groups": []}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=60, **become)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _server(programs: Path) -> Iterator[str]:
    """Serve an empty database; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="sealpost-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    data, port = folder / "data", _free_port()
    try:
        _run(programs / "initdb", "-D", data, "-U", "sealpost", "-A", "trust", "-E", "UTF8")
        # What is thrown away need not survive a crash; who waits for a lock for so long waits for ever.
        chosen = {
            "port": port,
            "unix_socket_directories": folder,
            "listen_addresses": "127.0.0.1",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "lock_timeout": "60s",
        }
        options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://sealpost@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Run the tests; gives the exit code."""
    if _programs() is None and not os.environ.get("POSTGRESQL"):
        install("postgresql")
    programs = _programs()
    if programs is None:
        return _do_without()
    # So that a run that is cut short leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    named = any(Path(argument.partition("::")[0]).exists() for argument in arguments)
    with _server(programs) as address:
        own = {"TEST_DATABASE_URL": address, "SEALPOST_SECRET_KEY": secrets.token_urlsafe(48)}
        command = [sys.executable, "-m", "pytest", *arguments, *(() if named else TESTS)]
        return subprocess.run(command, env={**os.environ, **own}).returncode


def _do_without() -> int:
    print(f"{' real parts that are missing ':=^80}", file=sys.stderr)
    print(f"There is {MISSING}.", file=sys.stderr)
    print("Nothing was tested on PostgreSQL; the tests of tables ran on SQLite only.", file=sys.stderr)
    if must_have_all():
        print("CI is set: this fails the run.", file=sys.stderr)
    return int(must_have_all())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
