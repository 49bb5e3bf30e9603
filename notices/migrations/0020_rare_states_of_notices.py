"""Find the few notices that wait, came back or failed without a look at the many that were sent."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class AddIndexWhileInUse(AddIndexConcurrently):
    """Add an index while others write to its table, which takes PostgreSQL; SQLite has one writer anyway.

    Source: PostgreSQL, CREATE INDEX, "Building Indexes Concurrently".
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add the index."""
        way = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        way.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Remove the index."""
        way = AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else migrations.AddIndex
        way.database_backwards(self, app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    # An index is not built concurrently inside a transaction.
    atomic = False

    dependencies = [("notices", "0019_owners_hear_of_disabled_accounts")]

    operations = [
        AddIndexWhileInUse(
            model_name="notice",
            index=models.Index(
                fields=["state", "-id"],
                condition=Q(state="queued")
                | Q(state="deferred")
                | Q(state="bounced")
                | Q(state="failed")
                | Q(state="withdrawn"),
                name="notice_in_rare_state",
            ),
        ),
    ]
