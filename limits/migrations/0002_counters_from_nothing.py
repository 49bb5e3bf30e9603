"""Let a counter stand at nothing until its window is over."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("limits", "0001_counters")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="counter", name="counter_counts_from_one"),
    ]
