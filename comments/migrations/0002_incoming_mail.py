"""Keep mail that comes in."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0019_units_make_screening_stricter"),
        ("comments", "0001_comments_of_forms"),
        ("messaging", "0009_mail_that_comes_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("mail_hash", models.BinaryField(max_length=32, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Not read yet"),
                            ("in_thread", "Became a conversation"),
                            ("parked", "Waits for somebody to look at it"),
                            ("discarded", "Put away"),
                            ("came_back", "A mail of ours that came back"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unreadable", "It could not be read"),
                            ("no_sender", "It names nobody who can be answered"),
                            ("no_words", "It has no text"),
                            ("automatic", "A program wrote it"),
                            ("list", "It came from a mailing list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField()),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("sealed", models.BinaryField()),
                ("original", models.BinaryField(default=b"")),
                ("facts", models.BinaryField(default=b"")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_id", models.UUIDField(null=True)),
                (
                    "why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("junk", "It is junk"),
                            ("not_for_us", "It is not for us"),
                            ("no_answer", "It needs no answer"),
                            ("answered", "It was dealt with another way"),
                            ("time_ran_out", "A program wrote it, and nobody asked for it"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "thread",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming_mail",
                        to="messaging.thread",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.topic",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "incoming mail",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "parked")),
                        fields=["unit", "-received_at", "-id"],
                        name="mail_parked_of_unit",
                    ),
                    models.Index(
                        condition=models.Q(("reason__in", ["automatic", "list"]), ("state", "parked")),
                        fields=["received_at"],
                        name="mail_parked_automatic",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "received"), ("sealed", b""), _connector="OR"),
                        name="mail_sealed_until_read",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_thread"), _negated=True),
                            ("thread__isnull", False),
                            _connector="OR",
                        ),
                        name="mail_in_a_thread_has_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "parked"), _negated=True),
                            models.Q(("unit__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mail_parked_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True),
                            models.Q(("facts", b""), ("original", b""), models.Q(("why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mail_discarded_is_empty",
                    ),
                ],
            },
        ),
    ]
