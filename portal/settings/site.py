"""Where the portal stands: its way to run, its address, its agency, and its own secret."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal import environment as env
from portal import profiles, redis_urls

BASE_DIR = Path(__file__).resolve().parent.parent.parent
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
if not ipaddress.ip_address(LISTEN).is_loopback and not env.text("SEALPOST_PROXIES", ""):
    raise ImproperlyConfigured(
        "SEALPOST_PROXIES must name the addresses or networks of your proxy where SEALPOST_LISTEN is set: "
        "whoever else reaches the portal would be believed where a visitor is."
    )
# Whose X-Real-IP and X-Forwarded-Proto are believed.
PROXIES = env.networks("SEALPOST_PROXIES", "127.0.0.0/8, ::1")

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
