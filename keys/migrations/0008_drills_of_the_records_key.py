"""Remember which bundles left for the custodians of the records key, and what they signed about them."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("keys", "0007_tags_of_grants")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("exported_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="DrillResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("records_key_id", models.CharField(max_length=32)),
                ("document", models.JSONField()),
                ("imported_at", models.DateTimeField()),
                (
                    "drill",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="keys.drill",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("drill", "records_key_id"), name="drill_result_once")
                ],
            },
        ),
    ]
