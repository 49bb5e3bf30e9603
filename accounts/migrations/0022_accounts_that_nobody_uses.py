"""Note when an account was given back, when its owner was told that nobody uses it, and why it was disabled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0021_addresses_of_staff_change")]

    operations = [
        migrations.RunSQL(
            # In SQL that both databases speak: Django would build the table anew on SQLite, which the
            # triggers that look into it forbid.
            "ALTER TABLE accounts_person ADD COLUMN disabled_as_unused bool DEFAULT false NOT NULL",
            "ALTER TABLE accounts_person DROP COLUMN disabled_as_unused",
            state_operations=[
                migrations.AddField(
                    model_name="person",
                    name="disabled_as_unused",
                    field=models.BooleanField(db_default=False, default=False),
                ),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="enabled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="told_unused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
