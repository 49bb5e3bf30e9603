"""Run beat."""

import sys
from typing import Any

import celery
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Remind Celery's workers of the sweep, the heartbeat and the housekeeping, until SIGTERM or SIGINT.

    Several at once only remind more often. It reads no table and keeps no file.
    """

    help = "Remind the workers of what comes again and again, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; raises CommandError where there is no Redis, for there the worker reminds itself."""
        if not settings.REDIS_URL:
            raise CommandError("beat goes with SEALPOST_REDIS_URL; without Redis `work` needs none.")
        sys.exit(celery.current_app.start(["beat", "--loglevel=WARNING"]))
