"""Work of the tests' own, for Celery's workers: it is done at once, waits, or kills whoever does it."""

import os
import signal
import time
from pathlib import Path
from uuid import UUID

from django.apps import AppConfig

QUICK, PATIENT, POISON = "tests.quick", "tests.patient", "tests.poison"
JOURNAL, ATTEMPTS = "TEST_JOURNAL", "TEST_ATTEMPTS"
# Longer than any test waits.
FIRST_TIME_SECONDS = 120


class HandlersConfig(AppConfig):
    name = "tests.production.handlers"

    def ready(self) -> None:
        """Name the handlers."""
        from notices import outbox

        outbox.register(QUICK, do_nothing)
        outbox.register(PATIENT, hang_the_first_time)
        outbox.register(POISON, kill_the_worker)


def do_nothing(_subject: UUID) -> None:
    """Be done."""


def hang_the_first_time(subject: UUID) -> None:
    """Note that this began; the first to do so never comes to the end."""
    journal = Path(os.environ[JOURNAL])
    with journal.open("a") as lines:
        lines.write(f"{subject}\n")
    if len(journal.read_text().splitlines()) == 1:
        time.sleep(FIRST_TIME_SECONDS)


def kill_the_worker(_subject: UUID) -> None:
    """Die as when memory runs out."""
    os.kill(os.getpid(), signal.SIGKILL)
