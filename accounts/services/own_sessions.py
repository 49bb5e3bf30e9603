"""Where somebody is signed in, as their own page lists it, and ending it there."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone

import audit.services as audit
from accounts import browsers
from accounts.models import Person, Session
from accounts.sessions import SessionStore, end_sessions_of, hashed
from audit.actions import Action
from encryption.contexts import ctx


@dataclass(frozen=True)
class OpenSession:
    """One browser in which somebody is signed in.

    public_id: names the session on pages; the key of its row is not shown. browser, system: as the browser
    told them, empty where it told nothing. is_this: of the request at hand.
    """

    public_id: UUID
    began_at: datetime
    used_at: datetime
    browser: str
    system: str
    is_this: bool


def open_sessions(person: Person, session: SessionStore) -> list[OpenSession]:
    """List the open sessions of a person, this one first, then the last used; one SQL query."""
    own = hashed(session.session_key or "")
    found = [_shown(row, is_this=row.session_key == own) for row in _open_rows(person)]
    return sorted(found, key=lambda shown: (shown.is_this, shown.used_at), reverse=True)


@transaction.atomic(durable=True)
def end_one(*, actor: Person, public_id: UUID) -> bool:
    """End one session of one's own; tells whether there was one. It is over at its next request."""
    for row in _open_rows(actor):
        if _public_id(row) == public_id:
            SessionStore.end_row(row)
            audit.record(Action.SESSION_ENDED, actor=actor.public_id, subject=actor.public_id)
            return True
    return False


@transaction.atomic(durable=True)
def end_others(*, actor: Person, session: SessionStore) -> None:
    """Sign oneself out everywhere but here, and have no browser remembered any more."""
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    end_sessions_of(person, but=session)
    browsers.forget_all(person)
    audit.record(Action.SESSIONS_ENDED, actor=person.public_id, subject=person.public_id)


def _open_rows(person: Person) -> list[Session]:
    rows = Session.objects.filter(person_id=person.public_id, ended_at=None, expire_date__gt=timezone.now())
    return list(rows.order_by("-expire_date"))


def _shown(row: Session, *, is_this: bool) -> OpenSession:
    data = SessionStore().decode(row.session_data)
    # A row that was changed says nothing; it opens nothing either.
    now = timezone.now().isoformat()
    browser, system = data.get("browser") or ("", "")
    return OpenSession(
        public_id=_public_id(row),
        began_at=datetime.fromisoformat(data.get("signed_in_at", now)),
        used_at=datetime.fromisoformat(data.get("seen_at", now)),
        browser=browser,
        system=system,
        is_this=is_this,
    )


def _public_id(row: Session) -> UUID:
    return UUID(bytes=sha256(ctx("session-public-id", row.session_key)).digest()[:16])
