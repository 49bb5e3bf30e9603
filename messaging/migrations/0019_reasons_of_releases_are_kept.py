"""Keep why a release was asked for, and why it was given or refused, sealed to the unit."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies: ClassVar = [("messaging", "0018_passkeys_open_what_was_locked")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="releaserequest",
            name="sealed_reasons",
            field=models.BinaryField(db_default=b"", default=b""),
        ),
        migrations.AddConstraint(
            model_name="releaserequest",
            constraint=models.CheckConstraint(
                condition=Q(sealed_reasons=b"") | Q(state__in=["released", "refused"]),
                name="release_reasons_of_a_decision",
            ),
        ),
    ]
