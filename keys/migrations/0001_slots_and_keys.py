"""Make the tables of slots, of the keys of people and units, and of grants."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.UUIDField()),
                (
                    "side",
                    models.CharField(choices=[("public", "Public"), ("agency", "Agency")], max_length=10),
                ),
                ("generation", models.PositiveIntegerField()),
                ("key_id", models.CharField(max_length=32, unique=True)),
                ("profile", models.CharField(max_length=20)),
                ("kem_public", models.BinaryField()),
                ("signing_public", models.BinaryField()),
                ("sealed_private", models.BinaryField()),
                ("valid_from", models.DateTimeField()),
                ("previous", models.CharField(blank=True, max_length=32)),
                ("directory_key_id", models.CharField(max_length=32)),
                ("directory_signature", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Active"), ("dormant", "Dormant")],
                        default="active",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "generation"), name="person_key_generation_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("person",),
                        name="person_key_one_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("generation", 1), ("previous", "")),
                            models.Q(("generation__gt", 1), models.Q(("previous", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="person_key_follows_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("person", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("password", "Password"), ("reply_code", "Reply Code")], max_length=20
                    ),
                ),
                ("locator", models.CharField(blank=True, max_length=3)),
                ("salt", models.BinaryField()),
                ("parameters", models.CharField(max_length=200)),
                ("pepper_version", models.CharField(blank=True, max_length=64)),
                ("verifier", models.BinaryField()),
                ("sealed_account_key", models.BinaryField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "reply_code")), fields=["locator"], name="slot_by_locator"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "password")),
                        fields=("person",),
                        name="slot_one_password_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reply_code"), models.Q(("locator", ""), _negated=True)),
                            models.Q(("kind", "password"), ("locator", "")),
                            _connector="OR",
                        ),
                        name="slot_locator_of_reply_codes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="slot_version_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.UUIDField()),
                ("epoch", models.PositiveIntegerField()),
                ("key_id", models.CharField(max_length=32, unique=True)),
                ("profile", models.CharField(max_length=20)),
                ("kem_public", models.BinaryField()),
                ("records_key_id", models.CharField(max_length=32)),
                ("sealed_to_records", models.BinaryField()),
                ("chain", models.BinaryField()),
                ("valid_from", models.DateTimeField()),
                ("previous", models.CharField(blank=True, max_length=32)),
                ("directory_key_id", models.CharField(max_length=32)),
                ("directory_signature", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "epoch"), name="unit_key_epoch_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("epoch", 1), ("previous", "")),
                            models.Q(("epoch__gt", 1), models.Q(("previous", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="unit_key_follows_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.UUIDField(db_index=True)),
                ("person_key_id", models.CharField(max_length=32)),
                ("sealed_unit_key", models.BinaryField()),
                (
                    "unit_key",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="keys.unitkey",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit_key", "person_key_id"), name="grant_once")
                ],
            },
        ),
    ]
