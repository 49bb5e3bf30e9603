"""Half-way: somebody has shown one of two things. They have no rights at all, and some minutes for the other.

The session names nobody to Django. It holds what the first thing opened, sealed under the browser's own key
for this one use: a copy of the table opens nothing, and nobody can make a whole session of it. Whatever ends
the person's sessions ends this too, since their sign-in generation is part of what is sealed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

import audit.services as audit
from accounts import agency_notes, proofs, shown_once, sign_in
from accounts.errors import HalfWayOver
from accounts.models import Person
from accounts.services import recovery_codes
from accounts.sessions import SessionStore
from audit.actions import Action
from encryption.recovery_codes import RecoveryCode
from keys import services as keys
from keys import vault
from keys.account_keys import AccountKey
from keys.errors import WrongSecret

NAME = "half_way"
SLOT_BYTES = 16


@dataclass(frozen=True, repr=False, eq=False)
class UsedRecoveryCode:
    """Hold the slot of a recovery code that somebody came with, and the code that replaces it."""

    slot: UUID
    replacement: RecoveryCode


@dataclass(frozen=True, repr=False, eq=False)
class HalfWay:
    """Hold who is half-way, what they have shown, and what it opened.

    account_key: None when what they showed unlocks nothing.
    """

    person: Person
    first: proofs.Kind
    account_key: AccountKey | None
    recovery: UsedRecoveryCode | None
    next_page: str

    def __repr__(self) -> str:
        return "<HalfWay>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is half-way is not pickled or copied")


def begin(
    request: HttpRequest,
    person: Person,
    account_key: AccountKey | None,
    *,
    first: proofs.Kind,
    next_page: str,
    recovery: UsedRecoveryCode | None = None,
) -> None:
    """Put somebody half-way, in a session of its own."""
    named = request.session.get(agency_notes.NAMED)
    request.session.flush()
    request.session.create()
    if named is not None:
        request.session[agency_notes.NAMED] = named
    until = timezone.now() + settings.SECOND_STEP_LASTS
    state: dict[str, Any] = {
        "person": str(person.public_id),
        "first": first.value,
        "generation": person.sign_in_generation,
        "until": until.isoformat(),
        "next": next_page,
    }
    extra = recovery.slot.bytes + recovery.replacement.characters.encode() if recovery else b""
    state["sealed"] = vault.seal_half_way(account_key, extra, **_place(request, state))
    request.session[NAME] = state
    with transaction.atomic(durable=True):
        request.session.save()
        details = {"first": first.value}
        audit.record(Action.SECOND_STEP_ASKED, actor=None, subject=person.public_id, details=details)


def look(request: HttpRequest) -> HalfWay:
    """Find who is half-way in this browser; raises HalfWayOver when nobody is, or not any more."""
    state: dict[str, Any] = request.session.get(NAME, {})
    try:
        account_key, extra = vault.open_half_way(state["sealed"], **_place(request, state))
        person = Person.objects.get(
            public_id=state["person"], sign_in_generation=state["generation"], disabled_at=None
        )
        is_over = datetime.fromisoformat(state["until"]) <= timezone.now()
        first = proofs.Kind(state["first"])
    except (KeyError, TypeError, ValueError, WrongSecret, Person.DoesNotExist):
        raise HalfWayOver from None
    if is_over:
        raise HalfWayOver
    recovery = None
    if extra:
        slot, characters = UUID(bytes=extra[:SLOT_BYTES]), extra[SLOT_BYTES:].decode("ascii")
        recovery = UsedRecoveryCode(slot, RecoveryCode(characters))
    return HalfWay(person, first, account_key, recovery, str(state.get("next", "")))


def finish(
    request: HttpRequest,
    half: HalfWay,
    *,
    second: proofs.Kind,
    account_key: AccountKey | None = None,
    recovery: UsedRecoveryCode | None = None,
) -> bool:
    """Begin the whole session of somebody who has shown both; tells whether a new recovery code waits.

    account_key: what the second thing opened, if it opens anything. recovery: the code that was the second.
    What unlocked is noted as the proof, whichever step it was: whoever came by a recovery code and showed an
    app after it has forgotten their password all the same.
    Raises WrongRecoveryCode when the code of either step was used meanwhile, HalfWayOver when neither step
    has unlocked.
    """
    opened, used = half.account_key or account_key, half.recovery or recovery
    if opened is None:
        raise HalfWayOver
    proof = half.first if half.account_key is not None else second
    return enter(request, half.person, opened, proof=proof, is_strong=True, recovery=used)


def enter(
    request: HttpRequest,
    person: Person,
    account_key: AccountKey,
    *,
    proof: proofs.Kind,
    is_strong: bool,
    recovery: UsedRecoveryCode | None = None,
) -> bool:
    """Begin a whole session; a recovery code that was used is replaced first. Tells whether one waits to be
    shown.

    Raises WrongRecoveryCode.
    """
    if recovery is not None:
        _replace(person, account_key, recovery)
    request.session.pop(NAME, None)
    login(request, person, backend="accounts.backends.PasswordBackend")
    sign_in.begin_session(
        request, person, account_key, action=Action.SIGNED_IN, proof=proof, is_strong=is_strong
    )
    if recovery is None:
        return False
    session, code = cast(SessionStore, request.session), recovery.replacement
    shown_once.keep(session, code.slot_id(), {"code": code.text})
    return True


def _replace(person: Person, account_key: AccountKey, recovery: UsedRecoveryCode) -> None:
    """Replace a used code; the same form that comes again finds that it has done so."""
    if recovery.slot == recovery.replacement.slot_id():
        return
    prepared = keys.prepare_recovery_slot(
        account_key, person.public_id, recovery.replacement, replaces=recovery.slot
    )
    recovery_codes.replace_used(person=person, prepared=prepared)
    # That every session of before ended, the one that begins has to know.
    person.refresh_from_db()


def _place(request: HttpRequest, state: dict[str, Any]) -> dict[str, Any]:
    return {
        "session_key": cast(str, request.session.session_key),
        "person": UUID(state["person"]),
        "first": str(state["first"]),
        "generation": int(state["generation"]),
        "until": datetime.fromisoformat(state["until"]),
    }
