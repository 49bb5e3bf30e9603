"""Settings of a portal under faults: the portal's, with shorter times, and what may be broken on purpose."""

from portal.settings import *  # noqa: F403
from portal.settings import CELERY_BROKER_TRANSPORT_OPTIONS, INSTALLED_APPS
from portal.settings import LIMITS as PORTAL_LIMITS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.breaking.BreakingConfig"]

# Officers here sign in by password alone.
STAFF_NEED_SECOND_FACTOR = False

# All clients come from one address, and write faster than people.
LIMITS = dict.fromkeys(PORTAL_LIMITS, (1_000_000, 60))

# A machine that stands still for some seconds is none of the faults here: of a mail whose screening does not
# end in time, the subject would stand in its text.
SCREENING_SECONDS = 60.0

EMAIL_TIMEOUT = 2
OUTBOX_SWEEP_SECONDS = 1
OUTBOX_LEASE_SECONDS = 6
OUTBOX_BACKOFF_SECONDS = [1]
MAIL_DEFERRED_SECONDS = MAIL_PAUSE_SECONDS = 1
# A mail server may be gone for as long as the faults go on.
OUTBOX_MAX_ATTEMPTS = 1000
WORKER_HEARTBEAT_SECONDS = 1
IMAP_SECONDS = 1
IMAP_TIMEOUT_SECONDS = 5
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "visibility_timeout": OUTBOX_LEASE_SECONDS,
}
