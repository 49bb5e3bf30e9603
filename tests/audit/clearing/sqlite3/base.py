"""SQLite as the tests use it: Django's own engine, whose flush may also clear the audit log.

A test that commits (`django_db(transaction=True)`, `live_server`) ends with a flush of all tables, which the
log refuses, as it should. Here, and nowhere else, the flush lifts the log's triggers and puts the same ones
back, in one transaction; the code under test meets the schema of production.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.color import Style
from django.db.backends.sqlite3 import base, operations

from tests.audit.clearing.tables import KEPT, LOG


class ClearingOperations(operations.DatabaseOperations):
    """Django's operations, with a flush that clears the log too."""

    def sql_flush(self, style: Style, tables: Sequence[str], **options: Any) -> list[str]:
        """List the statements that empty `tables`."""
        emptied = [table for table in tables if table not in KEPT]
        clearing = list(super().sql_flush(style, emptied, **options))
        if LOG not in tables:
            return clearing
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [LOG]
            )
            triggers = cursor.fetchall()
        lifting = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return [*lifting, *clearing, *(sql for _name, sql in triggers)]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection with these operations."""

    ops_class = ClearingOperations
