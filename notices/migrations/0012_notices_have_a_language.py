"""Keep with a notice the language that it is written in; what waits already is in English."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0011_notices_of_recovery_codes")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="notice",
            name="language",
            field=models.CharField(db_default="en", default="en", max_length=10),
        ),
    ]
