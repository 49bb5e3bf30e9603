"""Make the audit log's table, and let the database itself refuse to change or remove what is in it."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# REPLACE removes a row without telling DELETE triggers, so the third one refuses to add over an old row.
SQLITE = (
    """
    CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'an audit event is never changed'); END
    """,
    """
    CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'an audit event is never deleted'); END
    """,
    """
    CREATE TRIGGER audit_event_is_never_replaced BEFORE INSERT ON audit_auditevent
    WHEN EXISTS (SELECT 1 FROM audit_auditevent WHERE id = NEW.id)
      OR EXISTS (SELECT 1 FROM audit_auditevent WHERE leaf_hash = NEW.leaf_hash)
    BEGIN SELECT RAISE(ABORT, 'an audit event is never replaced'); END
    """,
)

# ALWAYS, so that a session in the role of a replica is refused as well. Where the portal's database role does
# not own its tables, as it should be in production, `manage.py restrict_database_role` keeps it from more.
POSTGRESQL = (
    """
    CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'an audit event is never changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()
    """,
    """
    CREATE TRIGGER audit_event_is_never_truncated BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()
    """,
    "ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_event_is_never_changed",
    "ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_event_is_never_truncated",
)

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def refuse_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers.

    A later migration that makes Django build this table anew on SQLite drops them with the old table, and has
    to add them again; a test looks for them in the finished schema.
    """
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Not reversible: going back would drop the log."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leaf", models.BinaryField()),
                ("leaf_hash", models.BinaryField(max_length=32, unique=True)),
                ("occurred_at", models.DateTimeField()),
                ("action", models.CharField(max_length=60)),
                ("actor", models.UUIDField(null=True)),
                ("subject", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["occurred_at", "id"], name="audit_by_time"),
                    models.Index(fields=["action", "occurred_at", "id"], name="audit_by_action"),
                    models.Index(
                        condition=models.Q(("actor__isnull", False)),
                        fields=["actor", "occurred_at", "id"],
                        name="audit_by_actor",
                    ),
                    models.Index(
                        condition=models.Q(("subject__isnull", False)),
                        fields=["subject", "occurred_at", "id"],
                        name="audit_by_subject",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("action", ""), _negated=True),
                        name="audit_event_says_what_was_done",
                    )
                ],
            },
        ),
        migrations.RunPython(refuse_changes),
    ]
