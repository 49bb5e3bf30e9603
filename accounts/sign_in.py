"""Where sessions begin, unlock, get another key and end; nothing else begins one.

The session holds the account key sealed under the browser's own session key: a copy of the session table
opens nothing.
"""

from contextlib import suppress
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

import audit.services as audit
import keys.services as keys
from accounts import agency_notes, browsers, failures, last_sign_in, proofs, shown_once
from accounts.errors import TooBusy
from accounts.models import Person
from accounts.services import sign_in_links
from accounts.sessions import person_proof, proven
from audit.actions import Action
from keys import argon2_limit, vault
from keys.account_keys import AccountKey
from keys.errors import TooBusy as KeysTooBusy
from keys.errors import WrongSecret
from keys.queries import is_opened_by_one
from keys.services import PreparedSlot
from keys.unlocked import UnlockedPerson
from limits.addresses import client_address

ONE_WAY = "has_one_way"


class SignedInRequest(HttpRequest):
    """A request behind sign-in: whose it is, and that person with their keys opened."""

    user: Person
    unlocked: UnlockedPerson[Person]


class SessionUnusable(Exception):
    """The session opens no keys: it ran out, or somebody changed its row."""


def begin_session(
    request: HttpRequest,
    person: Person,
    account_key: AccountKey,
    *,
    action: Action,
    proof: proofs.Kind | None = None,
    is_strong: bool = False,
) -> None:
    """Put the person's sealed account key into the session that `login` has just renewed.

    proof: by what they have proved just now that it is them; None for a reply code.
    is_strong: whether they have shown two things, or a passkey.
    """
    now = timezone.now()
    lasts = settings.SESSION_ABSOLUTE_STAFF if person.is_staff_member else settings.SESSION_ABSOLUTE_TAXPAYER
    session = request.session
    if session.session_key is None:
        # `login` has ended the session of somebody else, and left this one without a key.
        session.create()
    elif "person" in session:
        # `login` keeps the key of whoever signs in once more, and with it every copy of the cookie.
        session.cycle_key()
    session["person"] = str(person.public_id)
    session["signed_in_at"] = now.isoformat()
    session["expires_at"] = (now + lasts).isoformat()
    session["seen_at"] = now.isoformat()
    session.pop(sign_in_links.NAME, None)
    # As allauth says once more after us; said here, it is stored with everything else.
    session.set_expiry(0)
    session["browser"] = browsers.words_of(request)
    session["before"] = last_sign_in.note_of(person)
    _note_ways(request, person)
    _bind_to_key(request, person.public_id, account_key, proof, is_strong=is_strong)
    is_named = agency_notes.keep(session, person.public_id)
    # The address is kept of staff only; they are told so where they sign in.
    details = _where_from(request) if person.is_staff_member else {}
    details |= {"named_by": "agency"} if is_named else {}
    with transaction.atomic(durable=True):
        session.save()
        browsers.note_sign_in(request, person)
        failures.forgive(person)
        last_sign_in.note(person, at=now)
        audit.record(action, actor=person.public_id, subject=person.public_id, details=details)


def renew(request: SignedInRequest, *, proof: proofs.Kind | None = None, shows_second: bool = False) -> None:
    """Give the session another key, so that a copy of the cookie from before opens nothing.

    Belongs after every proof, and after every change of what lets the person in. The session's times stay.
    proof: what was proved just now; None keeps what was proved before, with its moment.
    shows_second: a second thing was added, and shown.
    Raises SessionUnusable.
    """
    person, session = request.user.public_id, request.session
    account_key, before = account_key_of(request), proofs.noted(session, person)
    is_strong = shows_second or proofs.is_strong(session, person)
    is_second_factor = agency_notes.is_second_factor(session, person)
    session["seen_at"] = timezone.now().isoformat()
    keep_shown = shown_once.take_along(session)
    session.cycle_key()
    _bind_to_key(request, person, account_key, proof, is_strong=is_strong)
    keep_shown()
    _note_ways(request, request.user)
    if proof is None and before is not None:
        proofs.note(session, person, before.kind, at=before.at)
    if is_second_factor:
        agency_notes.keep_again(session, person, is_strong=True)
    session.save()


def _note_ways(request: HttpRequest, person: Person) -> None:
    """Note for the pages where work begins whether one thing alone unlocks; a visitor's code always does."""
    request.session[ONE_WAY] = not person.is_visitor and is_opened_by_one(person.public_id)


