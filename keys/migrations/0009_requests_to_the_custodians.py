"""Remember whom the custodians of the records key were asked to open a unit for, so that each grant works once."""

import uuid
from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("keys", "0008_drills_of_the_records_key")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="QuorumRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("unit", models.UUIDField()),
                ("person", models.UUIDField()),
                ("person_key_id", models.CharField(max_length=32)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("opened", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "ended_at"], name="quorum_request_by_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("unit",),
                        name="quorum_request_one_open_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened", False), ("ended_at__isnull", False), _connector="OR"),
                        name="quorum_request_opened_once",
                    ),
                ],
            },
        ),
    ]
