"""Run the whole embedded portal, or the web server of one that has its workers elsewhere."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import get_resolver

import keyring.files
from comments.mail_in import lmtp
from keyring.errors import KeyringError
from portal.demo import accounts, catcher
from portal.serving import address, children, preparation, sockets, supervisor, web


def _work() -> None:
    call_command("work")


class Command(BaseCommand):
    """Starts the processes, and stops all of them on Ctrl-C or SIGTERM.

    Embedded, these are web, worker and, where it is set, the intake of mail, in the demo a catcher of mail;
    what is missing is made before.
    With PostgreSQL it is the web server alone: workers run beside it, and migrating is for who owns the
    tables.
    """

    help = "Serve the portal; embedded with its worker and, with --demo, a demo agency and a catcher of mail."
    # Checked in `handle`: before that it is not settled whether this is the demo.
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the demo."""
        parser.add_argument("--demo", action="store_true", help="serve a demo agency; all mail is caught")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Serve until told to stop; raises CommandError with a sentence when that cannot begin."""
        if options["demo"] and not settings.DEMO:
            # Settings are read once, at the start of a process.
            os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "SEALPOST_DEMO": "1"})  # noqa: S606
        self.check()
        preparation.make_directories()
        if settings.EMBEDDED:
            self._serve_all()
        else:
            self._serve_web()

    def _serve_web(self) -> None:
        self.check(tags=[Tags.database], databases=["default"])
        try:
            keyring.files.load(Path(settings.KEYRING_FILE))
            web_sockets = sockets.listen(settings.PORT, variable="PORT", address=settings.LISTEN)
        except (KeyringError, sockets.PortTaken, sockets.NotOurAddress) as error:
            raise CommandError(error.explanation) from None
        # A connection must not be in two processes.
        connections.close_all()
        self.stdout.write(f"Sealpost serves {settings.SITE_URL}/")
        self.stdout.flush()
        web.serve(web_sockets)

    def _serve_all(self) -> None:
        processes = self._processes()
        with self._claim():
            self._prepare()
            # Imported once here, so that no process has to do it again.
            _ = get_resolver().url_patterns
            try:
                code = supervisor.run(processes, on_started=self._say_where)
            finally:
                address.forget()
        self.stdout.write("Sealpost has stopped.")
        sys.exit(code)

    def _processes(self) -> list[supervisor.Process]:
        try:
            web_sockets = sockets.listen(settings.PORT, variable="PORT", address=settings.LISTEN)
            processes = [
                supervisor.Process("web server", lambda: web.serve(web_sockets)),
                supervisor.Process("worker", _work),
            ]
            if settings.MAIL_IN_SERVED:
                intake_sockets = sockets.listen(
                    settings.MAIL_IN_PORT, variable="SEALPOST_MAIL_IN_PORT", address=settings.MAIL_IN_LISTEN
                )
                processes.append(supervisor.Process("intake of mail", lambda: lmtp.receive(intake_sockets)))
            if settings.DEMO:
                mail_sockets = sockets.listen(
                    settings.SMTP_CATCHER_PORT, variable="SEALPOST_SMTP_CATCHER_PORT"
                )
                catch = supervisor.Process(
                    "catcher of mail", lambda: catcher.catch(mail_sockets, settings.DEMO_MAIL_DIRECTORY)
                )
                processes.append(catch)
        except (sockets.PortTaken, sockets.NotOurAddress) as error:
            raise CommandError(error.explanation) from None
        return processes

    def _claim(self) -> IO[bytes]:
        try:
            return preparation.claim_directory()
        except preparation.AlreadyServed as error:
            raise CommandError(error.explanation) from None

    def _prepare(self) -> None:
        # In a process of its own: what it opens must not be shared by those that are forked later.
        child = children.fork("preparation", preparation.prepare)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            raise CommandError("Sealpost could not be prepared; the lines above say why.")

    def _say_where(self) -> None:
        address.note()
        where = settings.SITE_URL
        self.stdout.write(accounts.for_people(where) if settings.DEMO else f"Sealpost serves {where}/")
        self.stdout.flush()
