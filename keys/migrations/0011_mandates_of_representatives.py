"""Let representatives be named by a signed statement."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("keys", "0010_slots_of_passkeys"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.UUIDField(db_index=True)),
                ("taxpayer", models.UUIDField()),
                ("representative", models.UUIDField()),
                ("until", models.DateTimeField()),
                ("signer", models.UUIDField()),
                ("signer_key", models.CharField(max_length=32)),
                ("signature", models.BinaryField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taxpayer", models.F("representative")), _negated=True),
                        name="mandate_is_of_two_people",
                    )
                ],
            },
        ),
    ]
