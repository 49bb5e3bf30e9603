from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_moment_of_failure")]

    operations = [
        migrations.AddIndex(
            model_name="outbox",
            index=models.Index(
                condition=models.Q(("state", "done")), fields=["finished_at"], name="outbox_done"
            ),
        ),
    ]
