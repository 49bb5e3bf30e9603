"""Run the worker."""

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import celery
from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand

from notices.worker import Stop, Worker

# Workers need not know of each other: the outbox keeps them apart.
CELERY_WORKER = [
    "--quiet",
    "worker",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
    "--loglevel=WARNING",
    # Redis is asked for both by turns: mail that waits for a slow server holds up nothing else.
    f"--queues={settings.CELERY_TASK_DEFAULT_QUEUE},{settings.CELERY_MAIL_QUEUE}",
]


class Command(BaseCommand):
    """Do what waits in the outbox, until SIGTERM or SIGINT; the piece of work at hand is finished first.

    Where there is Redis this is a worker of Celery's, which needs `manage.py beat` beside it. With --polling
    it asks the database alone, also while other workers do otherwise.
    """

    help = "Mail notices and do other queued work until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to stop when nothing is due, and to do without the broker."""
        parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")
        parser.add_argument(
            "--polling", action="store_true", help="ask the database for work, not the broker"
        )

    def handle(self, *args: Any, once: bool, polling: bool, **options: Any) -> None:
        """Work until asked to stop, or until nothing is due."""
        self.check(tags=[Tags.database], databases=["default"])
        if once or polling or not settings.REDIS_URL:
            _ask_the_database(once=once)
        else:
            sys.exit(celery.current_app.start(CELERY_WORKER))


def _ask_the_database(*, once: bool) -> None:
    stop = Stop()

    def wish(number: int, frame: FrameType | None) -> None:
        stop.wish()

    signal.signal(signal.SIGTERM, wish)
    signal.signal(signal.SIGINT, wish)
    worker = Worker(stop)
    if once:
        worker.work_once()
    else:
        worker.work()
