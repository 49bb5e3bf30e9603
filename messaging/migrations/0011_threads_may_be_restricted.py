"""Let a thread be marked as one that may open only after a second factor."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0010_topics_move_with_consent")]

    operations = [
        migrations.AddField(
            model_name="thread",
            name="restricted_at",
            field=models.DateTimeField(null=True),
        ),
    ]
