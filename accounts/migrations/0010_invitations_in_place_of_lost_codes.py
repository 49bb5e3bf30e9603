"""Note how it was made sure who somebody is that gets an invitation in the place of a lost code."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0009_people_have_a_language")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="invitation",
            name="proof",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="invitation",
            name="sealed_reason",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
    ]
