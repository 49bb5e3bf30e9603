"""PostgreSQL as the tests use it: the portal's own engine, whose flush may also clear the audit log.

The one for SQLite says why.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.color import Style
from django.db.backends.postgresql import operations

from portal.postgresql import base

LOG = "audit_auditevent"


class ClearingOperations(operations.DatabaseOperations):
    """Django's operations, with a flush that clears the log too."""

    def sql_flush(self, style: Style, tables: Sequence[str], **options: Any) -> list[str]:
        """List the statements that empty `tables`."""
        clearing = list(super().sql_flush(style, tables, **options))
        if LOG not in tables:
            return clearing
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [LOG]
            )
            names = [name for (name,) in cursor.fetchall()]
        return [
            *(f"ALTER TABLE {LOG} DISABLE TRIGGER {name}" for name in names),
            *clearing,
            *(f"ALTER TABLE {LOG} ENABLE ALWAYS TRIGGER {name}" for name in names),
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with these operations."""

    ops_class = ClearingOperations
