"""Columns of sealed messages, which whoever writes to the database may have filled with anything.

SQLite stores what it is given, whatever the column's type. What is none of the type is read here as a value
that no signed header names, so that the message is hidden and reported like every other forgery and the
rest of its thread stays readable. Its driver raises on text that is not UTF-8, so the statement itself asks
for what is of the type, and for text as bytes. Migrations know these columns by Django's own classes.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from django.utils.dateparse import parse_datetime

NOBODY = UUID(int=0)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOWHERE = -1
NO_TEXT = ""
# Beyond, a moment cannot be told in every time zone.
FIRST_YEAR, LAST_YEAR = 1970, 9998


def _only(kind: str, sql: str, params: Any, compiler: SQLCompiler, *, otherwise: str) -> Any:
    """Select a column on SQLite where it is of a kind, NULL where it is empty, and else something unfit.

    Text is selected as bytes. What only another query compares stays as it is.
    """
    if compiler.connection.vendor != "sqlite" or compiler.query.subquery:
        return sql, params
    wanted = f"CAST({sql} AS BLOB)" if kind == "text" else sql
    return (
        f"CASE typeof({sql}) WHEN '{kind}' THEN {wanted} WHEN 'null' THEN NULL ELSE {otherwise} END",
        (*params, *params),
    )


class UUIDColumn(models.UUIDField):  # type: ignore[type-arg]  # Django has none at run time
    """A UUID; NOBODY for what is none."""

    def get_internal_type(self) -> str:
        """Keep the backend from converting, which would raise."""
        return "UUIDColumn"

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Give the type of a UUID."""
        return models.UUIDField().db_type(connection)

    def select_format(self, compiler: SQLCompiler, sql: str, params: Any) -> Any:
        """Read text as bytes."""
        return _only("text", sql, params, compiler, otherwise="x''")

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> UUID | None:
        """Read the column."""
        if value is None or isinstance(value, UUID):
            return value
        try:
            return UUID(value.decode() if isinstance(value, bytes) else value)
        except (AttributeError, TypeError, ValueError):
            return NOBODY

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
        """Read text as bytes, since the driver would convert by the column's declared type, and raise."""
        return _only("text", sql, params, compiler, otherwise="x''")

    def from_db_value(self, value: Any, _expression: Any, connection: BaseDatabaseWrapper) -> datetime | None:
        """Read the column."""
        if value is None:
            return None
        try:
            moment = value if isinstance(value, datetime) else parse_datetime(value.decode()) or NEVER
            if not FIRST_YEAR <= moment.year <= LAST_YEAR:
                return NEVER
            return timezone.make_aware(moment, connection.timezone) if timezone.is_naive(moment) else moment
        except (TypeError, ValueError, OverflowError):
            return NEVER

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.DateTimeField", arguments, options


class PlaceColumn(models.PositiveIntegerField):  # type: ignore[type-arg]  # Django has none at run time
    """A whole number; NOWHERE for what is none."""

    def select_format(self, compiler: SQLCompiler, sql: str, params: Any) -> Any:
        """Read whole numbers only."""
        return _only("integer", sql, params, compiler, otherwise=str(NOWHERE))

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> int | None:
        """Read the column."""
        return value if value is None or isinstance(value, int) else NOWHERE

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", arguments, options


class TextColumn(models.CharField):  # type: ignore[type-arg]  # Django has none at run time
    """A short text; NO_TEXT for what is none."""

    def select_format(self, compiler: SQLCompiler, sql: str, params: Any) -> Any:
        """Read text as bytes."""
        return _only("text", sql, params, compiler, otherwise="x''")

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> str | None:
        """Read the column."""
        try:
            return value.decode() if isinstance(value, bytes) else value
        except UnicodeDecodeError:
            return NO_TEXT

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


class SealedColumn(models.BinaryField):  # type: ignore[type-arg]  # Django has none at run time
    """Sealed bytes; none at all for what are no bytes."""

    def select_format(self, compiler: SQLCompiler, sql: str, params: Any) -> Any:
        """Read bytes only."""
        return _only("blob", sql, params, compiler, otherwise="x''")

    def from_db_value(self, value: Any, _expression: Any, _connection: BaseDatabaseWrapper) -> bytes | None:
        """Read the column."""
        if value is None:
            return None
        return bytes(value) if isinstance(value, bytes | memoryview) else b""

    def deconstruct(self) -> Any:
        """Describe the column to migrations."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.BinaryField", arguments, options
