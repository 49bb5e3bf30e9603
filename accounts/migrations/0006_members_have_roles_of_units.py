from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """
    CREATE TRIGGER membership_of_a_role_insert BEFORE INSERT ON accounts_membership
    WHEN (SELECT role FROM accounts_person WHERE id = NEW.person_id) NOT IN ('officer', 'supervisor')
    BEGIN SELECT RAISE(ABORT, 'members are officers and supervisors'); END
    """,
    """
    CREATE TRIGGER membership_of_a_role_update BEFORE UPDATE OF person_id ON accounts_membership
    WHEN (SELECT role FROM accounts_person WHERE id = NEW.person_id) NOT IN ('officer', 'supervisor')
    BEGIN SELECT RAISE(ABORT, 'members are officers and supervisors'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION membership_of_a_role() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT role FROM accounts_person WHERE id = NEW.person_id) NOT IN ('officer', 'supervisor') THEN
        RAISE EXCEPTION 'members are officers and supervisors' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER membership_of_a_role BEFORE INSERT OR UPDATE OF person_id ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION membership_of_a_role()
    """,
)
BACK = {
    "sqlite": (
        "DROP TRIGGER membership_of_a_role_insert",
        "DROP TRIGGER membership_of_a_role_update",
    ),
    "postgresql": (
        "DROP TRIGGER membership_of_a_role ON accounts_membership",
        "DROP FUNCTION membership_of_a_role()",
    ),
}


def refuse_other_roles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep administrators and auditors out of units, also where something else writes than our code.

    A later migration that makes Django build this table anew on SQLite drops the triggers, and has to add
    them again; a test looks for them in the finished schema.
    """
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow_other_roles(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop what `refuse_other_roles` made."""
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_proposals_of_members")]

    operations = [migrations.RunPython(refuse_other_roles, allow_other_roles)]
