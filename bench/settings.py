"""Settings of the portals that the bench starts: the portal's, whose officers sign in by password alone."""

from portal.settings import *  # noqa: F403

STAFF_NEED_SECOND_FACTOR = False
