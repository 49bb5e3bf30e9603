"""Run the tests that touch tables once more, on a PostgreSQL of their own that is thrown away afterwards.

The server runs on this machine only, as an unprivileged user even where the tests run as root. Where there is
none and none can be installed, this says so; with CI=true that fails.
"""

import os
import secrets
import shutil
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

FOLDERS = ("audit", "limits", "notices", "accounts", "messaging", "comments", "keys", "test_first_path.py")
UNPRIVILEGED = "nobody"


def _programs() -> Path | None:
    """Find the folder with initdb and pg_ctl; Debian keeps it off the PATH."""
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
        # What is thrown away need not survive a crash.
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql://sealpost@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Run the tests; gives the exit code."""
    if _programs() is None:
        install("postgresql")
    programs = _programs()
    if programs is None:
        print("There is no PostgreSQL: the tests of tables ran on SQLite only.", file=sys.stderr)
        return int(must_have_all())
    with _server(programs) as address:
        own = {"TEST_DATABASE_URL": address, "SEALPOST_SECRET_KEY": secrets.token_urlsafe(48)}
        tests = [f"tests/{folder}" for folder in FOLDERS]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *arguments, *tests], env={**os.environ, **own}
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
