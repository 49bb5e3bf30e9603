"""The portal as a WSGI application, for any server; raises NotTheDemo rather than serve the demo to all."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# A server that is not ours runs no system checks.
from portal.demo import marker  # noqa: E402

marker.refuse_demo_agency()
