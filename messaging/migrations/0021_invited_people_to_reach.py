"""Name two more reasons why somebody may not know of an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0020_requests_end_with_their_authors_membership"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unreached",
            name="reason",
            field=models.CharField(
                choices=[
                    ("bounced", "Our e-mail came back"),
                    ("probably", "Our e-mail probably came back"),
                    ("unread", "Not opened in time"),
                    ("unaccepted", "Invitation not taken up in time"),
                ],
                max_length=10,
            ),
        ),
    ]
