"""By what, and when, somebody last proved to this session that it is them.

The note stands in the session's row, and making one takes the browser's key: whoever writes to the database
cannot have somebody else's old session count as just proved.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from encryption.boxes import derive_key
from encryption.contexts import ctx

NAME = "proved"
STRONG = "strong"


class Kind(StrEnum):
    """By what somebody proves that it is them. A reply code is none: it is a paper that others may find."""

    PASSWORD = "password"  # noqa: S105
    RECOVERY_CODE = "recovery_code"
    ONE_TIME_CODE = "one_time_code"
    PASSKEY = "passkey"


@dataclass(frozen=True)
class Proof:
    """By what somebody proved that it is them, and when."""

    kind: Kind
    at: datetime


def note(session: SessionBase, person: UUID, kind: Kind, *, at: datetime | None = None) -> None:
    """Note that `person` has proved it, just now when `at` is None; the session has its final key."""
    moment = (at or timezone.now()).isoformat()
    session[NAME] = {"kind": kind.value, "at": moment, "mark": _mark(session, person, kind.value, moment)}


def noted(session: SessionBase, person: UUID) -> Proof | None:
    """Read what `person` last proved to this session, however long ago; None for nothing."""
    try:
        kind, at, mark = (session[NAME][part] for part in ("kind", "at", "mark"))
        is_proved = hmac.compare_digest(mark.encode(), _mark(session, person, kind, at).encode())
        return Proof(Kind(kind), datetime.fromisoformat(at)) if is_proved else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def is_recent(session: SessionBase, person: UUID) -> bool:
    """Tell whether `person` has proved it to this session within `settings.PROOF_LASTS`."""
    return recent(session, person) is not None


def recent(session: SessionBase, person: UUID) -> Kind | None:
    """Tell by what `person` has proved it to this session within `settings.PROOF_LASTS`; None for nothing."""
    proof = noted(session, person)
    return proof.kind if proof is not None and timezone.now() - proof.at < settings.PROOF_LASTS else None


def note_strong(session: SessionBase, person: UUID) -> None:
    """Note that `person` has shown two things to this session, which has its final key."""
    session[STRONG] = _strong_mark(session, person)


def is_strong(session: SessionBase, person: UUID) -> bool:
    """Tell whether `person` has shown two things to this session, or a passkey, which is two."""
    mark = session.get(STRONG)
    expected = _strong_mark(session, person)
    return isinstance(mark, str) and hmac.compare_digest(mark.encode(), expected.encode())


def _strong_mark(session: SessionBase, person: UUID) -> str:
    secret = cast(str, session.session_key).encode("ascii", "replace")
    return derive_key(secret, info=ctx("session-strong", person)).hex()


def _mark(session: SessionBase, person: UUID, kind: str, at: str) -> str:
    secret = cast(str, session.session_key).encode("ascii", "replace")
    return derive_key(secret, info=ctx("session-proved", person, kind, at)).hex()
