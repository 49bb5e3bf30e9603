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
# PostgreSQL is reached as the portal reaches it: a new connection for each request would be no floor.
_names = ("ENGINE", "NAME") if EMBEDDED else tuple(PORTAL_DATABASES["default"])
DATABASES = {"default": {name: PORTAL_DATABASES["default"][name] for name in _names}}
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
