"""Unit keys: sealed to members as grants, and each epoch to the one after it as a chain."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from encryption import boxes
from encryption.contexts import ctx
from encryption.epochs import open_epoch
from encryption.errors import EncryptionError
from encryption.keypairs import PrivateKey
from keys import directory
from keys.errors import KeysError, NoUnitKey
from keys.models import Grant, UnitKey
from keys.unlocked import UnlockedPerson
from prepared.queries import PreparedQuery

OWN_GRANTS = PreparedQuery[Grant](
    lambda person, person_keys, unit_keys: Grant.objects.filter(
        person=person, person_key_id__in=person_keys, unit_key__key_id__in=unit_keys
    ).select_related("unit_key")
)


def grant_tag(private: PrivateKey, stored: UnitKey, person: UUID, person_key_id: str) -> bytes:
    """Compute the tag of a grant, which takes the unit's key of that epoch; 32 bytes.

    Whoever only writes to the database can seal anything to themselves, but cannot make this.
    """
    place = ctx("grant-tag", stored.unit, stored.epoch, stored.key_id, person, person_key_id)
    return boxes.derive_key(private.kem_seed, info=place)


def seal_chain(newer: PrivateKey, older: PrivateKey, *, unit: UUID, older_epoch: int) -> bytes:
    """Seal epoch n-1 under epoch n, so that one grant opens all history."""
    key = _chain_key(newer, unit, older_epoch + 1)
    return boxes.seal(key, older.to_bytes(), _chain_context(unit, older_epoch, older.key_id))


def open_granted(reader: UnlockedPerson[Any], key_ids: Collection[str]) -> None:
    """Open those of the given unit keys that were granted to the reader themselves; one query.

    They are held in `reader.unit_keys`. A key whose row or grant does not hold is left out.
    """
    own_grants = OWN_GRANTS.rows(
        person=reader.person.public_id, person_keys=list(reader.private_keys), unit_keys=list(key_ids)
    )
    for grant in own_grants:
        with suppress(EncryptionError, KeysError):
            reader.unit_keys[grant.unit_key.key_id] = _open_grant(reader, grant.unit_key, grant)


def open_by_chain(reader: UnlockedPerson[Any], key_ids: Collection[str]) -> None:
    """Open those of the given unit keys that a grant of a later epoch opens through the chain; two queries.

    They are held in `reader.unit_keys`. A key to which no grant of the reader leads, or on the way to which a
    row, grant or chain does not hold, is left out.
    """
    for epochs in _units_of(reader, key_ids):
        for stored in epochs.values():
            private = _open_epoch(reader, epochs, stored.epoch) if stored.key_id in key_ids else None
            if private is not None:
                reader.unit_keys[stored.key_id] = private


def open_newest(reader: UnlockedPerson[Any], unit: UUID) -> tuple[UnitKey, PrivateKey]:
    """Open the newest epoch of a unit; raises NoUnitKey unless the reader was granted it."""
    newest = UnitKey.objects.filter(unit=unit).order_by("-epoch").first()
    if newest is None:
        raise NoUnitKey
    open_granted(reader, [newest.key_id])
    try:
        return newest, reader.unit_keys[newest.key_id]
    except KeyError:
        raise NoUnitKey from None


def _units_of(reader: UnlockedPerson[Any], key_ids: Collection[str]) -> Collection[Mapping[int, UnitKey]]:
    """Fetch every epoch of the units that these keys belong to, with the reader's own grants."""
    own_grants = Grant.objects.filter(
        person=reader.person.public_id, person_key_id__in=list(reader.private_keys)
    )
    units = UnitKey.objects.filter(key_id__in=key_ids).values("unit")
    found: dict[UUID, dict[int, UnitKey]] = {}
    for stored in UnitKey.objects.filter(unit__in=units).prefetch_related(
        Prefetch("grants", queryset=own_grants)
    ):
        found.setdefault(stored.unit, {})[stored.epoch] = stored
    return found.values()


def _open_epoch(reader: UnlockedPerson[Any], epochs: Mapping[int, UnitKey], wanted: int) -> PrivateKey | None:
    """Open one epoch by the nearest grant of it or of a later one, and the chain from there."""
    try:
        granted = [epoch for epoch, stored in epochs.items() if epoch >= wanted and stored.grants.all()]
        nearest = min(granted)
        private = _open_grant(reader, epochs[nearest], epochs[nearest].grants.all()[0])
        for epoch in range(nearest, wanted, -1):
            private = _open_chain(private, epochs[epoch], epochs[epoch - 1])
    except (KeyError, TypeError, ValueError, EncryptionError, KeysError):
        # No grant, a gap, or an epoch that SQLite stored though it is no number.
        return None
    return private


@directory.forged_where_odd()
def _open_grant(reader: UnlockedPerson[Any], stored: UnitKey, grant: Grant) -> PrivateKey:
    private = open_epoch(
        reader.private_keys[grant.person_key_id],
        directory.stored_bytes(grant.sealed_unit_key),
        unit=stored.unit,
        epoch=stored.epoch,
        key_id=stored.key_id,
    )
    return _matching(private, stored)


@directory.forged_where_odd()
def _open_chain(newer_private: PrivateKey, newer: UnitKey, older: UnitKey) -> PrivateKey:
    key = _chain_key(newer_private, newer.unit, newer.epoch)
    raw = boxes.unseal(
        key, directory.stored_bytes(newer.chain), _chain_context(older.unit, older.epoch, older.key_id)
    )
    return _matching(PrivateKey.from_bytes(raw), older)


def _matching(private: PrivateKey, stored: UnitKey) -> PrivateKey:
    """Give a private half back; raises NoUnitKey unless it is that of the key which the directory signed.

    Anybody can seal anything to a member, so that a grant opened is no proof of the key in it.
    """
    if private.public != directory.verify_unit_key(stored):
        raise NoUnitKey
    return private


def _chain_context(unit: UUID, older_epoch: int, older_key_id: str) -> bytes:
    return ctx("chain", unit, older_epoch, older_key_id)


def _chain_key(newer: PrivateKey, unit: UUID, epoch: int) -> bytes:
    return boxes.derive_key(newer.kem_seed, info=ctx("chain-key", unit, epoch))
