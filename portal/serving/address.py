"""Where the portal that runs from this VAR is, noted for other commands as long as it runs."""

from pathlib import Path

from django.conf import settings


def _path() -> Path:
    return Path(settings.VAR) / "running_at"


def note() -> None:
    """Note the address of the portal that has just started."""
    _path().write_text(settings.SITE_URL, encoding="utf-8")


def forget() -> None:
    """Remove the note when the portal stops; after a kill it stays until the next start."""
    _path().unlink(missing_ok=True)


def of_running_portal() -> str:
    """Give the address of the portal that runs, or else the one that this process would give it."""
    try:
        return _path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return str(settings.SITE_URL)
