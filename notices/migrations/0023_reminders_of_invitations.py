"""Name the mail that reminds of an invitation to read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0022_accounts_that_nobody_uses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("message_waiting", "A message waits"),
                    ("reminder", "A reminder that a message waits"),
                    ("plain_answer", "An answer by plain e-mail"),
                    ("mail_received", "An automatic answer to an e-mail"),
                    ("invitation", "An invitation"),
                    ("invitation_to_read", "An invitation to read what waits"),
                    ("invitation_reminder", "A reminder of an invitation to read"),
                    ("confirm_address", "An address is to be confirmed"),
                    ("confirm_former_address", "A change of address is to be confirmed"),
                    ("address_has_account", "An address has an account already"),
                    ("sign_in_link", "A link to sign in with"),
                    ("reset_link", "A link to choose a new password with"),
                    ("new_device", "Somebody signed in with a new browser"),
                    ("many_failures", "Many sign-ins to an account failed"),
                    ("factor_added", "A way to sign in was added"),
                    ("factor_removed", "A way to sign in was removed"),
                    ("recovery_code_used", "Somebody signed in with a recovery code"),
                    ("password_changed", "A password was changed"),
                    ("password_reset", "A password was reset"),
                    ("address_changed", "An address was changed"),
                    ("account_made", "An account was made"),
                    ("account_regranted", "Earlier messages were opened to an account again"),
                    ("account_disabled", "An account was disabled"),
                    ("account_enabled", "An account was enabled again"),
                    ("account_unused", "An account is not used"),
                    ("sessions_ended", "Somebody was signed out everywhere"),
                    ("reply_code_ended", "A reply code was ended"),
                    ("thread_adopted", "A conversation was added to an account"),
                    ("way_in_renewed", "A reply code was replaced by an invitation"),
                    ("representative_added", "A representative was let in"),
                    ("representative_waits", "A representative waits to be let in again"),
                    ("representative_ended", "A representative was ended"),
                ],
                max_length=30,
            ),
        ),
    ]
