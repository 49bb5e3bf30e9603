"""Let units leave the link out of their notices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_address_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="notices_have_link",
            field=models.BooleanField(
                db_default=True,
                default=True,
                verbose_name="notices have a link, and not only an address to type",
            ),
        ),
    ]
