"""Run the tests once more in production's way: on PostgreSQL, with Redis, Celery's workers and beat.

What touches no database is left out, and counted (tests/without_database.py).

Servers of their own are started and thrown away. Where there is none and none can be had, this says so; with
CI=true that fails. Arguments go to pytest, and may name tests: `python -m tests.on_postgresql tests/audit -k
role`.
"""

import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

from tests import real_parts
from tests.real_servers import PostgreSQL

# What is thrown away need not survive a crash of the machine.
SETTINGS = {"full_page_writes": "off", "max_connections": "200"}
# They look at pages alone, which are the same: with a browser, at their headers, or at their words.
PAGES = (
    "browser",
    "whole_site/test_headers.py",
    "whole_site/test_language_of_every_page.py",
    "whole_site/test_pseudo_language.py",
)
# The first starts portals of its own on both databases; of the others, plain Python, each test would be left
# out once it was collected.
LEFT_OUT = (*PAGES, "faults", "encryption", "keyring", "screening", "comments/mail_in/reading")
TESTS = ("tests", *(f"--ignore=tests/{path}" for path in LEFT_OUT))


def main(arguments: list[str]) -> int:
    """Run the tests; gives the exit code."""
    real_parts.get_servers()
    programs = real_parts.postgresql()
    missing = [words for words, part in _parts() if part is None]
    if missing:
        _say(missing)
    if programs is None:
        return int(real_parts.must_have_all())
    # So that a run that is cut short leaves no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    named = any(Path(argument.partition("::")[0]).exists() for argument in arguments)
    with PostgreSQL(programs, SETTINGS) as server:
        own = {"TEST_DATABASE_URL": server.address, "SEALPOST_SECRET_KEY": secrets.token_urlsafe(48)}
        command = [sys.executable, "-m", "tests.once_more", *arguments, *(() if named else TESTS)]
        code = subprocess.run(command, env={**os.environ, **own}).returncode
    return code or int(bool(missing) and real_parts.must_have_all())


def _parts() -> list[tuple[str, object]]:
    return [
        (real_parts.NO_POSTGRESQL, real_parts.postgresql()),
        (real_parts.NO_REDIS, real_parts.redis_server()),
    ]


def _say(missing: list[str]) -> None:
    print(f"{' real parts that are missing ':=^80}", file=sys.stderr)
    for words in missing:
        print(f"There is {words}.", file=sys.stderr)
    print("Nothing is tested with what is missing; the other run is on SQLite without it.", file=sys.stderr)
    if real_parts.must_have_all():
        print("CI is set: this fails the run.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
