"""Invitation slots: made under a link's token and a PIN, and deleted when they are used or over."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from django.conf import settings
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption import boxes
from encryption.invitations import InvitationCode
from keyring import keyring
from keys import passwords, slots
from keys.account_keys import AccountKey
from keys.errors import SlotChanged
from keys.models import Slot


@dataclass(frozen=True, repr=False, eq=False)
class PreparedInvitation:
    """Hold an invitation that was derived and sealed, waits for its transaction, and is told once."""

    code: InvitationCode
    account_key: AccountKey
    columns: Mapping[str, object]

    @property
    def public_id(self) -> UUID:
        """Name the slot."""
        return self.code.slot_id()

    def __repr__(self) -> str:
        return f"<PreparedInvitation {self.public_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a prepared invitation is not pickled or copied")


def prepare_invitation_slot(person: UUID) -> PreparedInvitation:
    """Make token, PIN and an account key, and seal the key under both; stores nothing.

    Slow: belongs outside of transactions. Raises TooBusy.
    """
    code, account_key = InvitationCode.new(), AccountKey.generate()
    parameters = passwords.chosen_parameters()
    pepper = keyring().pepper()
    salt = secrets.token_bytes(slots.SALT_BYTES)
    stretched = passwords.derive_limited(code.pin, salt=salt, pepper=pepper.secret, parameters=parameters)
    context = slots.context(
        person=person,
        slot=code.slot_id(),
        kind=Slot.Kind.INVITATION,
        parameters=parameters.to_json(),
        version=1,
    )
    key = code.key(stretched.kek, salt=salt, context=context)
    columns: dict[str, object] = {
        "public_id": code.slot_id(),
        "person": person,
        "salt": salt,
        "parameters": parameters.to_json(),
        "pepper_version": pepper.version,
        "verifier": b"",
        "sealed_account_key": boxes.seal(key, account_key.secret, context),
    }
    return PreparedInvitation(code, account_key, columns)


def store_invitation_slot(prepared: PreparedInvitation, *, actor: UUID) -> datetime:
    """Store a prepared invitation, the person's only one; gives the moment at which it expires.

    Belongs inside a transaction.
    """
    now = timezone.now()
    slot = Slot.objects.create(
        kind=Slot.Kind.INVITATION,
        tries_left=settings.INVITATION_TRIES,
        expires_at=now + settings.INVITATION_LASTS,
        created_at=now,
        **prepared.columns,
    )
    _record(Action.SLOT_ADDED, slot, actor)
    return now + settings.INVITATION_LASTS


def use_invitation_slot(slot_id: UUID, *, person: UUID) -> None:
    """Delete the slot of an invitation that is being accepted.

    Belongs inside a transaction. Raises SlotChanged when it is gone, as when it was used or revoked
    meanwhile, or has expired.
    """
    found = Slot.objects.select_for_update().filter(
        public_id=slot_id, kind=Slot.Kind.INVITATION, person=person, expires_at__gt=timezone.now()
    )
    slot = found.first()
    if slot is None:
        raise SlotChanged
    _remove(slot, actor=person)


def remove_invitation_slot(person: UUID, *, actor: UUID | None) -> bool:
    """End the open invitation of a person; tells whether there was one. Belongs inside a transaction."""
    slot = Slot.objects.select_for_update().filter(person=person, kind=Slot.Kind.INVITATION).first()
    if slot is None:
        return False
    _remove(slot, actor=actor)
    return True


def _remove(slot: Slot, *, actor: UUID | None) -> None:
    _record(Action.SLOT_REMOVED, slot, actor)
    slot.delete()


def _record(action: Action, slot: Slot, actor: UUID | None) -> None:
    details: dict[str, str | int] = {"slot": str(slot.public_id), "kind": slot.kind, "version": slot.version}
    audit.record(action, actor=actor, subject=slot.person, details=details)
