"""Keys of units: a new epoch, and grants of the newest."""

import hmac
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

import audit.services as audit
from audit.actions import Action
from encryption.epochs import seal_epoch
from encryption.keypairs import PrivateKey, PublicKey, generate
from keys import directory, unit_keys
from keys.errors import EpochChanged, ForgedKey, NotOfTheAgency
from keys.models import EpochDue, Grant, PersonKey, QuorumRequest, Side, UnitKey
from keys.records import records_key
from keys.unlocked import UnlockedPerson


def make_unit_epoch(*, founder: UnlockedPerson[Any], unit: UUID, members: Collection[UUID] = ()) -> UnitKey:
    """Make the next epoch of a unit's key: the first one by whoever founds the unit, a later one by a holder.

    members: everybody else who shall hold it; the founder always does.
    Belongs inside a transaction. Raises NoRecordsKey, NotOfTheAgency, NoPersonKey, ForgedKey; NoUnitKey when
    the founder does not hold the epoch before; EpochChanged when another request was first.
    """
    records = records_key()
    require_agency({founder.person.public_id, *members})
    public_keys = directory.current_person_keys({founder.person.public_id, *members})
    private = generate(signs=False)
    stored = _next_epoch(founder, unit, private, records)
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except IntegrityError:
        raise EpochChanged from None
    audit.record(
        Action.UNIT_EPOCH_MADE,
        actor=founder.person.public_id,
        subject=unit,
        details={"epoch": stored.epoch, "key_id": stored.key_id},
    )
    EpochDue.objects.filter(unit=unit).delete()
    for member, public in public_keys.items():
        _grant(stored, private, member=member, public=public, granter=founder.person.public_id)
    return stored


def grant_unit_key(*, granter: UnlockedPerson[Any], unit: UUID, member: UUID) -> Grant:
    """Give a member the newest epoch of a unit, whose chain opens the earlier ones; renews a grant.

    Belongs inside a transaction. Raises NoUnitKey when the granter does not hold it; NotOfTheAgency,
    NoPersonKey, ForgedKey.
    """
    stored, private = unit_keys.open_newest(granter, unit)
    require_agency({member})
    public = directory.current_person_key(member)
    return _grant(stored, private, member=member, public=public, granter=granter.person.public_id)


def carry_grants(*, holder: UnlockedPerson[Any], to: PublicKey) -> list[UUID]:
    """Seal every unit key that the holder was granted to another key of theirs, and end the grants before.

    Gives the units. What does not open for the holder stays as it is. Belongs inside a transaction that holds
    the units, so that no epoch is made for the key of before.
    """
    own = Grant.objects.filter(
        person=holder.person.public_id, person_key_id__in=list(holder.private_keys)
    ).exclude(person_key_id=to.key_id)
    found = list(own.select_related("unit_key").order_by("pk"))
    unit_keys.open_granted(holder, {grant.unit_key.key_id for grant in found})
    carried = [grant for grant in found if grant.unit_key.key_id in holder.unit_keys]
    person = holder.person.public_id
    for grant in carried:
        private = holder.unit_keys[grant.unit_key.key_id]
        _grant(grant.unit_key, private, member=person, public=to, granter=person)
    Grant.objects.filter(pk__in=[grant.pk for grant in carried]).delete()
    return sorted({grant.unit_key.unit for grant in carried})


def require_unit_key(holder: UnlockedPerson[Any], unit: UUID) -> None:
    """Raise NoUnitKey unless somebody opens a unit's newest key now.

    For what takes only a membership else: that is a row, which whoever writes to the database can add.
    """
    unit_keys.open_newest(holder, unit)


def proven_holders(*, holder: UnlockedPerson[Any], unit: UUID) -> set[UUID]:
    """Name who was granted the newest epoch, to their key in use, by somebody who held it.

    Rows that somebody wrote into the table prove nothing. Raises NoUnitKey when the holder does not hold it.
    """
    newest, private = unit_keys.open_newest(holder, unit)
    in_use = PersonKey.objects.filter(state=PersonKey.State.ACTIVE).values("key_id")
    grants = Grant.objects.filter(unit_key=newest, person_key_id__in=in_use)
    return {grant.person for grant in grants if _is_tagged(grant, private, newest)}


