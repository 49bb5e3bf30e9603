"""What every command looks at before it begins."""

from django.core.checks import CheckMessage, Error

from portal.demo import marker


def no_demo_in_earnest(**_options: object) -> list[CheckMessage]:
    """Refuse to work on the demo's agency, whose passwords everybody knows, in any process but the demo's."""
    try:
        marker.refuse_demo_agency()
    except marker.NotTheDemo as error:
        return [Error(error.explanation, id="portal.E001")]
    return []
