"""Keeps the portal's database role from changing the audit log, beside the triggers that refuse it as well.

A role that owns a table can lift its triggers. So the owner, who migrates, is one role, and the portal, which
reads and writes rows, is another.
"""

from django.db import connection, transaction

from audit.errors import RoleNotRestricted
from audit.models import AuditEvent

LOG = AuditEvent._meta.db_table
GIVEN = "SELECT, INSERT, UPDATE, DELETE"
GIVEN_ON_LOG = "SELECT, INSERT"
WITHHELD_ON_LOG = ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER")


@transaction.atomic(durable=True)
def restrict(role: str) -> None:
    """Give `role` what the portal needs: rows of every table, and of the audit log only reading and adding.

    To be run by the owner of the tables, after every migration; the same again changes nothing.
    Raises RoleNotRestricted, and changes nothing then.
    """
    if connection.vendor != "postgresql":
        raise RoleNotRestricted("Only PostgreSQL has roles; on SQLite the triggers alone hold the audit log.")
    grantee = _quoted(role)
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.django_table_names()))
    log = connection.ops.quote_name(LOG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {grantee}")
        cursor.execute(f"GRANT {GIVEN} ON {tables} TO {grantee}")
        cursor.execute(f"REVOKE ALL ON {log} FROM {grantee}")
        cursor.execute(f"GRANT {GIVEN_ON_LOG} ON {log} TO {grantee}")
    _refuse_if_more_is_left(role)


def _quoted(role: str) -> str:
    """Give `role` as SQL names it; raises RoleNotRestricted when no grant could hold it, or none be made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(rolname), rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            raise RoleNotRestricted("There is no such role; make it first: CREATE ROLE … LOGIN.")
        cursor.execute(
            "SELECT pg_has_role(%s, relowner, 'MEMBER'), pg_has_role(relowner, 'USAGE')"
            " FROM pg_class WHERE oid = %s::regclass",
            [role, LOG],
        )
        is_owner, may_grant = cursor.fetchone()
    if found[1] or is_owner:
        raise RoleNotRestricted("This role owns the tables or is a superuser; nothing can be kept from it.")
    if not may_grant:
        raise RoleNotRestricted("Run this as the role that owns the tables, the one that migrates.")
    return str(found[0])


def _refuse_if_more_is_left(role: str) -> None:
    """Raise RoleNotRestricted when the role may do more, as through PUBLIC or another role."""
    asked = ", ".join(f"has_table_privilege(%(role)s, %(log)s, '{right}')" for right in WITHHELD_ON_LOG)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {asked}, has_any_column_privilege(%(role)s, %(log)s, 'UPDATE')",
            {"role": role, "log": LOG},
        )
        if any(cursor.fetchone()):
            raise RoleNotRestricted(
                "The role may still change the audit log, through PUBLIC or a role that it is a member of; "
                "revoke that first."
            )
