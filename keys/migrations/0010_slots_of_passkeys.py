"""Let a passkey open a slot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("keys", "0009_requests_to_the_custodians"),
    ]

    operations = [
        migrations.AlterField(
            model_name="slot",
            name="kind",
            field=models.CharField(
                choices=[
                    ("password", "Password"),
                    ("reply_code", "Reply Code"),
                    ("invitation", "Invitation"),
                    ("recovery", "Recovery"),
                    ("passkey", "Passkey"),
                ],
                max_length=20,
            ),
        ),
    ]
