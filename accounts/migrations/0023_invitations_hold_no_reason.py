"""Take what made sure of an invited person from invitations: the unit that did so holds it, sealed to itself.

The reasons lay under a key of the server's own, and no page ever showed them. Who made sure and how is carried
over before, by a migration of `messaging`.
"""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0022_accounts_that_nobody_uses")]

    operations: ClassVar = [
        migrations.RemoveField(model_name="invitation", name="proof"),
        migrations.RemoveField(model_name="invitation", name="sealed_reason"),
    ]
