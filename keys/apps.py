from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "keys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks, and stop a start with weak password parameters.

        Commands run the checks; a WSGI server and a worker do not.
        """
        from keys import checks, passwords  # noqa: F401

        passwords.chosen_parameters()
