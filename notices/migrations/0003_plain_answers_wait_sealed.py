"""Make the table of texts that wait to leave by plain e-mail, and name their kind of notice."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0002_notices_offer_to_confirm_an_address")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("message_waiting", "A message waits"),
                    ("plain_answer", "An answer by plain e-mail"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="WaitingText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key_version", models.CharField(max_length=16)),
                ("sealed", models.BinaryField()),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waiting_text",
                        to="notices.notice",
                    ),
                ),
            ],
        ),
    ]
