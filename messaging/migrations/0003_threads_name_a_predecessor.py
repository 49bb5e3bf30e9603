"""Let a thread name the visitor who began it, once it is handed over to an account; none is so far."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messaging", "0002_unit_wraps")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="thread",
            name="predecessor_id",
            field=models.UUIDField(null=True),
        ),
    ]
