"""The languages in which the portal speaks to people, and the one in which a page is being shown."""

from django.conf import settings
from django.utils import translation

FIRST = "en"


def at_hand() -> str:
    """Name the language of the page at hand, as one of `settings.LANGUAGES`.

    For views only: what runs later, such as a worker, speaks whichever language came last.
    """
    return translation.get_supported_language_variant(translation.get_language() or settings.LANGUAGE_CODE)
