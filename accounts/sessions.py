"""The session engine: 256-bit keys stored hashed, and ended sessions that still know whose they were.

An ended session opens nothing. It is kept a day, without its data, so that a text that somebody posts after
the end can be sealed to its author instead of being lost. Whose it was is believed only with a proof that
takes the browser's key: whoever writes to the database would otherwise have the text sealed to themselves.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, Session
from encryption.boxes import derive_key
from encryption.contexts import ctx
from prepared.queries import PreparedQuery

KEPT_AFTER_END = timedelta(days=1)
SESSION = PreparedQuery[Session](lambda key: Session.objects.filter(session_key=key))


def hashed(session_key: str) -> str:
    """Compute what the table stores of a browser's session key: SHA-256, in hex."""
    return hashlib.sha256(session_key.encode("ascii", "replace")).hexdigest()


def end_sessions_of(person: Person, *, but: "SessionStore | None" = None) -> None:
    """End every session of a person but one; the raised generation ends those too that a request is just
    making.

    person: with its row held, inside the transaction of whatever ends them. but: stays, and learns of the new
    generation in the same transaction.
    """
    person.sign_in_generation += 1
    person.save(update_fields=["sign_in_generation"])
    SessionStore.end_all_of(person.public_id, but=but.session_key if but is not None else None)
    if but is not None:
        but[HASH_SESSION_KEY] = person.get_session_auth_hash()
        but.save()


def person_proof(session_key: str, person: UUID) -> str:
    """Compute the proof that the session of this browser's key is this person's; in hex.

    Only sign-in may write one, so that no row that was changed gets a proof by being saved.
    """
    return derive_key(session_key.encode("ascii", "replace"), info=ctx("session-person", person)).hex()


def proven(person: UUID, proof: str, session_key: str) -> bool:
    """Tell whether the session of this browser's key was begun for this person."""
    expected = person_proof(session_key, person).encode()
    return hmac.compare_digest(expected, proof.encode("ascii", "replace"))


class SessionStore(DatabaseSessionStore):
    """A session whose row is found by the hash of the browser's key.

    former_person: whose session this was, when it has ended or run out within a day and the browser's key
    proves it; nothing else is left of it.
    """

    former_person: UUID | None = None
    _as_saved: tuple[str, bytes] | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Name the table."""
        return Session

    def _get_new_session_key(self) -> str:
        return secrets.token_urlsafe(32)

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and len(cast(str, key)) == 43

    def load(self) -> dict[str, Any]:
        """Read the session's data; a missing, ended or outdated session is empty."""
        row = SESSION.first(key=hashed(self.session_key or ""))
        now = timezone.now()
        if row is not None and row.ended_at is None and row.expire_date > now:
            return self.decode(row.session_data)
        if row is not None and min(row.ended_at or now, row.expire_date) > now - KEPT_AFTER_END:
            self.former_person = self._proven_person(row)
        self._session_key = None
        return {}

    def is_empty(self) -> bool:
        """Tell whether the browser's cookie may go; an ended session's stays until the next sign-in."""
        return super().is_empty() and self.former_person is None

    def exists(self, session_key: str) -> bool:
        """Tell whether a row has this key."""
        return Session.objects.filter(session_key=hashed(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Make the row to be stored: hashed key, whose it is, and until when it lasts."""
        return Session(
            session_key=hashed(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self._ends_at(data),
            person_id=UUID(data["person"]) if "person" in data else None,
            person_proof=data.get("person_proof", ""),
        )

    def save(self, must_create: bool = False) -> None:
        """Store the session; raises UpdateError when it ended meanwhile: no late request revives it.

        What was stored already stays as it is: signing in saves a session in its transaction, and the end of
        the request asks for it again.
        """
        if self.session_key is not None and not must_create:
            data = self._get_session(no_load=False)  # type: ignore[attr-defined]
            now_saved = (self.session_key, self.serializer().dumps(data))
            if now_saved == self._as_saved:
                return
            changed = Session.objects.filter(session_key=hashed(self.session_key), ended_at=None).update(
                session_data=self.encode(data),
                expire_date=self._ends_at(data),
                person_id=data.get("person"),
                person_proof=data.get("person_proof", ""),
            )
            if not changed:
                raise UpdateError
            self._as_saved = now_saved
            return
        super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        """End the session: its data goes, its owner stays for a day."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=hashed(key), ended_at=None).update(
                session_data="", ended_at=timezone.now()
            )

    @classmethod
    def end_all_of(cls, person: UUID, *, but: str | None = None) -> None:
        """End every session of a person, except the one with the browser's key `but`."""
        ending = Session.objects.filter(person_id=person, ended_at=None)
        ending.exclude(session_key=hashed(but or "")).update(session_data="", ended_at=timezone.now())

    @classmethod
    def end_row(cls, row: Session) -> None:
        """End the session of a row, whoever's browser has its key."""
        Session.objects.filter(pk=row.pk, ended_at=None).update(session_data="", ended_at=timezone.now())

    @classmethod
    def clear_expired(cls) -> None:
        """Delete what ended or ran out more than a day ago."""
        before = timezone.now() - KEPT_AFTER_END
        Session.objects.filter(Q(ended_at__lt=before) | Q(expire_date__lt=before)).delete()

    def _proven_person(self, row: Session) -> UUID | None:
        person, key = row.person_id, self.session_key
        is_proven = person is not None and key is not None and proven(person, row.person_proof, key)
        return person if is_proven else None

    def _ends_at(self, data: dict[str, Any]) -> datetime:
        idle_end = timezone.now() + settings.SESSION_IDLE
        if "expires_at" not in data:
            return idle_end
        return min(idle_end, datetime.fromisoformat(data["expires_at"]))
