from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every command look first at whose agency it would work on."""
        from portal.checks import no_demo_in_earnest

        checks.register(no_demo_in_earnest)
