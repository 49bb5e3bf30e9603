"""Keep a passkey that signs nobody in any more, and only opens what a reset has locked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0023_invitations_hold_no_reason"),
    ]

    operations = [
        migrations.AddField(
            model_name="passkey",
            name="dormant_at",
            field=models.DateTimeField(null=True),
        ),
    ]
