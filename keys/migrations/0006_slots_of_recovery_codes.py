"""Let a person have one slot that a recovery code opens."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("keys", "0005_dormant_slots")]

    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="slot",
            name="slot_locator_of_reply_codes",
        ),
        migrations.AlterField(
            model_name="slot",
            name="kind",
            field=models.CharField(
                choices=[
                    ("password", "Password"),
                    ("reply_code", "Reply Code"),
                    ("invitation", "Invitation"),
                    ("recovery", "Recovery"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reply_code"), models.Q(("locator", ""), _negated=True)),
                    models.Q(models.Q(("kind", "reply_code"), _negated=True), ("locator", "")),
                    _connector="OR",
                ),
                name="slot_locator_of_reply_codes",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dormant_at", None), ("kind", "recovery")),
                fields=("person",),
                name="slot_one_recovery_code_a_person",
            ),
        ),
    ]
