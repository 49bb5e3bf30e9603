"""Tell whether a part of the portal is well, for whatever starts and watches it."""

from argparse import ArgumentParser
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from comments.mail_in import fetched
from notices import queries as notices

TIMEOUT_SECONDS = 5
ALL_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked of, not listened on


class Command(BaseCommand):
    """Ends with 0 when the part is well, and with 1 and a sentence when it is not."""

    help = (
        "Tell whether the web server here answers, workers, beat and Redis work together, or mail is fetched."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask which part."""
        parser.add_argument(
            "part",
            choices=["web", "work", "fetch"],
            help="web: `serve` here; work: `work` and `beat`; fetch: `fetch_mail` here",
        )

    def handle(self, *args: Any, part: str, **options: Any) -> None:
        """Ask; raises CommandError when the part is not well."""
        if part == "web":
            _ask_web()
        elif part == "work":
            _ask_workers()
        elif fetched.is_late():
            raise CommandError("The mailbox was not looked into for a while.")
        self.stdout.write("well")


def _ask_web() -> None:
    address = ALL_ADDRESSES.get(settings.LISTEN, settings.LISTEN)
    connection = HTTPConnection(address, settings.PORT, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": settings.SITE_HOST})
        status = connection.getresponse().status
    except (OSError, HTTPException):
        raise CommandError("The web server does not answer.") from None
    finally:
        connection.close()
    if status != 200:
        raise CommandError(f"The web server answers with {status}.")


def _ask_workers() -> None:
    try:
        seen_at = notices.worker_seen_at()
    except DatabaseError:
        raise CommandError("The database does not answer.") from None
    if seen_at is None or (timezone.now() - seen_at).total_seconds() > settings.WORKER_SILENT_SECONDS:
        raise CommandError("No worker was seen for a while.")
