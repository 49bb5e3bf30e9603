"""Make the counters' table."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=64)),
                ("count", models.PositiveBigIntegerField()),
                ("window_ends", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["window_ends"], name="counter_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "key"), name="counter_once"),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="counter_counts_from_one"
                    ),
                ],
            },
        ),
    ]
