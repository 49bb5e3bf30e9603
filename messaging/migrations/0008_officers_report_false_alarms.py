"""Count what officers say that screening found by mistake."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0019_units_make_screening_stricter"),
        ("messaging", "0007_second_members_release"),
    ]

    operations = [
        migrations.CreateModel(
            name="FalseAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=30)),
                ("why", models.CharField(max_length=20)),
                ("times", models.PositiveIntegerField(default=0)),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "day", "kind", "why"), name="false_alarms_of_a_day"
                    )
                ],
            },
        ),
    ]
