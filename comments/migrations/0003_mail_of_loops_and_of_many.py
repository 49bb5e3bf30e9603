"""Name two more reasons why a person looks at a mail first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_incoming_mail"),
    ]

    operations = [
        migrations.AlterField(
            model_name="incomingmail",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unreadable", "It could not be read"),
                    ("no_sender", "It names nobody who can be answered"),
                    ("no_words", "It has no text"),
                    ("automatic", "A program wrote it"),
                    ("list", "It came from a mailing list"),
                    ("loop", "It went round too many mail servers"),
                    ("many", "Its sender has begun many threads today"),
                ],
                max_length=10,
            ),
        ),
    ]
