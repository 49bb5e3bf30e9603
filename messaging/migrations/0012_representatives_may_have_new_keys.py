"""Let a representation wait while nobody has made sure of its representative's new keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0011_threads_may_be_restricted")]

    operations = [
        migrations.AddField(
            model_name="representation",
            name="locked_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
    ]
