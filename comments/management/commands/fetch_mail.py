"""Take in mail that lies in a mailbox, by IMAP."""

import imaplib
import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

import structlog
from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from comments.mail_in import fetched, imap
from comments.mail_in.connection import MailboxError, step_of
from notices.worker import Stop

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Look into the mailbox every `SEALPOST_IMAP_SECONDS`, until SIGTERM or SIGINT.

    Workers read what is taken. A server that does not answer is asked again; mail waits there meanwhile.
    """

    help = "Take in mail from a mailbox by IMAP until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to look once."""
        parser.add_argument("--once", action="store_true", help="look once, and say what came of it")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        """Fetch mail."""
        if not (settings.IMAP_HOST and settings.IMAP_ADDRESS):
            raise CommandError(
                "SEALPOST_IMAP_HOST and SEALPOST_IMAP_ADDRESS say what is fetched, and are not set."
            )
        self.check(tags=[Tags.database], databases=["default"])
        if once:
            try:
                found = imap.fetch()
            except (MailboxError, imaplib.IMAP4.error, OSError) as error:
                # Servers quote what they were told: only the name of an error is said.
                said = " at: ".join(filter(None, (type(error).__name__, step_of(error))))
                raise CommandError(f"The mailbox could not be looked through ({said}).") from None
            self.stdout.write(
                f"{found.taken} taken, {found.seen_before} seen before, {found.left} left there, "
                f"{found.failed} failed."
            )
            if found.failed:
                raise CommandError(
                    "Some mail could not be fetched or removed; the log names it, and it stays there."
                )
            return
        stop = Stop()

        def wish(_number: int, _frame: FrameType | None) -> None:
            stop.wish()

        signal.signal(signal.SIGTERM, wish)
        signal.signal(signal.SIGINT, wish)
        memory = imap.Memory()
        while not stop.is_wished():
            _visit(memory)
            stop.wait(settings.IMAP_SECONDS)


def _visit(memory: imap.Memory) -> None:
    """Fetch, and log what fails by its name alone: servers quote what they were told."""
    close_old_connections()
    try:
        if not imap.fetch(memory).is_in_vain:
            fetched.note()
    except Exception as error:
        name = type(error).__name__
        log.error("comments.mail_in.mailbox_failed", error=name, step=step_of(error))
    finally:
        close_old_connections()
