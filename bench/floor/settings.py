"""Settings of the floor: the portal's server and database file, and of the rest what Django itself brings."""

from pathlib import Path

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES as PORTAL_DATABASES
from portal.settings import EMBEDDED
from portal.settings import INSTALLED_APPS as PORTAL_APPS

# allauth insists on a middleware of its own, which a bare page has not.
INSTALLED_APPS = [
    *(app for app in PORTAL_APPS if not app.startswith("allauth")),
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_database = PORTAL_DATABASES["default"]
# Of PostgreSQL also where it is, and that its connections are kept: that is a line in anybody's settings.
_NAMES = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
if EMBEDDED:
    DATABASES = {"default": {name: _database[name] for name in ("ENGINE", "NAME")}}
else:
    DATABASES = {"default": {**{name: _database[name] for name in _NAMES}, "CONN_MAX_AGE": 60}}
ROOT_URLCONF = "bench.floor.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "session"
LOGIN_URL = "/begin/"
