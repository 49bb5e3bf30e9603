"""Find the few threads that somebody handed over to an account without a look at all the others."""

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

    dependencies = [
        ("messaging", "0021_invited_people_to_reach"),
    ]

    operations = [
        AddIndexWhileInUse(
            model_name="thread",
            index=models.Index(
                fields=["predecessor_id"],
                condition=Q(predecessor_id__isnull=False),
                name="thread_handed_over",
            ),
        ),
    ]
