"""What Django is put together of, the database, languages, static files and the log."""

from pathlib import Path

from portal import database_urls
from portal import environment as env
from portal.settings.site import BASE_DIR, DATABASE_URL, EMBEDDED, SECURE, VAR

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
    "portal.middleware.own_proxy_only",
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
    "portal.middleware.token_left_where_an_answer_failed",
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
# So long a page waits for one answer of PostgreSQL. Then it hangs up and cancels nothing: the role's own
# statement_timeout has ended before what it asked, where there is a server that answers at all.
DATABASE_ANSWER_SECONDS = env.number("SEALPOST_DATABASE_ANSWER_SECONDS", 10, least=1, most=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Nothing that was opened may wait in a cache; limits and sessions live in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

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
