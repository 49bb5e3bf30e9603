"""Let the database fill in the version of a key that no link is derived from any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0009_notices_of_security_events"),
    ]

    operations = [
        migrations.AlterField(
            model_name="confirmation",
            name="key_version",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
    ]
