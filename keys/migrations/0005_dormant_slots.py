"""Let slots go dormant: what they open waits until somebody turns up with them."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("keys", "0004_successions_of_threads")]

    operations: ClassVar = [
        migrations.AddField(model_name="slot", name="dormant_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="slot", name="slot_one_password_a_person"),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dormant_at", None), ("kind", "password")),
                fields=("person",),
                name="slot_one_password_a_person",
            ),
        ),
    ]
