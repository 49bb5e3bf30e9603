"""Let a unit say that it writes to the address on file without having been asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0016_representatives_who_wait"),
    ]

    operations = [
        migrations.AlterField(
            model_name="vouching",
            name="means",
            field=models.CharField(
                choices=[
                    ("letter", "They gave the code of a letter that we sent to the address on file"),
                    ("call", "I called them at a number that we had before"),
                    ("in_person", "I saw them in person, with an identity document"),
                    ("on_file", "Nobody asked for it: I send letters to the address that we have on file"),
                ],
                max_length=10,
            ),
        ),
    ]
