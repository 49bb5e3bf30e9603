"""PostgreSQL as the tests use it: the portal's own engine, with a quick flush that clears the audit log too.

The one for SQLite says why the log needs it. Django truncates, which makes new files for every table: half a
second for tables that hold a few rows. Here they are deleted.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.color import Style
from django.db.backends.postgresql import operations

from portal.postgresql import base
from tests.audit.clearing.tables import KEPT, LOG


class ClearingOperations(operations.DatabaseOperations):
    """Django's operations, with a flush that deletes rows, those of the log too."""

    def sql_flush(self, style: Style, tables: Sequence[str], **options: Any) -> list[str]:
        """List the statements that empty `tables`, for one transaction."""
        emptied = [self.quote_name(table) for table in tables if table not in KEPT]
        triggers = self._triggers_of_the_log() if LOG in tables else []
        return [
            # As truncating does, it waits for whoever still writes.
            f"LOCK TABLE {', '.join(emptied)} IN EXCLUSIVE MODE",
            # All go, so that no reference needs to be looked at.
            "SET LOCAL session_replication_role = replica",
            *(f"ALTER TABLE {LOG} DISABLE TRIGGER {name}" for name in triggers),
            # The names are those of Django's models, quoted.
            "; ".join(f"DELETE FROM {table}" for table in emptied),  # noqa: S608
            *(f"ALTER TABLE {LOG} ENABLE ALWAYS TRIGGER {name}" for name in triggers),
        ]

    def _triggers_of_the_log(self) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [LOG]
            )
            return [name for (name,) in cursor.fetchall()]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with these operations."""

    ops_class = ClearingOperations
