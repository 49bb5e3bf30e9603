from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker delete what is over."""
        from django.contrib.auth.signals import user_logged_in

        # Django finds the checks where they were imported once.
        from accounts import checks, failures  # noqa: F401
        from accounts.browsers import forget_unused
        from accounts.lockout import forget_old_attempts
        from accounts.passkeys.challenges import forget_late
        from accounts.services import (
            changing_addresses,
            former_addresses,
            kept_forms,
            password_resets,
            sign_in_links,
            unused,
        )
        from accounts.services.invitations import end_expired_invitations
        from accounts.services.making_accounts import forget_unconfirmed
        from accounts.sessions import SessionStore
        from notices import outbox
        from notices.worker import register_housekeeping

        # Django would note it before our session begins, which tells of the one before.
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        register_housekeeping(SessionStore.clear_expired)
        register_housekeeping(forget_unused)
        register_housekeeping(sign_in_links.forget_old)
        register_housekeeping(changing_addresses.forget_unconfirmed)
        register_housekeeping(former_addresses.forget_old)
        register_housekeeping(kept_forms.forget_old)
        outbox.register(sign_in_links.WORK, sign_in_links.mail)
        register_housekeeping(password_resets.forget_old)
        outbox.register(failures.WORK, failures.tell_owner)
        outbox.register(password_resets.WORK, password_resets.mail)
        register_housekeeping(forget_old_attempts)
        register_housekeeping(forget_late)
        register_housekeeping(end_expired_invitations)
        register_housekeeping(forget_unconfirmed)
        register_housekeeping(unused.look_after_unused)
