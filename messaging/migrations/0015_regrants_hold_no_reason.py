"""Take from re-grants how somebody was made sure of, with the reasons that stood there in clear."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messaging", "0014_vouchings_of_before")]

    operations: ClassVar = [
        # Overwritten first: a database that drops a column may leave in its files what stood in it.
        migrations.RunSQL(
            "UPDATE messaging_regrant SET reason = '' WHERE reason <> ''", migrations.RunSQL.noop
        ),
        migrations.RemoveField(model_name="regrant", name="reason"),
        migrations.RemoveField(model_name="regrant", name="way"),
    ]
