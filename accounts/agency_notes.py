"""What a session knows of the agency's own sign-in: first whom it named, then that this person unlocked.

The first stands in the session of somebody who is not signed in, and gives no right to anything. The second
is bound to the browser's key, as proofs are, so that nobody who writes to the database can make one.
"""

import hmac
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing

from encryption.boxes import derive_key
from encryption.contexts import ctx

NAMED, CAME = "agency_named", "agency_came"
SALT = "accounts.agency-sign-in"


def note_named(session: SessionBase, person: UUID, *, is_strong: bool) -> None:
    """Note that the agency's sign-in has named somebody, who has still to unlock."""
    session[NAMED] = signing.dumps({"person": str(person), "strong": is_strong}, salt=SALT)


def named(session: SessionBase) -> tuple[UUID, bool] | None:
    """Read whom the agency's sign-in named lately, and whether it saw a second factor; None for nobody."""
    try:
        said = signing.loads(session[NAMED], salt=SALT, max_age=settings.OIDC_UNLOCK_WITHIN)
        return UUID(said["person"]), said["strong"] is True
    except (KeyError, TypeError, ValueError, signing.BadSignature):
        return None


def keep(session: SessionBase, person: UUID) -> bool:
    """Keep, in the session that begins now, that the agency's sign-in named this very person.

    The session has its final key. Tells whether it did; whoever unlocks as somebody else keeps nothing.
    """
    found = named(session)
    session.pop(NAMED, None)
    session.pop(CAME, None)
    if found is None or found[0] != person:
        return False
    keep_again(session, person, is_strong=found[1])
    return True


def keep_again(session: SessionBase, person: UUID, *, is_strong: bool) -> None:
    """Keep whether the agency's sign-in saw a second factor, in a session that has got another key."""
    session[CAME] = {"strong": is_strong, "mark": _mark(session, person, is_strong)}


def is_second_factor(session: SessionBase, person: UUID) -> bool:
    """Tell whether this session's person came by the agency's sign-in, which saw a second factor."""
    try:
        came = session[CAME]
        expected = _mark(session, person, True).encode()
        return came["strong"] is True and hmac.compare_digest(came["mark"].encode(), expected)
    except (KeyError, TypeError, AttributeError):
        return False


def _mark(session: SessionBase, person: UUID, is_strong: bool) -> str:
    secret = cast(str, session.session_key).encode("ascii", "replace")
    return derive_key(secret, info=ctx("session-agency", person, int(is_strong))).hex()
