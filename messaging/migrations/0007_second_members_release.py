"""Let a personal answer wait until a second member of the unit releases it for plain e-mail."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0006_representatives"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("author_id", models.UUIDField()),
                ("message_id", models.UUIDField()),
                ("latest_sequence", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waits for a colleague"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_id", models.UUIDField(null=True)),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="release_requests",
                        to="messaging.thread",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["expires_at"],
                        name="release_pending",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("thread",),
                        name="release_one_pending_a_thread",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["pending", "released"])),
                        fields=("message_id",),
                        name="release_one_a_message",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by_id", None), ("state", "pending")),
                            models.Q(
                                models.Q(("state", "pending"), _negated=True),
                                ("ended_at__isnull", False),
                                ("sealed", b""),
                            ),
                            _connector="OR",
                        ),
                        name="release_ended_holds_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "released"), _negated=True),
                            models.Q(
                                ("ended_by_id__isnull", False),
                                models.Q(("ended_by_id", models.F("author_id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="release_not_by_its_author",
                    ),
                ],
            },
        ),
    ]
