"""Reads for other apps' pages: who holds a unit's key, whose invitation is open, what a key looks like."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from encryption.codes import ReplyCode
from encryption.errors import BadCode
from encryption.fingerprints import six_words
from keys import directory, reply_codes
from keys.errors import KeysError
from keys.models import EpochDue, Grant, PersonKey, QuorumRequest, Slot, UnitKey


@dataclass(frozen=True)
class OpenInvitation:
    """Say how long an invitation still opens, and how many PINs may still be tried."""

    expires_at: datetime
    tries_left: int


@dataclass(frozen=True)
class ShownKey:
    """Hold what people compare of somebody's key: its id, six words, and since when it is in use."""

    key_id: str
    words: str
    valid_from: datetime


def open_invitations(people: Iterable[UUID]) -> dict[UUID, OpenInvitation]:
    """Map people to the invitation that still waits for them; one query."""
    found = Slot.objects.filter(person__in=list(people), kind=Slot.Kind.INVITATION)
    return {
        slot.person: OpenInvitation(slot.expires_at, slot.tries_left)
        for slot in found.only("person", "expires_at", "tries_left")
        # A constraint says that every invitation has both.
        if slot.expires_at is not None and slot.tries_left is not None
    }


def expired_invitations() -> list[UUID]:
    """List the invitations whose time is over, by the ids of their slots; one query."""
    over = Slot.objects.filter(kind=Slot.Kind.INVITATION, expires_at__lte=timezone.now())
    return list(over.values_list("public_id", flat=True))


def with_password(people: Iterable[UUID]) -> set[UUID]:
    """Pick those of these people who sign in with a password; one query."""
    found = Slot.objects.filter(person__in=list(people), kind=Slot.Kind.PASSWORD, dormant_at=None)
    return set(found.values_list("person", flat=True))


class PasswordMark(NamedTuple):
    """Name one password of somebody: its slot, and how often it was replaced."""

    slot: UUID
    version: int


def password_mark(person: UUID) -> PasswordMark | None:
    """Name the password in use, so that whoever looks again sees whether it was replaced; one query."""
    found = Slot.objects.filter(person=person, kind=Slot.Kind.PASSWORD, dormant_at=None)
    mark = found.values_list("public_id", "version").first()
    return PasswordMark(*mark) if mark else None


def unlocks_without(person: UUID, kind: str) -> bool:
    """Tell whether something else than this kind of slot opens the person's account; one query."""
    awake = Slot.objects.filter(person=person, dormant_at=None)
    return awake.exclude(kind__in=[kind, Slot.Kind.INVITATION]).exists()


def unlocks_without_slot(person: UUID, slot: UUID) -> bool:
    """Tell whether something else than this slot opens the person's account; one query."""
    awake = Slot.objects.filter(person=person, dormant_at=None).exclude(kind=Slot.Kind.INVITATION)
    return awake.exclude(public_id=slot).exists()


def passkeys_with_slot(person: UUID) -> set[UUID]:
    """Name the passkeys of a person that have a slot, in use or dormant; one query."""
    return set(Slot.objects.filter(person=person, kind=Slot.Kind.PASSKEY).values_list("public_id", flat=True))


def dormant_slots_of(person: UUID) -> set[UUID]:
    """Name the slots of a person that open nothing but what a reset has locked; one query."""
    waiting = Slot.objects.filter(person=person, dormant_at__isnull=False)
    return set(waiting.values_list("public_id", flat=True))


def is_opened_by_one(person: UUID) -> bool:
    """Tell whether a single thing opens the person's account; one query."""
    in_use = Slot.objects.filter(person=person, dormant_at=None).exclude(kind=Slot.Kind.INVITATION)
    return len(in_use.values_list("pk")[:2]) == 1


def recovery_slot_of(person: UUID) -> UUID | None:
    """Name the slot of a person's recovery code; None when they have none; one query."""
    found = Slot.objects.filter(person=person, kind=Slot.Kind.RECOVERY, dormant_at=None)
    return found.values_list("public_id", flat=True).first()


def is_reply_code_of(person: UUID, typed: str) -> bool:
    """Tell whether what was typed is a reply code that opens this person; one query at most."""
    try:
        code = ReplyCode.parse(typed)
    except BadCode:
        return False
    found = Slot.objects.filter(person=person, kind=Slot.Kind.REPLY_CODE, locator=code.locator)
    return any(reply_codes.fits(slot, code) for slot in found)


def key_ids_of(person: UUID) -> list[str]:
    """List the ids of every key that a person ever had; one query."""
    return list(PersonKey.objects.filter(person=person).values_list("key_id", flat=True))


def holders_of(units: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Map units that have a key to the people who hold its newest epoch by their key in use; one query.

    A grant to a generation that a reset has left dormant opens nothing until that revives.
    """
    newest = UnitKey.objects.filter(unit=OuterRef("unit")).order_by("-epoch").values("pk")[:1]
    in_use = PersonKey.objects.filter(key_id=OuterRef("grants__person_key_id"), state=PersonKey.State.ACTIVE)
    keys = UnitKey.objects.filter(unit__in=list(units), pk=Subquery(newest)).annotate(opens=Exists(in_use))
    holders: dict[UUID, set[UUID]] = {}
    for unit, person, opens in keys.values_list("unit", "grants__person", "opens"):
        # A key that nobody holds has one row, without a person.
        holders.setdefault(unit, set()).update([person] if person and opens else [])
    return holders


def epochs_due(units: Iterable[UUID]) -> dict[UUID, datetime]:
    """Map units whose key waits for a new epoch to the moment since when; one query."""
    return dict(EpochDue.objects.filter(unit__in=list(units)).values_list("unit", "since"))


def slot_of(person: str, kind: Slot.Kind) -> Exists:
    """Tell, inside a query, whether a person has a slot of a kind, also one that has run out."""
    return Exists(Slot.objects.filter(person=OuterRef(person), kind=kind))


def untagged_grant_of(unit: str, person: str) -> Exists:
    """Tell, inside a query of units, whether a person has a grant of an earlier release there."""
    return Exists(Grant.objects.filter(unit_key__unit=OuterRef(unit), person=OuterRef(person), tag=b""))


@dataclass(frozen=True)
class QuorumState:
    """Say that the custodians were asked to open a unit for somebody, or did so when."""

    person: UUID
    asked_at: datetime
    opened_at: datetime | None


def quorum_state(unit: UUID) -> QuorumState | None:
    """Tell of the newest request to the custodians that is open or was answered; one query."""
    newest = (
        QuorumRequest.objects.filter(Q(ended_at=None) | Q(opened=True), unit=unit).order_by("-pk").first()
    )
    return QuorumState(newest.person, newest.asked_at, newest.ended_at) if newest else None


def epoch_due_of(column: str) -> Exists:
    """Tell, inside a query of units, whether the key of the unit in `column` waits for a new epoch."""
    return Exists(EpochDue.objects.filter(unit=OuterRef(column)))


def shown_key(person: UUID) -> ShownKey | None:
    """Show the key in use of a person; None when there is none or its row is not the one that was signed."""
    in_use = PersonKey.objects.filter(person=person, state=PersonKey.State.ACTIVE)
    stored = in_use.defer("sealed_private").first()
    if stored is None:
        return None
    try:
        public = directory.verify_person_key(stored)
    except KeysError:
        return None
    return ShownKey(stored.key_id, six_words(public), stored.valid_from)
