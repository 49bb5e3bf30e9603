"""Let a unit allow plain e-mail; none does until somebody says so."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0002_addresses_for_notices_are_confirmed")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="unit",
            name="allows_plain_email",
            field=models.BooleanField(
                default=False, verbose_name="answers that hold nothing sensitive may go by plain e-mail"
            ),
        ),
    ]
