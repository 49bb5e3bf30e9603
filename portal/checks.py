"""What every command looks at before it begins."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from portal.demo import marker


def no_demo_in_earnest(**_options: object) -> list[CheckMessage]:
    """Refuse to work on the demo's agency, whose passwords everybody knows, in any process but the demo's."""
    try:
        marker.refuse_demo_agency()
    except marker.NotTheDemo as error:
        return [Error(error.explanation, id="portal.E001")]
    return []


def agency_is_named(**_options: object) -> list[CheckMessage]:
    """Warn where pages and notices would name an example's agency, or nobody to ask."""
    unsaid = " and ".join(settings.AGENCY_UNSAID)
    if not unsaid:
        return []
    return [Warning(f"Set {unsaid}: until then pages and notices say an example's.", id="portal.W001")]
