"""Keeps the demo's agency and a real one apart: a file in VAR says that the database holds the demo's."""

from pathlib import Path

from django.conf import settings

from accounts.models import Person

BEGUN = "founding"
FOUNDED = "founded"


class NotTheDemo(Exception):
    """This VAR holds the other kind of agency."""

    def __init__(self, explanation: str) -> None:
        super().__init__(explanation)
        self.explanation = explanation


def _path() -> Path:
    return Path(settings.VAR) / "demo_agency"


def _state() -> str:
    return _path().read_text(encoding="ascii") if _path().exists() else ""


def remove_half_founded() -> None:
    """Remove the database of a founding that was interrupted; it held nothing but the demo's beginnings."""
    if _state() == BEGUN:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{suffix}").unlink(missing_ok=True)


def is_founded() -> bool:
    """Tell whether VAR holds a whole demo."""
    return _state() == FOUNDED


def must_be_founded() -> bool:
    """Tell whether the demo's agency is still to be made; raises NotTheDemo when people are there already."""
    if is_founded():
        return False
    if Person.objects.exists():
        raise NotTheDemo(
            f"{settings.VAR} holds an agency that is not the demo's; set VAR to another directory."
        )
    return True


def note_begun() -> None:
    """Remember that the database holds nothing but a demo in the making."""
    _path().write_text(BEGUN, encoding="ascii")


def note_founded() -> None:
    """Remember that the demo's agency is whole."""
    _path().write_text(FOUNDED, encoding="ascii")


def refuse_demo_agency() -> None:
    """Raise NotTheDemo when VAR holds the demo's agency, whose passwords everybody knows, in earnest.

    On another database too: VAR holds the demo's records key, whose custodians' pages lie beside it.
    """
    if _state() and not settings.DEMO:
        raise NotTheDemo(
            f"{settings.VAR} holds the demo's agency: set VAR to another directory for a real one, "
            "or SEALPOST_DEMO=1 to work on the demo."
        )
