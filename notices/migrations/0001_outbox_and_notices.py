"""Make the tables of durable work, of notices and of the worker's heartbeat."""

import uuid
from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=12, unique=True)),
                ("kind", models.CharField(choices=[("message_waiting", "A message waits")], max_length=30)),
                ("person", models.UUIDField()),
                ("about", models.UUIDField()),
                ("address", models.EmailField(max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Queued"), ("sent", "Sent"), ("failed", "Could not be sent")],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("queued_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent_at", models.DateTimeField(null=True)),
                ("message_id_header", models.CharField(max_length=320)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("about", "person", "kind"), name="notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(("sent_at", None), ("state__in", ["queued", "failed"])),
                            _connector="OR",
                        ),
                        name="notice_sent_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.UUIDField()),
                ("idempotency_key", models.CharField(max_length=200, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("done", "Done"), ("dead", "Given up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("queued_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("lease_owner", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(blank=True, max_length=100)),
            ],
            options={
                "verbose_name_plural": "outbox",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="outbox_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "dead")), fields=["-finished_at"], name="outbox_dead"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("state", "waiting")),
                            models.Q(("finished_at__isnull", False), ("state__in", ["done", "dead"])),
                            _connector="OR",
                        ),
                        name="outbox_finished_when_done_or_dead",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_owner", None), ("lease_until", None)),
                            models.Q(
                                ("lease_owner__isnull", False),
                                ("lease_until__isnull", False),
                                ("state", "waiting"),
                            ),
                            _connector="OR",
                        ),
                        name="outbox_lease_has_owner_and_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkerHeartbeat",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="worker_heartbeat_is_one_row")
                ],
            },
        ),
    ]
