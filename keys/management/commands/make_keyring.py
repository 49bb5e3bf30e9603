"""Make the server's own keys."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from keyring.errors import KeyringError
from keyring.files import make


class Command(BaseCommand):
    help = "Makes the keyring file, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the file that settings.KEYRING_FILE names."""
        path = Path(settings.KEYRING_FILE)
        if path.exists():
            self.stdout.write(f"There is a keyring at {path}.")
            return
        try:
            make(path)
        except KeyringError as error:
            raise CommandError(error.explanation) from None
        self.stdout.write(f"Made a keyring at {path}. Back it up: without it no password opens anything.")
