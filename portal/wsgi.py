"""The portal as a WSGI application, for any server; raises NotTheDemo rather than serve the demo to all."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# A server that is not ours runs no system checks.
from portal.demo import marker  # noqa: E402

marker.refuse_demo_agency()

if not settings.EMBEDDED:
    from portal.postgresql.base import Connection

    # Somebody waits for each page. Who asks from the command line has time, as for a migration.
    Connection.answer_seconds = settings.DATABASE_ANSWER_SECONDS
