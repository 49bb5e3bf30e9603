import importlib

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every command look first at whose agency it works on, and `check --deploy` at its name."""
        from portal.checks import (
            agency_is_named,
            commits_are_kept,
            no_demo_in_earnest,
            waits_end_in_order,
            work_is_fast,
        )

        checks.register(no_demo_in_earnest)
        checks.register(commits_are_kept, checks.Tags.database)
        checks.register(waits_end_in_order, checks.Tags.database)
        checks.register(agency_is_named, deploy=True)
        checks.register(work_is_fast, deploy=True)
        if settings.REDIS_URL:
            # The app that tasks belong to; where there is no Redis nobody pays for its import.
            importlib.import_module("portal.celery")
