"""Serve the floor under the portal's own gunicorn until SIGTERM: `python -m bench.floor`."""

import os

import django


def main() -> None:
    """Make the table of Django's own sessions, then serve."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from portal.serving import sockets, web

    call_command("migrate", "sessions", verbosity=0)
    connections.close_all()
    web.serve(sockets.listen(settings.PORT, variable="PORT"))


main()
