"""When a mailbox was last looked into, for whatever watches the process that does."""

import time
from pathlib import Path

from django.conf import settings

# It looks again even where one visit takes long, or a mail server is away for a moment.
VISITS_MISSED = 3
LONGEST_VISIT_SECONDS = 300


def note() -> None:
    """Note that the mailbox was looked into just now."""
    _sign().touch()


def is_late() -> bool:
    """Tell whether it should have been looked into again by now, or never was."""
    try:
        seconds = time.time() - _sign().stat().st_mtime
    except OSError:
        return True
    return seconds > VISITS_MISSED * settings.IMAP_SECONDS + LONGEST_VISIT_SECONDS


def _sign() -> Path:
    return Path(settings.VAR) / "mail_fetched"
