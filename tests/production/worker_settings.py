"""Settings of the workers and beat that tests start: the portal's, shorter times, and work of the tests."""

import os

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BROKER_TRANSPORT_OPTIONS, INSTALLED_APPS
from portal.settings import LOGGING as PORTAL_LOGGING
from tests.production.handlers import ATTEMPTS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.production.handlers.HandlersConfig"]

OUTBOX_SWEEP_SECONDS = 1
OUTBOX_LEASE_SECONDS = 3
OUTBOX_BACKOFF_SECONDS = [1]
OUTBOX_MAX_ATTEMPTS = int(os.environ[ATTEMPTS])
WORKER_HEARTBEAT_SECONDS = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "visibility_timeout": OUTBOX_LEASE_SECONDS,
}
# Everything that could be said is said, so that words which must not be there would be.
LOGGING = {**PORTAL_LOGGING, "level": "DEBUG"}
