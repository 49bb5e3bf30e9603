"""Durable work, the workers that do it, and the web server."""

from datetime import timedelta

from portal import environment as env
from portal import redis_urls
from portal.settings.site import REDIS_URL

# Durable work, in seconds.
OUTBOX_POLL_SECONDS = 1
OUTBOX_SWEEP_SECONDS = 10
OUTBOX_LEASE_SECONDS = 120
OUTBOX_BACKOFF_SECONDS = env.numbers("SEALPOST_RETRY_SECONDS", [30, 120, 600, 3600, 21600])
# Together with the pauses before: more than a day, so that a mail server may be away for one.
OUTBOX_MAX_ATTEMPTS = env.number("SEALPOST_RETRIES", 10, least=1, most=100)
# What was done stays so long, for whoever looks for it.
OUTBOX_KEPT = timedelta(days=30)

WORKER_HEARTBEAT_SECONDS = 10
WORKER_HOUSEKEEPING_SECONDS = 3600
# A worker that is silent for longer, or work that waits for longer, turns the status page red.
WORKER_SILENT_SECONDS = 90
OUTBOX_LATE_SECONDS = 600

# Celery, where there is Redis. The broker is never the only one that knows of a piece of work, so that it may
# be slow, full, empty or away: what is lost there costs seconds.
WORKER_PROCESSES = env.number("SEALPOST_WORKER_PROCESSES", 2, least=1, most=64)
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_USE_SSL = redis_urls.tls_options(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    # A publisher asks once, and gives up when one time-out is over: the sweep will come. A worker waits for
    # ever.
    "max_retries": 0,
    # What a killed worker held comes back when its lease is over, and is looked for each second.
    "visibility_timeout": OUTBOX_LEASE_SECONDS,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Also after an error that the broker answers, such as that it takes no write: workers would end else.
CELERY_BROKER_CHANNEL_ERROR_RETRY = True
CELERY_TASK_DEFAULT_QUEUE = "sealpost"
# Of what sends mail; workers take from both by turns.
CELERY_MAIL_QUEUE = "sealpost.mail"
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Nobody asks what a task gave or raised; the outbox says what became of the work.
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = OUTBOX_LEASE_SECONDS
CELERY_WORKER_CONCURRENCY = WORKER_PROCESSES
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Whoever reaches the broker could otherwise stop workers, and ask them for their settings.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "UTC"
# In memory: what beat missed while it was away, its next turn does. The schedule is in portal/celery.py.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"

# The web server that `serve` runs.
WEB_PROCESSES = env.number("SEALPOST_WEB_PROCESSES", 2, least=1, most=32)
WEB_THREADS = env.number("SEALPOST_WEB_THREADS", 12, least=4, most=64)
