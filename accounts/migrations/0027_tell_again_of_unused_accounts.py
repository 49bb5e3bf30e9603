"""Tell those once more whose account nobody uses: from now on their time counts from when that mail leaves.

Of the mails before this nothing says which were theirs. Few rows of the agency's people; harmless twice.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0026_forms_are_kept"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE accounts_person SET told_unused_at = NULL WHERE told_unused_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
