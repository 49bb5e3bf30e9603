"""Say of a request that it ended because who wrote it left the unit."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messaging", "0019_reasons_of_releases_are_kept")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="releaserequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("pending", "Waits for a colleague"),
                    ("released", "Released"),
                    ("refused", "Refused"),
                    ("withdrawn", "Withdrawn"),
                    ("expired", "Expired"),
                    ("left", "Ended: who wrote it left the unit"),
                ],
                default="pending",
                max_length=10,
            ),
        ),
    ]
