"""Settings of the portal, read from the environment once.

Without SEALPOST_DATABASE_URL the portal is *embedded*: SQLite and files under VAR. With it, it is in
*production*: PostgreSQL, and Redis and Celery where SEALPOST_REDIS_URL is set. Secrets have no default there,
and a bad value stops the start with a sentence that names it.
"""

import ipaddress
import os
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal import database_urls, profiles, redis_urls
from portal import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("VAR", str(BASE_DIR / "var"))).resolve()
PORT = env.number("PORT", 8000, least=1, most=65535)

DEBUG = False
DATABASE_URL = env.text_or_file("SEALPOST_DATABASE_URL")
EMBEDDED = not DATABASE_URL
REDIS_URL = redis_urls.read(env.text_or_file("SEALPOST_REDIS_URL"), variable="SEALPOST_REDIS_URL")
DEMO = env.flag("SEALPOST_DEMO")
SITE_URL = env.site_url("SEALPOST_SITE_URL", f"http://localhost:{PORT}")
SITE_HOST = str(urlsplit(SITE_URL).hostname)
SECURE = SITE_URL.startswith("https://")
# The standard whose numbers hold.
PROFILE = profiles.read(env.text("SEALPOST_PROFILE", "nist"), variable="SEALPOST_PROFILE")
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

if not SECURE and SITE_HOST not in ("localhost", "127.0.0.1", "::1"):
    raise ImproperlyConfigured(
        "SEALPOST_SITE_URL must start with https:// unless it is on this machine (localhost)."
    )
if DEMO and not (EMBEDDED and SITE_HOST in ("localhost", "127.0.0.1", "::1")):
    raise ImproperlyConfigured(
        "SEALPOST_DEMO works only with the embedded database and on this machine (localhost)."
    )
if REDIS_URL and EMBEDDED:
    raise ImproperlyConfigured(
        "SEALPOST_REDIS_URL goes with SEALPOST_DATABASE_URL; the embedded portal's own worker needs no Redis."
    )

if SECURE and not env.text("SEALPOST_BEHIND_PROXY", ""):
    # A guess would be wrong either way: a loop of redirects, or addresses that visitors write themselves.
    raise ImproperlyConfigured(
        "SEALPOST_BEHIND_PROXY must be set where SEALPOST_SITE_URL is https: 1 when your own proxy sets "
        "X-Real-IP and X-Forwarded-Proto on every request, 0 when none does."
    )
BEHIND_PROXY = env.flag("SEALPOST_BEHIND_PROXY")
# Without it, `serve` listens on this machine's own addresses only.
LISTEN = env.listening_address("SEALPOST_LISTEN", "127.0.0.1")
if not ipaddress.ip_address(LISTEN).is_loopback and not (SECURE and BEHIND_PROXY):
    raise ImproperlyConfigured(
        "SEALPOST_LISTEN may be another address than this machine's own only behind a proxy "
        "(SEALPOST_BEHIND_PROXY=1) with an https address: `serve` speaks no TLS."
    )

