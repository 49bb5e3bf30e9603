"""Slots: making them, and replacing a password."""

import secrets
from collections import Counter
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption import boxes
from encryption.codes import ReplyCode
from keyring import keyring
from keys import passwords, person_keys, slots
from keys.account_keys import AccountKey
from keys.errors import SlotChanged, TooBusy, WrongSecret
from keys.models import Slot
from keys.services.people import hold_key_in_use


@dataclass(frozen=True, repr=False, eq=False)
class PreparedSlot:
    """Hold a password slot that was derived and sealed, and waits for its transaction.

    account_key: what it opens; storing asks whether that is still the one in use.
    replaces: version of the row that it was prepared against; 0 when there was none.
    """

    public_id: UUID
    person: UUID
    account_key: AccountKey
    salt: bytes
    parameters: str
    pepper_version: str
    verifier: bytes
    sealed_account_key: bytes
    replaces: int

    def __repr__(self) -> str:
        return f"<PreparedSlot {self.public_id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a prepared slot is not pickled or copied")


def prepare_password_slot(account_key: AccountKey, person: UUID, password: str) -> PreparedSlot:
    """Derive a new password and seal the account key under it; stores nothing.

    Slow: belongs outside of transactions. Raises TooBusy.
    """
    in_use = Slot.objects.filter(person=person, kind=Slot.Kind.PASSWORD, dormant_at=None)
    current = in_use.only("public_id", "version").first()
    public_id, replaces = (current.public_id, current.version) if current else (uuid4(), 0)
    return _prepare(account_key, person, password, public_id=public_id, replaces=replaces)


def prepare_reset_slot(account_key: AccountKey, person: UUID, password: str) -> PreparedSlot:
    """Derive a password for the new account key of somebody whose slots go dormant; stores nothing.

    Slow: belongs outside of transactions. Raises TooBusy.
    """
    return _prepare(account_key, person, password, public_id=uuid4(), replaces=0)


def _prepare(
    account_key: AccountKey, person: UUID, password: str, *, public_id: UUID, replaces: int
) -> PreparedSlot:
    parameters = passwords.chosen_parameters()
    pepper = keyring().pepper()
    salt = secrets.token_bytes(slots.SALT_BYTES)
    keys = passwords.derive_limited(password, salt=salt, pepper=pepper.secret, parameters=parameters)
    context = slots.context(
        person=person,
        slot=public_id,
        kind=Slot.Kind.PASSWORD,
        parameters=parameters.to_json(),
        version=replaces + 1,
    )
    return PreparedSlot(
        public_id=public_id,
        person=person,
        account_key=account_key,
        salt=salt,
        parameters=parameters.to_json(),
        pepper_version=pepper.version,
        verifier=keys.verifier,
        sealed_account_key=boxes.seal(keys.kek, account_key.secret, context),
        replaces=replaces,
    )


def store_slot(prepared: PreparedSlot, *, action: Action = Action.SLOT_ADDED) -> Slot:
    """Store a prepared slot, or put it in the place of the one that it was prepared against.

    Belongs inside a transaction. Raises SlotChanged when another request was first; nothing is stored then.
    """
    require_in_use(prepared.account_key, prepared.person)
    columns = {
        "salt": prepared.salt,
        "parameters": prepared.parameters,
        "pepper_version": prepared.pepper_version,
        "verifier": prepared.verifier,
        "sealed_account_key": prepared.sealed_account_key,
        "version": prepared.replaces + 1,
        "created_at": timezone.now(),
        "last_used_at": None,
    }
    if prepared.replaces == 0:
        slot = _insert(
            Slot(public_id=prepared.public_id, person=prepared.person, kind=Slot.Kind.PASSWORD, **columns)
        )
    else:
        same = Slot.objects.filter(public_id=prepared.public_id, version=prepared.replaces)
        # One statement compares and swaps, verifier and sealed key together.
        if same.update(**columns) != 1:
            raise SlotChanged
        slot = Slot.objects.get(public_id=prepared.public_id)
    _record(slot, action)
    return slot


def require_in_use(account_key: AccountKey, person: UUID) -> None:
    """Check that this account key opens the person's key in use, and hold that key's row until the end.

    Whoever stores a slot of somebody who has keys already asks: a session that began before a rotation has an
    account key that opens nothing any more, and a slot of it would lock its owner out.
    Belongs inside a transaction. Raises SlotChanged.
    """
    in_use = hold_key_in_use(person)
    try:
        if in_use is None:
            raise SlotChanged
        person_keys.open_one(account_key, in_use)
    except WrongSecret:
        raise SlotChanged from None