def tag_own_grants(*, holder: UnlockedPerson[Any], unit: UUID) -> None:
    """Tag the grants of earlier releases that open to the holder: holding the key is what a tag proves.

    Belongs inside a transaction.
    """
    own = Grant.objects.filter(person=holder.person.public_id, unit_key__unit=unit, tag=b"")
    untagged = list(own.select_related("unit_key"))
    unit_keys.open_granted(holder, {grant.unit_key.key_id for grant in untagged})
    for grant in untagged:
        private = holder.unit_keys.get(grant.unit_key.key_id)
        if private is not None and grant.person_key_id in holder.private_keys:
            grant.tag = unit_keys.grant_tag(private, grant.unit_key, grant.person, grant.person_key_id)
            grant.save(update_fields=["tag"])


def _is_tagged(grant: Grant, private: PrivateKey, stored: UnitKey) -> bool:
    expected = unit_keys.grant_tag(private, stored, grant.person, grant.person_key_id)
    try:
        return hmac.compare_digest(directory.stored_bytes(grant.tag), expected)
    except ForgedKey:
        return False


def note_epoch_due(unit: UUID) -> None:
    """Ask for an epoch that nobody held so far. Belongs inside a transaction."""
    EpochDue.objects.get_or_create(unit=unit, defaults={"since": timezone.now()})


def revoke_unit_key(*, actor: UUID | None, unit: UUID, member: UUID) -> None:
    """Take every epoch of a unit's key from a member, and ask for one that they never held.

    Belongs inside a transaction.
    """
    revoked, _by_model = Grant.objects.filter(person=member, unit_key__unit=unit).delete()
    if UnitKey.objects.filter(unit=unit).exists():
        note_epoch_due(unit)
    open_requests = QuorumRequest.objects.filter(unit=unit, person=member, ended_at=None)
    open_requests.update(ended_at=timezone.now())
    audit.record(
        Action.UNIT_KEY_REVOKED,
        actor=actor,
        subject=member,
        details={"unit": str(unit), "grants": revoked},
    )


def require_agency(people: Collection[UUID]) -> None:
    """Check the side that the directory has signed: the column of a role says what anybody wrote into it."""
    if any(directory.side_of(person) is not Side.AGENCY for person in people):
        raise NotOfTheAgency


def _next_epoch(founder: UnlockedPerson[Any], unit: UUID, private: PrivateKey, records: PublicKey) -> UnitKey:
    epoch, previous, chain = 1, "", b""
    if UnitKey.objects.filter(unit=unit).exists():
        before, older = unit_keys.open_newest(founder, unit)
        epoch, previous = before.epoch + 1, before.key_id
        chain = unit_keys.seal_chain(private, older, unit=unit, older_epoch=before.epoch)
    public = private.public
    now = timezone.now()
    directory_key_id, signature = directory.sign(
        directory.Row(directory.UNIT, unit, "", epoch, now, previous, public)
    )
    return UnitKey(
        unit=unit,
        epoch=epoch,
        key_id=public.key_id,
        profile=public.profile,
        kem_public=public.kem,
        records_key_id=records.key_id,
        sealed_to_records=seal_epoch(private, records, unit=unit, epoch=epoch),
        chain=chain,
        valid_from=now,
        previous=previous,
        directory_key_id=directory_key_id,
        directory_signature=signature,
    )


def _grant(stored: UnitKey, private: PrivateKey, *, member: UUID, public: PublicKey, granter: UUID) -> Grant:
    sealed = seal_epoch(private, public, unit=stored.unit, epoch=stored.epoch)
    grant, _ = Grant.objects.update_or_create(
        unit_key=stored,
        person_key_id=public.key_id,
        defaults={
            "person": member,
            "sealed_unit_key": sealed,
            "tag": unit_keys.grant_tag(private, stored, member, public.key_id),
        },
    )
    audit.record(
        Action.UNIT_KEY_GRANTED,
        actor=granter,
        subject=member,
        details={"unit": str(stored.unit), "epoch": stored.epoch, "key_id": public.key_id},
    )
    return grant