SECRET_KEY = env.secret("SEALPOST_SECRET_KEY", made_in=VAR / "secret_key" if EMBEDDED else None)
ALLOWED_HOSTS = env.words("SEALPOST_ALLOWED_HOSTS", SITE_HOST) + ([] if SECURE else LOOPBACK_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# The agency that runs this portal.
AGENCY_NAME = env.text("SEALPOST_AGENCY_NAME", "Example Department of Revenue")
AGENCY_CONTACT = env.text(
    "SEALPOST_AGENCY_CONTACT",
    "the Help Desk of the Example Department of Revenue, 617-555-0100, help@example.org"
    if DEMO
    else "the office that sent you here",
)
# Stands on printed letters, in one line; they have none where it is empty.
AGENCY_POSTAL_ADDRESS = env.text(
    "SEALPOST_AGENCY_POSTAL_ADDRESS", "1 Example Street, Example City" if DEMO else ""
)
# What only the agency can know, and has not said: `serve` and `check --deploy` tell of it.
AGENCY_UNSAID = [
    name
    for name in ("SEALPOST_AGENCY_NAME", "SEALPOST_AGENCY_CONTACT")
    if not DEMO and not env.text(name, "")
]
POLICY_VERSION = env.text("SEALPOST_POLICY_VERSION", "2026-01")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    # For its OpenID Connect only: no address of it is served, and its tables stay empty.
    "allauth.socialaccount",
    "axes",
    "csp",
    "portal.apps.PortalConfig",
    "comments.apps.CommentsConfig",
    "messaging.apps.MessagingConfig",
    "accounts.apps.AccountsConfig",
    "notices.apps.NoticesConfig",
    "keys.apps.KeysConfig",
    "audit.apps.AuditConfig",
    "limits.apps.LimitsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before everything that answers by itself, so that no answer lacks these headers.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.response_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.never_stored",
    "portal.middleware.plain_cookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.middleware.well_formed_input",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UnlockingMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.refused_pages.noted",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "portal.context_processors.agency",
            ],
        },
    }
]
FORM_RENDERER = "portal.form_controls.FormControls"


def _database() -> dict[str, object]:
    if EMBEDDED:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "sealpost.sqlite3",
            # When the last connection closes, SQLite empties its log into the file: that would be after every
            # request.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A transaction that will write takes the write lock at its start: two that upgrade later
                # would deadlock.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    return {
        **database_urls.read(
            DATABASE_URL,
            variable="SEALPOST_DATABASE_URL",
            prepares=env.flag("SEALPOST_PREPARE", default=True),
        ),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A pooler in transaction mode, such as PgBouncer, keeps no cursor open between two transactions.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Nothing that was opened may wait in a cache; limits and sessions live in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

# People and sign-in.
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PasswordBackend",
    "accounts.backends.ReplyCodeBackend",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Our own page decides, so that a visitor may sign in as somebody else.
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
# Wrong passwords are counted by axes, in the database; one counter, not two.
ACCOUNT_RATE_LIMITS = False

# So many wrong passwords of one pair, in so long a time, lock the pair for so long.
AXES_FAILURE_LIMIT = PROFILE.failures
AXES_COOLOFF_TIME = PROFILE.failures_count_for
LOCKOUT_LASTS = PROFILE.lockout_lasts
# Who goes on trying while they are locked out, or is tried by others, is not locked out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# A pair, so that a stranger locks out neither a person nor everybody behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "accounts.lockout.attempted_name"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.attempt_address"
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_HANDLER = "accounts.lockout.PairHandler"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

