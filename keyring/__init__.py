"""The server's own keys: pepper, directory, log, system_sender, field."""

from functools import cache
from pathlib import Path

from django.conf import settings

from keyring.files import load
from keyring.versions import Keyring


def keyring() -> Keyring:
    """Give the server's keys, read once a process from `settings.KEYRING_FILE`; raises KeyringError."""
    return _read_once(Path(settings.KEYRING_FILE))


@cache
def _read_once(path: Path) -> Keyring:
    return load(path)
