"""Say that a passkey too may have opened what a reset had locked; changes words alone, and no table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0017_means_on_file"),
    ]

    operations = [
        migrations.AlterField(
            model_name="regrant",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("granted", "Opened again"),
                    ("revived", "Opened by an old password, code or passkey"),
                ],
                max_length=10,
            ),
        ),
    ]
