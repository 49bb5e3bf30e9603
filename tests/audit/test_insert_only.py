"""Promises of the database itself about the audit log."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError

from audit.actions import Action
from audit.models import AuditEvent
from audit.services import record

LOG = "audit_auditevent"
COLUMNS = ["id", "leaf", "leaf_hash", "occurred_at", "action", "actor", "subject"]
# A role without special rights does not even get as far as to play a replica.
REFUSAL = "an audit event is never|permission denied to set parameter"
TRIGGERS = {
    "sqlite": {
        "audit_event_is_never_changed",
        "audit_event_is_never_deleted",
        "audit_event_is_never_replaced",
    },
    "postgresql": {"audit_event_is_never_changed", "audit_event_is_never_truncated"},
}

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a way that only SQLite has")
only_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="a way that only PostgreSQL has"
)


def run(statement: str, *parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def triggers() -> set[str]:
    if connection.vendor == "sqlite":
        find = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    else:
        # 'A' fires always, for replicas too.
        find = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(find, [LOG])
        return {name for (name,) in cursor.fetchall()}


def rows() -> list[tuple[object, ...]]:
    return [
        (row.pk, bytes(row.leaf), bytes(row.leaf_hash), row.occurred_at, row.action, row.actor, row.subject)
        for row in AuditEvent.objects.order_by("pk")
    ]


def assert_refused(way: Callable[[], object]) -> None:
    before = rows()
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        way()
    assert rows() == before


@pytest.fixture
def event(db: None) -> AuditEvent:
    record(Action.LOG_READ, actor=None)
    return record(Action.MESSAGE_SENT, actor=None)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_event_changes(event: AuditEvent, column: str) -> None:
    assert_refused(lambda: run(f"UPDATE {LOG} SET {column} = {column} WHERE id = %s", event.pk))  # noqa: S608


def test_an_event_is_not_changed_through_the_portals_code(event: AuditEvent) -> None:
    event.action = Action.LOG_READ

    assert_refused(event.save)
    assert_refused(lambda: AuditEvent.objects.update(action="x"))


def test_an_event_is_not_deleted(event: AuditEvent) -> None:
    assert_refused(event.delete)
    assert_refused(lambda: AuditEvent.objects.all().delete())
    assert_refused(lambda: run(f"DELETE FROM {LOG}"))  # noqa: S608


@only_sqlite
@pytest.mark.parametrize("word", ["REPLACE", "INSERT OR REPLACE"])
@pytest.mark.parametrize("old", ["id", "leaf_hash"])
def test_an_event_is_not_replaced(event: AuditEvent, word: str, old: str) -> None:
    other = {"id": "9999", "leaf_hash": "x'00'"}
    columns = ", ".join(other[name] if name != old and name in other else name for name in COLUMNS)
    statement = f"{word} INTO {LOG} ({', '.join(COLUMNS)}) SELECT {columns} FROM {LOG} WHERE id = %s"  # noqa: S608

    assert_refused(lambda: run(statement, event.pk))


def test_an_event_is_not_changed_by_an_upsert(event: AuditEvent) -> None:
    statement = f"""
        INSERT INTO {LOG} ({", ".join(COLUMNS)}) SELECT {", ".join(COLUMNS)} FROM {LOG} WHERE id = %s
        ON CONFLICT (id) DO UPDATE SET action = 'x'
    """  # noqa: S608

    assert_refused(lambda: run(statement, event.pk))


@only_postgresql
def test_the_log_is_not_truncated(event: AuditEvent) -> None:
    assert_refused(lambda: run(f"TRUNCATE {LOG}"))


@only_postgresql
def test_a_replicas_session_is_refused_too(event: AuditEvent) -> None:
    def in_the_role_of_a_replica() -> None:
        run("SET LOCAL session_replication_role = replica")
        run(f"DELETE FROM {LOG}")  # noqa: S608

    assert_refused(in_the_role_of_a_replica)


def test_the_finished_schema_has_the_triggers(db: None) -> None:
    assert triggers() == TRIGGERS[connection.vendor]


@pytest.mark.django_db(transaction=True)
def test_the_flush_of_a_test_leaves_the_triggers_as_they_were() -> None:
    with transaction.atomic():
        record(Action.LOG_READ, actor=None)

    call_command("flush", verbosity=0, interactive=False)

    assert not AuditEvent.objects.exists()
    assert triggers() == TRIGGERS[connection.vendor]


@pytest.mark.django_db(transaction=True)
def test_no_migration_back_drops_the_log() -> None:
    with pytest.raises(IrreversibleError):
        call_command("migrate", "audit", "zero", verbosity=0)

    assert triggers() == TRIGGERS[connection.vendor]
