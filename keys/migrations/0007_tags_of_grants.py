"""Give grants a tag that takes the unit's key to make."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("keys", "0006_slots_of_recovery_codes")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="grant", name="tag", field=models.BinaryField(db_default=b"", default=b"")
        ),
    ]
