"""When somebody signed in before, and how often others failed since: told to them after each sign-in."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

from accounts import failures
from accounts.models import Person


def note_of(person: Person) -> dict[str, object]:
    """Write down, for the session that begins, when the one before began and what failed since."""
    at = person.last_login
    return {"at": at.isoformat() if at else "", "failures": failures.in_a_row(person)}


def note(person: Person, *, at: datetime) -> None:
    """Note that a session begins; belongs inside its transaction."""
    person.last_login = at
    person.save(update_fields=["last_login"])


def told_of(session: SessionBase) -> tuple[datetime | None, int]:
    """Read what the session was told of the one before: its moment, and how many attempts failed since."""
    before = session.get("before") or {}
    at = before.get("at")
    return (datetime.fromisoformat(at) if at else None), before.get("failures", 0)
