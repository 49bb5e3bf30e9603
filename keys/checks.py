"""System checks: what must be right before the portal starts."""

from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from keys import passwords


@register(Tags.security)
def check_password_derivation(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse password parameters below the floor."""
    try:
        passwords.chosen_parameters()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="keys.E001")]
    return []


@register(Tags.security, deploy=True)
def check_floor_stands(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Refuse to deploy with the floor lifted."""
    if settings.ALLOW_WEAK_KDF:
        return [Error("ALLOW_WEAK_KDF is for tests only.", id="keys.E002")]
    return []