def add_password_slot(account_key: AccountKey, person: UUID, password: str) -> Slot:
    """Prepare and store a password slot, in a transaction of its own. Raises TooBusy, SlotChanged."""
    prepared = prepare_password_slot(account_key, person, password)
    with transaction.atomic(durable=True):
        return store_slot(prepared)


def strengthen_password_slot(checked: passwords.Checked, person: UUID, password: str) -> None:
    """Seal a password slot anew, as new ones are made, when it is outdated and the machine has room.

    password: the one that was just found right. Never weaker than before, and never in the place of a slot
    that was replaced meanwhile. A slow run more where it is needed, and a transaction of its own.
    """
    if not checked.is_outdated:
        return
    # Whoever signs in while the machine is busy, or another page replaces the password, does so as before.
    with suppress(TooBusy, SlotChanged):
        prepared = prepare_password_slot(checked.account_key, person, password)
        if (prepared.public_id, prepared.replaces) != (checked.slot, checked.version):
            return
        with transaction.atomic(durable=True):
            slot = store_slot(prepared, action=Action.SLOT_STRENGTHENED)
            Slot.objects.filter(pk=slot.pk).update(last_used_at=timezone.now())


def add_reply_code_slot(account_key: AccountKey, person: UUID, code: ReplyCode) -> Slot:
    """Let a reply code open the person. Belongs inside a transaction."""
    slot = seal_slot(account_key, person, Slot.Kind.REPLY_CODE, slot_id=uuid4(), derive=code.key)
    slot.locator = code.locator
    return store_sealed(slot)


def seal_slot(
    account_key: AccountKey,
    person: UUID,
    kind: Slot.Kind,
    *,
    slot_id: UUID,
    derive: Callable[[bytes, bytes], bytes],
) -> Slot:
    """Seal the account key under a secret of full strength, which needs no slow derivation; stores nothing.

    derive: gives the slot's 32 bytes from a salt and a context.
    """
    salt = secrets.token_bytes(slots.SALT_BYTES)
    context = slots.context(
        person=person, slot=slot_id, kind=kind, parameters=slots.HKDF_PARAMETERS, version=1
    )
    return Slot(
        public_id=slot_id,
        person=person,
        kind=kind,
        salt=salt,
        parameters=slots.HKDF_PARAMETERS,
        verifier=b"",
        sealed_account_key=boxes.seal(derive(salt, context), account_key.secret, context),
    )


def store_sealed(slot: Slot) -> Slot:
    """Store what `seal_slot` gave. Belongs inside a transaction."""
    slot.created_at = timezone.now()
    slot.save(force_insert=True)
    _record(slot)
    return slot


def end_slots(*, actor: UUID | None, person: UUID, kinds: Collection[str]) -> int:
    """Delete the slots of these kinds, so that what they were opened with opens nothing; tells how many.

    actor: None for the system, which forgets what was never confirmed.
    Those that are dormant go on waiting: nobody comes in by them. Belongs inside a transaction.
    """
    in_use = Slot.objects.filter(person=person, kind__in=kinds, dormant_at=None)
    return remove_slots(in_use, actor=actor).total()


def end_every_slot(*, actor: UUID, person: UUID) -> None:
    """Delete every slot of a person, also those that are dormant. Belongs inside a transaction."""
    remove_slots(Slot.objects.filter(person=person), actor=actor)


def remove_slots(slots_of_one: QuerySet[Slot], *, actor: UUID | None) -> Counter[str]:
    """Delete these slots of one person, and count them by kind. Belongs inside a transaction."""
    ending = list(slots_of_one.only("public_id", "person", "kind"))
    Slot.objects.filter(pk__in=[slot.pk for slot in ending]).delete()
    for slot in ending:
        details = {"slot": str(slot.public_id), "kind": slot.kind}
        audit.record(Action.SLOT_REMOVED, actor=actor, subject=slot.person, details=details)
    return Counter(slot.kind for slot in ending)


def _insert(slot: Slot) -> Slot:
    try:
        with transaction.atomic():
            slot.save(force_insert=True)
    except IntegrityError:
        raise SlotChanged from None
    return slot


def _record(slot: Slot, action: Action = Action.SLOT_ADDED) -> None:
    audit.record(
        action,
        actor=slot.person,
        subject=slot.person,
        details={"slot": str(slot.public_id), "kind": slot.kind, "version": slot.version},
    )