# Sign-in of staff with the agency's own OpenID provider; off without an issuer.
OIDC_ISSUER = env.issuer("SEALPOST_OIDC_ISSUER")
OIDC_CLIENT_ID = env.text("SEALPOST_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text_or_file("SEALPOST_OIDC_CLIENT_SECRET")
OIDC_NAME = env.text("SEALPOST_OIDC_NAME", "")
# What the provider has to say (`amr` or `acr`) for its sign-in to count as a second factor; nothing does.
OIDC_STRONG = env.words("SEALPOST_OIDC_STRONG")
# For so long whoever comes from there may take to unlock.
OIDC_UNLOCK_WITHIN = timedelta(minutes=10)
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured(
        "SEALPOST_OIDC_ISSUER goes with SEALPOST_OIDC_CLIENT_ID and SEALPOST_OIDC_CLIENT_SECRET (or _FILE)."
    )

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE = timedelta(minutes=30)
# Before that, staff prove that it is them; longer than PROOF_LASTS, so that a proof of before does not do.
SESSION_LOCK_STAFF = timedelta(minutes=15)
# So long before a session locks or ends, the page asks whether somebody is there.
SESSION_WARNING = timedelta(minutes=2)
SESSION_ABSOLUTE_STAFF = timedelta(hours=12)
SESSION_ABSOLUTE_TAXPAYER = timedelta(hours=24)
# Whoever changes who can get into an account, or into a unit, has proved so lately who they are.
PROOF_LASTS = timedelta(minutes=10)
# Whoever has shown one of two things has so long for the other.
SECOND_STEP_LASTS = timedelta(minutes=10)
# A browser has so long to have its passkey sign.
CHALLENGE_LASTS = timedelta(minutes=5)
# After so many wrong one-time codes in a row an app counts no more: of a million codes three are right.
WRONG_ONE_TIME_CODES = 50
# The demo shows how everything works to whoever tries it for five minutes; nobody else may do without.
STAFF_NEED_SECOND_FACTOR = not DEMO
# Threads that are marked as restricted open to nobody without one either.
RESTRICTED_NEEDS_SECOND_FACTOR = env.flag("SEALPOST_RESTRICTED_NEEDS_SECOND_FACTOR")
# For so long the link works by which somebody confirms the address that they want to sign in with.
ACCOUNT_CONFIRMATION_LASTS = timedelta(hours=24)
# Only for who asks to be remembered: it says nothing, opens nothing, and everything works without it.
BROWSER_COOKIE_NAME = "__Host-browser" if SECURE else "browser"
BROWSER_KNOWN = timedelta(days=365)
# For so long the link works that is mailed to whoever cannot sign in with a password alone.
SIGN_IN_LINK_LASTS = timedelta(minutes=60)
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# Passwords: of how many characters, and for how long a mailed link chooses a new one.
PASSWORD_SHORTEST = PROFILE.shortest_password
PASSWORD_SHORTEST_WITH_FACTOR = PROFILE.shortest_with_factor
PASSWORD_LONGEST = PROFILE.longest_password
PASSWORD_RESET_LASTS_STAFF = PROFILE.reset_lasts_staff
PASSWORD_RESET_LASTS_TAXPAYER = PROFILE.reset_lasts_taxpayer

# The web server that `serve` runs.
WEB_PROCESSES = env.number("SEALPOST_WEB_PROCESSES", 2, least=1, most=32)
WEB_THREADS = env.number("SEALPOST_WEB_THREADS", 12, least=4, most=64)

# Keys.
KEYRING_FILE = Path(env.text("SEALPOST_KEYRING_FILE", str(VAR / "keyring.json")))
RECORDS_KEY_FILE = Path(env.text("SEALPOST_RECORDS_KEY_FILE", str(VAR / "records_key.public.json")))
# For so long the custodians' answer to a request is taken.
QUORUM_REQUEST_LASTS = timedelta(days=30)
# After so long without a drill the status page asks for one: a month, and days for custodians to meet.
RECORDS_DRILL_DAYS = env.number("SEALPOST_RECORDS_DRILL_DAYS", 35, least=1, most=366)
PASSWORD_KDF = {"algorithm": "argon2id", "memory_kib": 64 * 1024, "iterations": 3, "lanes": 1}
ALLOW_WEAK_KDF = False
ARGON2_LIMIT_DIRECTORY = VAR / "argon2"
# Fewer than the threads of one process, so that people who wait to sign in never hold all of them. A few who
# come at once should wait: whoever is sent away tries again, and costs more than whoever sleeps in a queue.
_MOST_WAITERS = WEB_THREADS - 3
ARGON2_WAITERS = env.number("SEALPOST_ARGON2_WAITERS", min(8, _MOST_WAITERS), least=1, most=_MOST_WAITERS)

# Invitations: how long one opens an account, and how many PINs may be tried in all.
INVITATION_LASTS = timedelta(days=30)
INVITATION_TRIES = 10
# The code of a letter that says who somebody is, after they have lost every way to unlock.
LETTER_CODE_LASTS, LETTER_CODE_TRIES = timedelta(days=30), 10
# For so long a page can show again what only the browser that made it may see, such as a PIN.
SHOWN_ONCE_LASTS = timedelta(minutes=15)
# A representative is let in for so long at most.
REPRESENTATION_LONGEST = timedelta(days=3 * 365)
# Whoever lets somebody with a younger key into a unit says how they compared its fingerprint.
YOUNG_KEY = timedelta(hours=24)

# Headers.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The name of the header in which the own proxy puts the visitor's address; empty when there is no proxy.
CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP" if BEHIND_PROXY else ""

# Input. Django would write large uploads to a plain temporary file: there is no such handler here.
FILE_UPLOAD_HANDLERS: list[str] = ["portal.uploads.RefuseUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# Limits: (how many, in how many seconds), each for one visitor's address.
LIMITS = {
    "agency_sign_in": (30, 900),
    "comment": (env.number("SEALPOST_LIMIT_COMMENTS", 60, least=1), 3600),
    "reply_code": (10, 900),
    "recovery_code": (10, 900),
    "invitation": (10, 900),
    # Only what is refused counts: whoever signs in gets theirs back.
    "sign_in": (env.number("SEALPOST_LIMIT_SIGN_INS", 30, least=1), 900),
    # The same while more sign-ins are refused everywhere than `sign_in_refused` allows.
    "sign_in_wary": (5, 900),
    "sign_in_refused": (env.number("SEALPOST_LIMIT_REFUSALS", 500, least=1), 900),
    # Of one account, from whatever addresses: beyond that only a passkey, a known browser or a mailed link
    # goes on.
    "sign_in_account": (20, 900),
    # Wrong passwords with one mailed link.
    "sign_in_link": (5, 3600),
    # Of one administrator, found or not: nobody finds out who of a long list has an account.
    "account_search": (30, 3600),
    "reset_code": (10, 900),
    "reset_mail": (5, 3600),
    # In a row, of one account: beyond that a password alone no longer suffices, until a sign-in succeeds.
    # Source: NIST SP 800-63B-4 section 3.2.2. The counter stays for ten years, that of a name which nobody
    # has for a month.
    "failures_in_a_row": (100, 3650 * 24 * 3600),
    "failures_of_nobody": (100, 30 * 24 * 3600),
    # Of one person: wrong answers to the question whether it is still them.
    "proof": (10, 900),
    # Challenges; whose passkey is right gets theirs back.
    "passkey": (30, 900),
    # Of one person, who has shown something else already.
    "one_time_code": (5, 900),
    # Of one member: what screening found by mistake, so that nobody's reports outweigh everybody else's.
    "false_alarm": (20, 24 * 3600),
    # Of one e-mail address: automatic answers, so that two programs do not answer each other for long.
    "mail_answer": (1, 24 * 3600),
    "notice": (30, 900),
    "confirmation": (30, 900),
    "account": (10, 3600),
    "account_code": (10, 900),
    # Of one person, by a session of theirs: an old password is guessed by whoever reads their mail.
    "old_secret": (10, 24 * 3600),
    # Links to one mailbox, for no longer than one works: whoever asks for all of them takes none away.
    "link_mail": (3, 3600),
    "letter_code": (20, 24 * 3600),
    # Of one e-mail address, whoever asks: nobody's mailbox is flooded from here.
    "account_mail": (5, 24 * 3600),
}

# Mail. In the demo all mail goes to the catcher that the `serve` command starts.
SMTP_CATCHER_PORT = env.number(
    "SEALPOST_SMTP_CATCHER_PORT", PORT + 1000 if PORT < 64535 else PORT - 1000, least=1
)
EMAIL_HOST = "127.0.0.1" if DEMO else env.text("SEALPOST_SMTP_HOST", "localhost")
EMAIL_PORT = SMTP_CATCHER_PORT if DEMO else env.number("SEALPOST_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SEALPOST_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text_or_file("SEALPOST_SMTP_PASSWORD")
EMAIL_USE_TLS = not DEMO and env.flag("SEALPOST_SMTP_STARTTLS", default=True)
# Whose word for the mail server's name counts; empty for those that this machine trusts.
EMAIL_CA_FILE = env.text("SEALPOST_SMTP_CA_FILE", "")
EMAIL_TIMEOUT = env.number("SEALPOST_SMTP_TIMEOUT_SECONDS", 20, least=1, most=60)
DEFAULT_FROM_EMAIL = env.text("SEALPOST_MAIL_FROM", f"no-reply@{SITE_HOST}")
# Where mail that comes back goes to, with a tag for each mail; empty where the portal takes none.
BOUNCE_ADDRESS = env.mail_address("SEALPOST_BOUNCE_ADDRESS", "")
# A signature by which receivers know mail of ours; empty where the mail server signs, or nobody does.
DKIM_KEY_FILE = env.text("SEALPOST_DKIM_KEY_FILE", "")
DKIM_SELECTOR = env.text("SEALPOST_DKIM_SELECTOR", "sealpost")
DKIM_DOMAIN = env.text("SEALPOST_DKIM_DOMAIN", parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
if DKIM_KEY_FILE and not os.access(DKIM_KEY_FILE, os.R_OK):
    raise ImproperlyConfigured("SEALPOST_DKIM_KEY_FILE names a file that cannot be read.")
if EMAIL_CA_FILE and not os.access(EMAIL_CA_FILE, os.R_OK):
    raise ImproperlyConfigured("SEALPOST_SMTP_CA_FILE names a file that cannot be read.")
# When a mail server asks to be tried later, as those do that want to see a mail twice.
MAIL_DEFERRED_SECONDS = env.number("SEALPOST_MAIL_DEFERRED_SECONDS", 300)
# So long a server is left alone that did not answer, so that nothing else waits for it meanwhile.
MAIL_PAUSE_SECONDS = env.number("SEALPOST_MAIL_PAUSE_SECONDS", 120)
MAIL_ALERT_SECONDS = 3600
DEMO_MAIL_DIRECTORY = VAR / "demo_mail"

# Mail in. The agency's own mail server hands it over by LMTP, which knows neither password nor encryption:
# whoever reaches this port writes to every unit.
MAIL_IN_SERVED = env.flag("SEALPOST_MAIL_IN")
MAIL_IN_LISTEN = env.listening_address("SEALPOST_MAIL_IN_LISTEN", "127.0.0.1")
MAIL_IN_PORT = env.number(
    "SEALPOST_MAIL_IN_PORT", PORT + 1100 if PORT < 64435 else PORT - 1100, least=1, most=65535
)
MAIL_IN_LARGEST_BYTES = env.number("SEALPOST_MAIL_IN_MEGABYTES", 25, least=1, most=45) * 1024 * 1024
MAIL_IN_CONNECTIONS = env.number("SEALPOST_MAIL_IN_CONNECTIONS", 20, least=1, most=500)
# By this name the agency's mail server signs what it says of senders; nobody's word counts where it is empty.
MAIL_IN_AUTHSERV_ID = env.text("SEALPOST_MAIL_IN_AUTHSERV_ID", "")
# What programs wrote, and nobody looked at, is put away after so long.
MAIL_IN_AUTOMATIC_KEPT = timedelta(days=env.number("SEALPOST_MAIL_IN_AUTOMATIC_DAYS", 30, least=1, most=3650))
# Or it is fetched by IMAP, from a mailbox in which lies what came for one address.
IMAP_HOST = env.text("SEALPOST_IMAP_HOST", "")
IMAP_PORT = env.number("SEALPOST_IMAP_PORT", 993, least=1, most=65535)
IMAP_USER = env.text("SEALPOST_IMAP_USER", "")
IMAP_PASSWORD = env.text_or_file("SEALPOST_IMAP_PASSWORD")
IMAP_TLS = env.flag("SEALPOST_IMAP_TLS", default=True)
IMAP_CA_FILE = env.text("SEALPOST_IMAP_CA_FILE", "")
IMAP_FOLDER = env.text("SEALPOST_IMAP_FOLDER", "INBOX")
IMAP_DONE_FOLDER = env.text("SEALPOST_IMAP_DONE_FOLDER", "")
IMAP_ADDRESS = env.mail_address("SEALPOST_IMAP_ADDRESS", "")
IMAP_SECONDS = env.number("SEALPOST_IMAP_SECONDS", 60, least=5, most=86400)
IMAP_TIMEOUT_SECONDS = 30
if IMAP_HOST and not IMAP_TLS and IMAP_HOST not in ("localhost", "127.0.0.1", "::1"):
    raise ImproperlyConfigured(
        "SEALPOST_IMAP_TLS may be 0 only for a mail server on this machine: mail and password would be read."
    )
if IMAP_CA_FILE and not os.access(IMAP_CA_FILE, os.R_OK):
    raise ImproperlyConfigured("SEALPOST_IMAP_CA_FILE names a file that cannot be read.")

# Durable work, in seconds.
OUTBOX_POLL_SECONDS = 1
OUTBOX_SWEEP_SECONDS = 10
OUTBOX_LEASE_SECONDS = 120
OUTBOX_BACKOFF_SECONDS = env.numbers("SEALPOST_RETRY_SECONDS", [30, 120, 600, 3600, 21600])
# Together with the pauses before: more than a day, so that a mail server may be away for one.
OUTBOX_MAX_ATTEMPTS = env.number("SEALPOST_RETRIES", 10, least=1, most=100)
# What was done stays so long, for whoever looks for it.
OUTBOX_KEPT = timedelta(days=30)

# How long the link in a notice confirms the address that it went to.
CONFIRMATION_LASTS = timedelta(days=env.number("SEALPOST_CONFIRMATION_DAYS", 30, least=1, most=365))

# An answer that nobody has opened: when its reader is reminded, once, and when their unit is to reach them
# another way.
REMIND_AFTER = timedelta(days=env.number("SEALPOST_REMIND_DAYS", 7, least=1, most=365))
UNREAD_AFTER = timedelta(days=env.number("SEALPOST_UNREAD_DAYS", 14, least=1, most=365))
if UNREAD_AFTER < REMIND_AFTER:
    raise ImproperlyConfigured("SEALPOST_UNREAD_DAYS must not be less than SEALPOST_REMIND_DAYS.")

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
    # Of a publisher that finds nobody: it gives up, for the sweep will come. A worker waits for ever.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    # What a killed worker held comes back when its lease is over, and is looked for each second.
    "visibility_timeout": OUTBOX_LEASE_SECONDS,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_DEFAULT_QUEUE = "sealpost"
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

# Screening that runs longer than this counts as a finding.
SCREENING_SECONDS = 2.0
# So long an answer waits for a second member, who lets it go by plain e-mail although it is personal.
RELEASE_REQUESTS_LAST = timedelta(hours=env.number("SEALPOST_RELEASE_HOURS", 72, least=1, most=24 * 30))
# Nobody is the second member whom the first let into the unit since then.
SECOND_MEMBER_AFTER = timedelta(hours=24)

LANGUAGE_CODE = "en-us"
# The first is the one that all texts are written in; each is named in itself.
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# Only for who chooses: without it the browser's own wish counts.
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = env.text("SEALPOST_TIME_ZONE", "America/New_York")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("SEALPOST_STATIC_ROOT", str(VAR / "static")))
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_MAX_AGE = 3600

LOGGING_CONFIG = "portal.logs.configure"
# Django calls the function above only when this holds something.
LOGGING = {"level": "INFO"}


def _check_catcher_is_local() -> None:
    if DEMO and not ipaddress.ip_address(EMAIL_HOST).is_loopback:
        raise ImproperlyConfigured("The demo sends mail only to its own catcher on this machine.")


_check_catcher_is_local()
