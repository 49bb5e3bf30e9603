"""How fast people write: no faster than the portal works it off, so that notices come in time."""

import sqlite3
import threading
import time
from contextlib import closing, suppress

import psycopg

from tests.faults.rig import Rig

# So many pieces of work that are due are done in a minute or so, while a thread goes on.
MOST_DUE = 200
LOOKS_AGAIN_SECONDS = 0.5
# Then they write all the same: the worker may be what was struck.
PATIENCE_SECONDS = 20.0
# Reminders wait for days.
_DUE = (
    "SELECT count(*) FROM notices_outbox WHERE state = 'waiting'"
    " AND kind NOT IN ('messaging.remind', 'messaging.remind_invited')"
)


class Pace:
    """Holds back whoever is about to write while the worker of a portal is behind."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._lock = threading.Lock()
        self._is_behind = False
        self._looks_again_at = 0.0

    def wait(self) -> None:
        """Wait until the worker is not behind, or patience ends."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self._looked() and time.monotonic() < until:
            time.sleep(LOOKS_AGAIN_SECONDS)

    def _looked(self) -> bool:
        with self._lock:
            if time.monotonic() >= self._looks_again_at:
                # A database that is down says nothing; what it said last holds.
                with suppress(sqlite3.Error, psycopg.Error):
                    self._is_behind = work_due(self._rig) > MOST_DUE
                self._looks_again_at = time.monotonic() + LOOKS_AGAIN_SECONDS
            return self._is_behind


def work_due(rig: Rig) -> int:
    """Count the pieces of work that wait for a worker; raises what the database raises."""
    if rig.database == "postgresql":
        with psycopg.connect(rig.postgresql.address, connect_timeout=2, autocommit=True) as connection:
            return int(connection.execute(_DUE).fetchall()[0][0])
    file = rig.folder / "var" / "sealpost.sqlite3"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=1)) as connection_of_file:
        return int(connection_of_file.execute(_DUE).fetchone()[0])
