"""Run the worker."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from notices.worker import Stop, Worker


class Command(BaseCommand):
    """Do what waits in the outbox, until SIGTERM or SIGINT; the piece of work at hand is finished first."""

    help = "Mail notices and do other queued work until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to stop when nothing is due."""
        parser.add_argument("--once", action="store_true", help="stop when nothing is due any more")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Work until asked to stop, or until nothing is due."""
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
