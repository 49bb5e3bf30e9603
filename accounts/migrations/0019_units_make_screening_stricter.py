"""Let a unit take findings of screening more gravely than the table does; none does so far."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_promotions"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="screening_floors",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
    ]
