"""What every page knows about the agency that runs the portal, and its languages."""

from django.conf import settings
from django.http import HttpRequest


def agency(request: HttpRequest) -> dict[str, object]:
    """Give templates the agency's name, contact and postal address, the portal's address and languages, and
    whether this is the demo.
    """
    return {
        "agency_name": settings.AGENCY_NAME,
        "agency_contact": settings.AGENCY_CONTACT,
        "agency_postal_address": settings.AGENCY_POSTAL_ADDRESS,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "policy_version": settings.POLICY_VERSION,
        # Each named in itself: Django's own tag would translate the names.
        "languages": settings.LANGUAGES,
    }
