"""Make the table of links that were asked for by whoever forgot their password."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_staff_link_an_identity"),
    ]

    operations = [
        migrations.CreateModel(
            name="PasswordReset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("address", models.EmailField(max_length=254)),
                ("code_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("code_hash", None), ("expires_at", None), ("person", None)),
                            models.Q(
                                ("code_hash__isnull", False),
                                ("expires_at__isnull", False),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="password_reset_is_whole_when_mailed",
                    )
                ],
            },
        ),
    ]
