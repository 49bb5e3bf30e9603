"""Keep the language in which a person is written to; for those who were there before it is English."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0008_sessions_prove_whose_they_are")]

    operations: ClassVar = [
        migrations.RunSQL(
            # In SQL that both databases speak: Django would build the table anew on SQLite, which the
            # triggers that look into it forbid.
            "ALTER TABLE accounts_person ADD COLUMN language varchar(10) DEFAULT 'en' NOT NULL",
            "ALTER TABLE accounts_person DROP COLUMN language",
            state_operations=[
                migrations.AddField(
                    model_name="person",
                    name="language",
                    field=models.CharField(db_default="en", default="en", max_length=10),
                ),
            ],
        ),
    ]
