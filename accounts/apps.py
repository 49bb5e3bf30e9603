from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the worker delete what is over."""
        from accounts.lockout import forget_old_attempts
        from accounts.services.invitations import end_expired_invitations
        from accounts.services.making_accounts import forget_unconfirmed
        from accounts.sessions import SessionStore
        from notices.worker import register_housekeeping

        register_housekeeping(SessionStore.clear_expired)
        register_housekeeping(forget_old_attempts)
        register_housekeeping(end_expired_invitations)
        register_housekeeping(forget_unconfirmed)
