"""Make the table of successions: whose thread goes on with whom, signed by both."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("keys", "0003_epochs_due")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thread", models.UUIDField(unique=True)),
                ("last_sequence", models.PositiveIntegerField()),
                ("giver", models.UUIDField()),
                ("giver_key", models.CharField(max_length=32)),
                ("giver_signature", models.BinaryField()),
                ("taker", models.UUIDField()),
                ("taker_key", models.CharField(max_length=32)),
                ("taker_signature", models.BinaryField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="succession_is_of_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_sequence__gte", 1)), name="succession_after_a_message"
                    ),
                ],
            },
        ),
    ]
