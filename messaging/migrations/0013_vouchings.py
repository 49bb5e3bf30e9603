"""Hold how a unit made sure who somebody is, for re-grants and invitations alike."""

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0021_addresses_of_staff_change"),
        ("messaging", "0012_representatives_may_have_new_keys"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Vouching",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("vouched_at", models.DateTimeField()),
                (
                    "means",
                    models.CharField(
                        choices=[
                            (
                                "letter",
                                "They gave the code of a letter that we sent to the address on file",
                            ),
                            ("call", "I called them at a number that we had before"),
                            ("in_person", "I saw them in person, with an identity document"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sealed", models.BinaryField(db_default=b"", default=b"")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vouchings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("person")), _negated=True),
                        name="vouching_by_somebody_else",
                    )
                ],
            },
        ),
    ]
