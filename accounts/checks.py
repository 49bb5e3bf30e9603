"""System checks: what must be right before the portal starts."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def check_staff_need_second_factor(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse to deploy a portal whose staff open messages with a password alone."""
    if settings.STAFF_NEED_SECOND_FACTOR or settings.DEMO:
        return []
    return [Error("STAFF_NEED_SECOND_FACTOR is off for tests and the demo only.", id="accounts.E001")]
