"""Settings of the intake that tests start and kill: the portal's, on the tests' own database."""

import os

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, EMBEDDED

if EMBEDDED:
    DATABASES["default"]["NAME"] = os.environ["TESTS_SQLITE"]
