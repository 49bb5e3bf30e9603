"""Lock the threads of people who have new keys, and ask members of units to make sure of them."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0008_sessions_prove_whose_they_are"),
        ("messaging", "0003_threads_name_a_predecessor"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="thread",
            name="locked_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.CreateModel(
            name="Regrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("code_hash", models.BinaryField(default=b"", max_length=32)),
                ("code_expires_at", models.DateTimeField(null=True)),
                ("code_tries_left", models.PositiveSmallIntegerField(default=0)),
                ("code_typed_at", models.DateTimeField(null=True)),
                ("code_typed_key", models.CharField(blank=True, max_length=32)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "Opened again"),
                            ("revived", "Opened by an old password or code"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("letter", "They typed the code of a letter that we sent to the address on file"),
                            ("call", "I called them at a number on file, and they read me the six words"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regrants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regrants",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["unit", "asked_at", "id"],
                        name="regrant_open_of_unit",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "unit"),
                        name="regrant_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="regrant_ended_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_by", None),
                            ("ended_by", None),
                            models.Q(("outcome", "granted"), _negated=True),
                            models.Q(("ended_by", models.F("started_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="regrant_not_by_who_started_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "granted"), _negated=True),
                            models.Q(
                                ("ended_by__isnull", False),
                                models.Q(("ended_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="regrant_by_somebody_else",
                    ),
                ],
            },
        ),
    ]
