"""Find whose confirmed address for notices an address is, as is asked when somebody begins anew."""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


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
    # Which PostgreSQL asks for: the index is built while people sign in.
    atomic = False

    dependencies = [
        ("accounts", "0027_tell_again_of_unused_accounts"),
    ]

    operations = [
        AddIndexWhileInUse(
            model_name="person",
            index=models.Index(
                condition=models.Q(("notice_address_confirmed_at__isnull", False)),
                fields=["notice_address"],
                name="person_by_confirmed_address",
            ),
        ),
    ]
