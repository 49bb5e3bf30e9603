"""Show the pinned records key, or pin its successor."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from encryption.fingerprints import six_words
from keys import records, services
from keys.errors import NoRecordsKey


class Command(BaseCommand):
    """Knows the public half only; the key itself is made offline, by `python -m records_key make`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("show", help="show the six words of the pinned key, and of those before it")
        replace = verbs.add_parser("replace", help="pin the next one; earlier ones are kept")
        replace.add_argument("--public", type=Path, required=True, help="file with its public half")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what to do next."""
        try:
            if options["verb"] == "replace":
                self._replace(options["public"])
                return
            pinned, *earlier = records.records_keys().values()
        except NoRecordsKey as error:
            # Said to the person at the console, who has to know which file.
            raise CommandError(str(error)) from None
        self.stdout.write(f"Pinned: {six_words(pinned)}")
        for public in earlier:
            self.stdout.write(f"Before: {six_words(public)}")

    def _replace(self, path: Path) -> None:
        public = services.replace_records_key(path)
        self.stdout.write(
            f"Pinned: {six_words(public)}. Compare these words with the minutes.\n"
            "Every unit makes a new key, sealed to it, when a member next opens the mailbox."
        )
