"""Columns of sealed messages, which whoever writes to the database may have filled with anything.

SQLite stores what it is given, whatever the column's type. What is none of the type is read here as a value
that no signed header names, so that the message is hidden and reported like every other forgery and the
rest of its thread stays readable. Migrations know these columns by Django's own classes.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from django.utils.dateparse import parse_datetime

NO_MESSAGE = UUID(int=0)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOWHERE = -1


class UUIDColumn(models.UUIDField):  # type: ignore[type-arg]  # Django has none at run time
    """A UUID; NO_MESSAGE for what is none."""

    def get_internal_type(self) -> str:
        """Keep the backend from converting, which would raise."""
        return "UUIDColumn"

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Give the type of a UUID."""
        return models.UUIDField().db_type(connection)

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> UUID | None:
        """Read the column."""
        if value is None or isinstance(value, UUID):
            return value
        try:
            return UUID(value)
        except (AttributeError, TypeError, ValueError):
            return NO_MESSAGE

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.UUIDField", arguments, options


class MomentColumn(models.DateTimeField):  # type: ignore[type-arg]  # Django has none at run time
    """An aware moment; NEVER for what is none."""

    def get_internal_type(self) -> str:
        """Keep the backend from converting, which would raise."""
        return "MomentColumn"

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Give the type of a moment."""
        return models.DateTimeField().db_type(connection)

    def select_format(self, compiler: SQLCompiler, sql: str, params: Any) -> Any:
        """Read text, since the driver of SQLite would convert by the column's declared type, and raise."""
        if compiler.connection.vendor != "sqlite":
            return sql, params
        return f"CASE typeof({sql}) WHEN 'text' THEN {sql} ELSE '' END", (*params, *params)

    def from_db_value(self, value: Any, _expression: Any, connection: BaseDatabaseWrapper) -> datetime | None:
        """Read the column."""
        if value is None:
            return None
        try:
            moment = value if isinstance(value, datetime) else parse_datetime(value) or NEVER
            return timezone.make_aware(moment, connection.timezone) if timezone.is_naive(moment) else moment
        except (TypeError, ValueError, OverflowError):
            return NEVER

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, options


class PlaceColumn(models.PositiveIntegerField):  # type: ignore[type-arg]  # Django has none at run time
    """A whole number; NOWHERE for what is none."""

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> int | None:
        """Read the column."""
        return value if value is None or isinstance(value, int) else NOWHERE

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", arguments, options


class SealedColumn(models.BinaryField):  # type: ignore[type-arg]  # Django has none at run time
    """Sealed bytes; none at all for what are no bytes."""

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> bytes | None:
        """Read the column."""
        if value is None:
            return None
        return bytes(value) if isinstance(value, bytes | memoryview) else b""

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.BinaryField", arguments, options
