"""Let the database fill in an empty token, so that the release before still queues notices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0007_notices_of_accounts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="sealed_token",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
    ]
