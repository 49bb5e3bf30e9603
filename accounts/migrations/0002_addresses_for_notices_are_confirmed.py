"""Note when somebody confirmed the address that their notices go to; nobody has yet."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_people_units_and_sessions")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="person",
            name="notice_address_confirmed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("notice_address_confirmed_at", None),
                    models.Q(("notice_address", ""), _negated=True),
                    _connector="OR",
                ),
                name="person_confirms_an_address",
            ),
        ),
    ]
