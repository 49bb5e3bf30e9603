"""A query that Django puts together once for each connection, and asks again with other values.

On a page with a dozen querysets, putting them together takes a third of the time. This keeps what Django's
compiler made of one, and fills in the values of each call. What it gives is what the queryset would give: the
same rows, of the same types, in one SQL query.
"""

import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BinaryField,
    DateTimeField,
    Field,
    QuerySet,
    TextField,
    UUIDField,
)

R = TypeVar("R")
Value = int | str | bytes | UUID | datetime
# Turn a value of each type into what the database takes.
FIELDS: Mapping[type, "Field[Any, Any]"] = {
    int: BigIntegerField(),
    str: TextField(),
    bytes: BinaryField(),
    UUID: UUIDField(),
    datetime: DateTimeField(),
}


class PreparedQuery(Generic[R]):
    """A queryset by a function, which is called once for each connection, shape and length of its lists.

    build: takes the shape by place, as it is, and stand-ins for the values by name. It hands a stand-in on to
    filters and does nothing else with it: whatever decides about conditions belongs to the shape, since
    anything else that the function reads would stay in the query for everybody. Values are whole numbers,
    texts, bytes, UUIDs and moments, never None, or lists of them for `__in`.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, R]"]) -> None:
        self._build = build
        self._local = threading.local()

    def rows(self, *shape: Any, **values: Value | Sequence[Value]) -> list[R]:
        """Fetch all rows; one SQL query, or none where no row can be."""
        lists = {name: _listed(value) for name, value in values.items()}
        if not all(lists.values()):
            return []
        connection = connections[DEFAULT_DB_ALIAS]
        key = (shape, *((name, len(listed)) for name, listed in lists.items()))
        statements = self._statements(connection)
        if key not in statements:
            statements[key] = self._prepare(connection, shape, values, lists)
        return statements[key].rows(value for listed in lists.values() for value in listed)

    def first(self, *shape: Any, **values: Value | Sequence[Value]) -> R | None:
        """Fetch the only row, or the first of those that the queryset gives; None without any."""
        return next(iter(self.rows(*shape, **values)), None)

    def _statements(self, connection: BaseDatabaseWrapper) -> "dict[Any, _Statement[R]]":
        """Give what this thread has prepared for its connection."""
        if getattr(self._local, "connection", None) is not connection:
            self._local.connection, self._local.statements = connection, {}
        statements: dict[Any, _Statement[R]] = self._local.statements
        return statements

    def _prepare(
        self,
        connection: BaseDatabaseWrapper,
        shape: Sequence[Any],
        values: Mapping[str, Value | Sequence[Value]],
        lists: Mapping[str, Sequence[Value]],
    ) -> "_Statement[R]":
        stand_ins = {name: [_stand_in(value) for value in listed] for name, listed in lists.items()}
        named = {name: stood if _is_list(values[name]) else stood[0] for name, stood in stand_ins.items()}
        return _Statement(
            self._build(*shape, **named),
            [stand_in for stood in stand_ins.values() for stand_in in stood],
            connection,
        )


class _Statement(Generic[R]):
    """What the compiler made of a queryset, with the places of its values."""

    def __init__(
        self, queryset: "QuerySet[Any, R]", stand_ins: Sequence[Value], connection: BaseDatabaseWrapper
    ) -> None:
        self._queryset = queryset
        self._connection = connection
        self._compiler = queryset.query.get_compiler(connection=connection)
        try:
            self._sql, self._fixed = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql = ""
            return
        places = {_compared(_adapted(value, connection)): index for index, value in enumerate(stand_ins)}
        fixed = [_compared(value) for value in self._fixed]
        self._places = {place: places[value] for place, value in enumerate(fixed) if value in places}
        if set(self._places.values()) != set(range(len(stand_ins))):
            raise ValueError("a value of a prepared query does not reach its conditions")
        converters = self._compiler.get_converters([column for column, *_ in self._compiler.select])
        # The compiler stands for itself, so that Django's own iterables read the rows.
        self._compiler.get_converters = lambda _expressions: converters
        queryset.query.get_compiler = lambda *_, **__: self._compiler  # type: ignore[method-assign]

    def rows(self, values: Iterable[Value]) -> list[R]:
        """Ask with these values, in the order of their stand-ins."""
        if not self._sql:
            return []
        adapted = [_adapted(value, self._connection) for value in values]
        filled = list(self._fixed)
        for place, index in self._places.items():
            filled[place] = adapted[index]
        self._compiler.as_sql = lambda *_, **__: (self._sql, tuple(filled))
        rows = list(self._queryset)
        # Asked anew the next time; a copy of the queryset for each call would cost as much as the rows.
        self._queryset._result_cache = None
        return rows


def _is_list(value: Value | Sequence[Value]) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _listed(value: Value | Sequence[Value]) -> Sequence[Value]:
    """Give the values of a list, the last repeated until their number is a power of two; few lengths are few
    statements.
    """
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        return [value]
    wanted = 1 << (len(value) - 1).bit_length()
    return [*value, *([value[-1]] * (wanted - len(value)))] if value else []


def _stand_in(value: Value) -> Value:
    """Make a value of the same type that occurs nowhere else."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, datetime):
        return datetime(7000, 1, 1, tzinfo=UTC) + timedelta(microseconds=secrets.randbits(50))
    if isinstance(value, bytes):
        return secrets.token_bytes(16)
    return 1_000_000_000 + secrets.randbits(30) if isinstance(value, int) else secrets.token_hex(16)


def _compared(adapted: Any) -> Any:
    """Give bytes out of what a database wraps them in; psycopg compares its wrappers by identity."""
    return getattr(adapted, "obj", adapted)


def _adapted(value: Value, connection: BaseDatabaseWrapper) -> Any:
    """Turn a value into what the database takes; raises TypeError for what is none, such as None."""
    for kind, field in FIELDS.items():
        if isinstance(value, kind):
            return field.get_db_prep_value(value, connection)
    raise TypeError(f"a prepared query takes no {type(value).__name__}")
