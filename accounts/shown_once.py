"""Secrets that a page shows only to whoever made them, for some minutes, and again when it is loaded again.

They wait in the session, sealed under the browser's own session key as the vault is: whoever copies the table
of sessions reads none. Whoever has noted one forgets it, and so does the end of the session.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from encryption import boxes
from encryption.contexts import ctx
from encryption.errors import CannotOpen

SLOT = "shown_once"


def keep(session: SessionBase, about: UUID, words: Mapping[str, str]) -> None:
    """Keep words for the page that shows them next, in the place of those that were kept before.

    about: the thing that they are of, such as an invitation; only a page that asks for it gets them.
    """
    _seal(session, about, words, timezone.now() + settings.SHOWN_ONCE_LASTS)


def look(session: SessionBase, about: UUID) -> dict[str, str] | None:
    """Give the words that this browser keeps about something; None when there are none, or it is too late."""
    kept: dict[str, str] = session.get(SLOT, {})
    try:
        if kept["about"] != str(about) or datetime.fromisoformat(kept["until"]) <= timezone.now():
            return None
        key, context = _binding(session, about, kept["until"])
        opened: Any = json.loads(boxes.unseal(key, base64.b64decode(kept["sealed"]), context))
    except (KeyError, TypeError, ValueError, binascii.Error, CannotOpen):
        return None
    return cast(dict[str, str], opened)


def take_along(session: SessionBase) -> Callable[[], None]:
    """Open what is kept while the session has the key of before; gives what keeps it under the next one.

    It is kept no longer by that.
    """
    kept: dict[str, str] = session.get(SLOT, {})
    try:
        about = UUID(kept["about"])
        until = datetime.fromisoformat(kept["until"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return lambda: forget(session)
    words = look(session, about)
    return lambda: forget(session) if words is None else _seal(session, about, words, until)


def forget(session: SessionBase) -> None:
    """Forget what was kept."""
    session.pop(SLOT, None)


def _seal(session: SessionBase, about: UUID, words: Mapping[str, str], until: datetime) -> None:
    key, context = _binding(session, about, until.isoformat())
    sealed = boxes.seal(key, json.dumps(dict(words)).encode(), context)
    session[SLOT] = {
        "about": str(about),
        "until": until.isoformat(),
        "sealed": base64.b64encode(sealed).decode("ascii"),
    }


def _binding(session: SessionBase, about: UUID, until: str) -> tuple[bytes, bytes]:
    """Derive the key, and what is sealed under it is bound to. The session is one of somebody signed in."""
    secret = cast(str, session.session_key).encode("ascii", "replace")
    return boxes.derive_key(secret, info=ctx("shown-once-key")), ctx("shown-once", about, until)
