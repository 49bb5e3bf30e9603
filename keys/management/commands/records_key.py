"""Make a records key."""

import shlex
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from keys import records


class Command(BaseCommand):
    help = "Makes a records key: a private half to keep offline, and a public half to pin."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `make`, and where the halves go."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        make = verbs.add_parser("make", help="make a new pair of files")
        make.add_argument("--private", type=Path, required=True, help="new file for the private half")
        make.add_argument("--public", type=Path, required=True, help="new file for the public half")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both files and show the fingerprint."""
        try:
            public = records.make(options["private"], options["public"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}. Nothing was made.") from None
        self.stdout.write(f"Fingerprint: {records.fingerprint(public)}")
        self.stdout.write(
            f"Take {options['private']} off this machine. The public half is pinned by "
            f"manage.py found_agency --records-key {shlex.quote(str(options['public']))} ..."
        )
