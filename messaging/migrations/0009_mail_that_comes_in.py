"""Give topics an address for mail, and let threads say that they began with one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0008_officers_report_false_alarms"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="mail_address",
            field=models.CharField(blank=True, db_default="", default="", max_length=254),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mail_address", ""), _negated=True),
                fields=("mail_address",),
                name="topic_of_mail_address",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="came_by_mail",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="thread",
            name="was_exposed",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
