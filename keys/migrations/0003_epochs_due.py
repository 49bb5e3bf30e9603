from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keys", "0002_invitation_slots")]

    operations = [
        migrations.CreateModel(
            name="EpochDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("unit", models.UUIDField(unique=True)),
                ("since", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "epochs due",
            },
        ),
    ]