def _bind_to_key(
    request: HttpRequest,
    person: UUID,
    account_key: AccountKey,
    proof: proofs.Kind | None,
    *,
    is_strong: bool,
) -> None:
    """Write what only the session's own key can make: whose it is, what it opens, and what was proved."""
    session = request.session
    session["person_proof"] = person_proof(cast(str, session.session_key), person)
    session["vault"] = vault.seal(account_key, person=person, **_vault_place(request))
    if proof is not None:
        proofs.note(session, person, proof)
    session.pop(proofs.STRONG, None)
    if is_strong:
        proofs.note_strong(session, person)


def unlock(request: HttpRequest) -> UnlockedPerson[Any]:
    """Open the keys of the signed-in person for this request; raises SessionUnusable."""
    try:
        return vault.unlock(**_vault_of(request), person=cast(Person, request.user))
    except (KeyError, ValueError, WrongSecret):
        raise SessionUnusable from None


def check_staff(request: SignedInRequest) -> None:
    """Raise SessionUnusable when a role says staff and the keys do not prove it.

    A role is a column, and a session's row can be copied into another. What proves somebody of the agency is
    that their browser opens a key which the directory signed for the agency's side. What administrators do is
    signed by the keyring, not by them, so nothing else would ask for that proof.
    """
    person = request.user
    if not person.is_staff_member:
        return
    with suppress(SessionUnusable):
        if request.unlocked.is_of_agency:
            return
    with transaction.atomic(durable=True):
        audit.record(Action.STAFF_SESSION_REFUSED, actor=None, subject=person.public_id)
    raise SessionUnusable


def prepare_password(request: SignedInRequest, password: str) -> PreparedSlot:
    """Derive a password by which the signed-in person shall unlock too, in exactly one slow run.

    Stores nothing; belongs outside of transactions. Raises SessionUnusable, TooBusy.
    """
    person = request.user.public_id
    try:
        argon2_limit.check_room()
        return keys.prepare_password_slot(account_key_of(request), person, password)
    except KeysTooBusy as error:
        raise TooBusy(error.retry_after_seconds) from None


def signed_in_at(request: SignedInRequest) -> datetime:
    """Tell when the session began; what it opens is bound to that moment. Raises SessionUnusable."""
    try:
        return cast(datetime, _vault_place(request)["signed_in_at"])
    except (KeyError, ValueError, TypeError):
        raise SessionUnusable from None


def account_key_of(request: SignedInRequest) -> AccountKey:
    """Open the account key of the session, for another way to unlock; raises SessionUnusable."""
    try:
        return vault.open_account_key(**_vault_of(request), person=request.user.public_id)
    except (KeyError, ValueError, WrongSecret):
        raise SessionUnusable from None


def _vault_of(request: HttpRequest) -> dict[str, Any]:
    """Read what the session holds of its vault; raises KeyError or ValueError when it holds none."""
    return {"sealed": request.session["vault"], **_vault_place(request)}


def _vault_place(request: HttpRequest) -> dict[str, Any]:
    session = request.session
    return {
        "session_key": cast(str, session.session_key),
        "signed_in_at": datetime.fromisoformat(session["signed_in_at"]),
        "expires_at": datetime.fromisoformat(session["expires_at"]),
    }


def person_of(request: HttpRequest) -> UUID | None:
    """Read whose session this is; None when it does not say so, or the browser's key does not prove it."""
    session = request.session
    try:
        person = UUID(session["person"])
        is_proven = proven(person, session["person_proof"], cast(str, session.session_key))
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    return person if is_proven else None


def end(request: SignedInRequest) -> None:
    """End the session on this device."""
    person = request.user
    with transaction.atomic(durable=True):
        logout(request)
        audit.record(Action.SIGNED_OUT, actor=person.public_id, subject=person.public_id)


def _where_from(request: HttpRequest) -> dict[str, str]:
    """Give the address for the audit log, in its one plain form; whoever comes through a socket has none."""
    try:
        address = ip_address(client_address(request))
    except ValueError:
        return {}
    if isinstance(address, IPv6Address):
        # Without the zone, which names a network card of this machine.
        address = address.ipv4_mapped or IPv6Address(address.packed)
    return {"address": str(address)}
