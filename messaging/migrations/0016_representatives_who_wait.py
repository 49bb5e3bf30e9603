"""Find representatives who wait to be let in again without looking at all others."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0015_regrants_hold_no_reason"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="representation",
            index=models.Index(
                fields=["locked_key"], condition=Q(ended_at=None), name="representation_waiting"
            ),
        ),
    ]
