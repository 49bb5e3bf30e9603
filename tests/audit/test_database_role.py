"""Promises of the database role that the portal runs as, where it is not the owner of the tables."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit.actions import Action
from audit.services import record
from notices.outbox import enqueue

pytestmark = pytest.mark.django_db(transaction=True)

only_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has roles")
PASSWORD = "only-of-this-test"


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def role() -> Iterator[str]:
    """A role that may log in, and nothing else yet."""
    name = f"portal {uuid.uuid4().hex[:8]}"
    run(f"CREATE ROLE \"{name}\" LOGIN PASSWORD '{PASSWORD}'")
    yield name
    run(f'DROP OWNED BY "{name}"')
    run(f'DROP ROLE "{name}"')


@pytest.fixture
def portal(role: str) -> Iterator[Any]:
    """A connection of that role's own, after the owner has restricted it."""
    import psycopg

    call_command("restrict_database_role", role=role)
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=role,
        password=PASSWORD,
        autocommit=True,
    ) as theirs:
        yield theirs


@only_postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET action = 'x'",
        "UPDATE audit_auditevent SET id = id",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TABLE audit_auditevent",
        "CREATE TRIGGER t AFTER INSERT ON audit_auditevent EXECUTE FUNCTION audit_event_refuse()",
        "DROP FUNCTION audit_event_refuse CASCADE",
        "SET session_replication_role = replica",
    ],
)
def test_the_portals_role_cannot_change_the_log(portal: Any, statement: str) -> None:
    from psycopg.errors import InsufficientPrivilege

    with transaction.atomic():
        record(Action.LOG_READ, actor=None)

    with pytest.raises(InsufficientPrivilege):
        portal.execute(statement)


@only_postgresql
def test_the_portals_role_adds_to_the_log_and_uses_every_other_table(portal: Any) -> None:
    with transaction.atomic():
        record(Action.LOG_READ, actor=None)
        enqueue("tests.any", subject=uuid.uuid4(), idempotency_key="one")

    added = portal.execute(
        "INSERT INTO audit_auditevent (leaf, leaf_hash, occurred_at, action)"
        " SELECT leaf, 'x', now(), 'x' FROM audit_auditevent"
    )
    changed = portal.execute("UPDATE notices_outbox SET attempts = 1")
    locked = portal.execute("SELECT * FROM accounts_unit FOR UPDATE")
    deleted = portal.execute("DELETE FROM notices_outbox")

    assert (added.rowcount, changed.rowcount, locked.rowcount, deleted.rowcount) == (1, 1, 0, 1)


@only_postgresql
def test_restricting_again_takes_back_what_was_given_since(role: str, portal: Any) -> None:
    from psycopg.errors import InsufficientPrivilege

    run(f'GRANT ALL ON audit_auditevent TO "{role}"')

    call_command("restrict_database_role", role=role)

    with pytest.raises(InsufficientPrivilege):
        portal.execute("DELETE FROM audit_auditevent")


@only_postgresql
def test_a_right_that_comes_another_way_is_told(role: str) -> None:
    run("GRANT UPDATE (action) ON audit_auditevent TO PUBLIC")

    with pytest.raises(CommandError, match="may still change the audit log"):
        call_command("restrict_database_role", role=role)

    run("REVOKE UPDATE (action) ON audit_auditevent FROM PUBLIC")


@only_postgresql
def test_a_role_that_owns_the_tables_is_refused() -> None:
    with pytest.raises(CommandError, match="owns the tables or is a superuser"):
        call_command("restrict_database_role", role=connection.settings_dict["USER"])


@only_postgresql
def test_a_role_that_is_not_there_is_refused() -> None:
    with pytest.raises(CommandError, match="no such role"):
        call_command("restrict_database_role", role="nobody'; --")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has roles")
def test_sqlite_has_no_roles_and_says_so() -> None:
    with pytest.raises(CommandError, match="Only PostgreSQL has roles"):
        call_command("restrict_database_role", role="portal")
