from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every command look first at whose agency it works on, and `check --deploy` at its name."""
        from portal.checks import agency_is_named, no_demo_in_earnest

        checks.register(no_demo_in_earnest)
        checks.register(agency_is_named, deploy=True)
