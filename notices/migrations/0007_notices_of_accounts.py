"""Name the notices that go out when somebody makes an account."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0006_purging_of_done_work")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("message_waiting", "A message waits"),
                    ("plain_answer", "An answer by plain e-mail"),
                    ("invitation", "An invitation"),
                    ("confirm_address", "An address is to be confirmed"),
                    ("address_has_account", "An address has an account already"),
                ],
                max_length=30,
            ),
        ),
    ]
