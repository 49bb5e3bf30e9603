"""Keep with a session the proof of whose it is; those that began before have none."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0007_addresses_wait_to_be_confirmed")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="session",
            name="person_proof",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
