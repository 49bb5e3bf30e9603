"""When a session locks and when it ends if nothing is done.

A locked session is not over: whoever is of staff proves that it is them, and goes on where they were. An
ended one opens nothing any more. Source of the times: NIST SP 800-63B-4 section 5.2, IRS Publication 1075
control AC-11.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from accounts.models import Person

TOUCHED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Times:
    """When a session locks, when it ends if nothing is done, and when it ends whatever is done.

    locks_at: None for the public, whose sessions do not lock, and for a session that is over before.
    """

    locks_at: datetime | None
    ends_at: datetime
    over_at: datetime

    @property
    def is_last(self) -> bool:
        """Tell whether the session ends now whatever is done."""
        return self.ends_at == self.over_at


def times_of(session: SessionBase, person: Person) -> Times:
    """Tell the times of a session that began with sign-in; raises KeyError, ValueError or
    TypeError for any other.
    """
    seen_at = datetime.fromisoformat(session["seen_at"])
    over_at = datetime.fromisoformat(session["expires_at"])
    locks_at = seen_at + settings.SESSION_LOCK_STAFF
    return Times(
        locks_at=locks_at if person.is_staff_member and locks_at < over_at else None,
        ends_at=min(seen_at + settings.SESSION_IDLE, over_at),
        over_at=over_at,
    )


def is_locked(session: SessionBase, person: Person) -> bool:
    """Tell whether somebody of staff did nothing for so long that they have to prove that it is them.

    A session that does not say when it was used last is locked.
    """
    if not person.is_staff_member:
        return False
    try:
        locks_at = times_of(session, person).locks_at
    except (KeyError, ValueError, TypeError):
        return True
    return locks_at is not None and timezone.now() >= locks_at


def touch(session: SessionBase) -> None:
    """Note that the session is in use, at most once a minute, which moves lock and idle end."""
    seen_at = session.get("seen_at")
    if seen_at is None or timezone.now() - datetime.fromisoformat(seen_at) > TOUCHED_EVERY:
        session["seen_at"] = timezone.now().isoformat()
