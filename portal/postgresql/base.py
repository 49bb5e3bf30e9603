"""Connections that are given up when the server, or a pooler before it, is there and says nothing.

The server's own limits end what takes too long there. They end nothing for whoever waits for a pooler that
was paused, or for a machine that stands still: its network answers as before.
"""

from typing import Any, ClassVar

import psycopg
from django.db.backends.postgresql import base
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus


class Connection(psycopg.Connection[Any]):
    """A connection that hangs up when an answer takes longer than it is waited for.

    answer_seconds: None waits without end, as workers and commands do, for whom nobody waits.
    """

    answer_seconds: ClassVar[float | None] = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer; raises psycopg.OperationalError when there is none."""
        try:
            return super().wait(gen, interval, self.answer_seconds if timeout is None else timeout)
        except psycopg.OperationalError:
            # Else an answer that comes late would be taken for that to the next question.
            if self.info.transaction_status is TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with these connections."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; raises psycopg.OperationalError."""
        connection: Any = super().get_new_connection(conn_params)
        # Django lets nobody choose what it makes.
        connection.__class__ = Connection
        return connection
