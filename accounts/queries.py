"""Reads shaped for one page, with a known number of SQL queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import agency_notes
from accounts.models import Authenticator, Person, Proposal, StaffIdentity, Unit
from accounts.permissions import passkeys_of
from keys import queries as keys
from keys.models import Slot
from prepared.queries import PreparedQuery

SLOTS = PreparedQuery[tuple[str, datetime | None, int | None]](
    lambda person: Slot.objects.filter(person=person).values_list("kind", "expires_at", "tries_left")
)


@dataclass(frozen=True)
class WayIn:
    """One way in which a person unlocks, as their own page shows it.

    kind: as `keys` names it. slot: its id, which is also that of a passkey that unlocks.
    """

    kind: str
    since: datetime
    last_used_at: datetime | None
    slot: UUID


@dataclass(frozen=True)
class WaitingWayIn:
    """Say how somebody without an account gets in, as the unit that answers them sees it.

    has_code: they have a reply code. invited_until, tries_left: of an invitation that still waits.
    """

    has_code: bool
    invited_until: datetime | None
    tries_left: int


def way_in_of_visitor(person: Person) -> WaitingWayIn:
    """Tell how a visitor gets in; one SQL query."""
    found = {kind: (until, tries) for kind, until, tries in SLOTS.rows(person=person.public_id)}
    until, tries = found.get(Slot.Kind.INVITATION, (None, 0))
    if until is not None and (until <= timezone.now() or not tries):
        until, tries = None, 0
    return WaitingWayIn(Slot.Kind.REPLY_CODE in found, until, tries or 0)


def has_earlier_keys(person: Person) -> bool:
    """Tell whether something waits for an old password, code or passkey of this person; one SQL query."""
    return _waiting(person).exists()


def has_earlier_passkey(person: Person) -> bool:
    """Tell whether something waits for a passkey that this person had before; one SQL query."""
    return _waiting(person).filter(kind=Slot.Kind.PASSKEY).exists()


def earlier_slots(person: Person) -> set[UUID]:
    """Name the slots that wait to open what is locked; one SQL query."""
    return keys.dormant_slots_of(person.public_id)


def _waiting(person: Person) -> QuerySet[Slot]:
    return Slot.objects.filter(person=person.public_id, dormant_at__isnull=False)


@dataclass(frozen=True)
class Ends:
    """Say what ends with one slot of a person, or with a passkey that has none.

    opens: it opens the account. opens_earlier: it opens what a reset has locked, and is_last_earlier: nothing
    else of before does. is_one_left: a single thing opens the account then.
    """

    opens: bool
    opens_earlier: bool
    is_last_earlier: bool
    is_one_left: bool


def what_ends_with(person: Person, slot: UUID) -> Ends:
    """Say what ends with a slot, or with the passkey of that id; one SQL query."""
    rows = Slot.objects.filter(person=person.public_id).exclude(kind=Slot.Kind.INVITATION)
    dormant_at = dict(rows.values_list("public_id", "dormant_at"))
    in_use = {other for other, moment in dormant_at.items() if moment is None}
    moment = dormant_at.get(slot)
    # What went dormant in one moment opens the same.
    same = [other for other in dormant_at if other != slot and dormant_at[other] == moment]
    return Ends(
        opens=slot in in_use,
        opens_earlier=moment is not None,
        is_last_earlier=moment is not None and not same,
        is_one_left=slot in in_use and len(in_use) == 2,
    )


def ways_in(person: Person) -> list[WayIn]:
    """List the ways in which a person unlocks, the oldest first; one SQL query."""
    slots = Slot.objects.filter(person=person.public_id, dormant_at=None).order_by("created_at", "pk")
    return [WayIn(*row) for row in slots.values_list("kind", "created_at", "last_used_at", "public_id")]


def recovery_slot_of(person: Person) -> UUID | None:
    """Name the slot of a person's recovery code; None when they have none; one SQL query."""
    return keys.recovery_slot_of(person.public_id)


def reply_code_slot_of(person: Person) -> UUID | None:
    """Name the slot of the reply code that an account began with; None once it has ended; one SQL query."""
    slots = Slot.objects.filter(person=person.public_id, kind=Slot.Kind.REPLY_CODE, dormant_at=None)
    return slots.values_list("public_id", flat=True).first()


def staff_identity(person: Person) -> datetime | None:
    """Tell since when somebody's identity at the agency's provider is linked; one SQL query."""
    return StaffIdentity.objects.filter(person=person).values_list("linked_at", flat=True).first()


def named_by_agency(request: HttpRequest) -> Person | None:
    """Find whom the agency's own sign-in has named to this browser lately; one SQL query when it has."""
    named = agency_notes.named(request.session) if agency_notes.NAMED in request.session else None
    return Person.objects.filter(public_id=named[0], disabled_at=None).first() if named else None


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey, as its owner's page shows it.

    dormant_at: since when it signs nobody in. unlocks: it opens messages by itself. opens_earlier: it opens
    what a reset has locked.
    """

    public_id: UUID
    label: str
    made_at: datetime
    last_used_at: datetime | None
    dormant_at: datetime | None
    unlocks: bool
    opens_earlier: bool


def passkey_rows(person: Person, ways: list[WayIn], earlier: Collection[UUID]) -> list[PasskeyRow]:
    """List a person's passkeys, also dormant ones, the oldest first; one SQL query.

    ways, earlier: as `ways_in` and `earlier_slots` gave them.
    """
    unlocking = {way.slot for way in ways}
    rows = passkeys_of(person).values_list("public_id", "label", "made_at", "last_used_at", "dormant_at")
    return [PasskeyRow(*row, unlocks=row[0] in unlocking, opens_earlier=row[0] in earlier) for row in rows]


def earlier_passkey_labels(person: Person) -> list[str]:
    """List how a person calls those passkeys beside which their device makes no other; one SQL query."""
    return list(passkeys_of(person).filter(dormant_at__isnull=False).values_list("label", flat=True))


def authenticator_of(person: Person) -> Authenticator | None:
    """Find the app that gives a person one-time codes; one SQL query."""
    return Authenticator.objects.filter(person=person, confirmed_at__isnull=False).first()


def was_let_in_lately_by(somebody: UUID, person: Person, unit: Unit) -> bool:
    """Tell whether `somebody` proposed `person` for `unit`, or let them in, during the last 24 hours.

    Whoever wants to be two people makes a second account just before; one SQL query.
    """
    since = timezone.now() - settings.SECOND_MEMBER_AFTER
    own = Q(proposed_by__public_id=somebody) | Q(ended_by__public_id=somebody)
    granted = Proposal.objects.filter(own, person=person, unit=unit, outcome=Proposal.Outcome.GRANTED)
    return granted.filter(ended_at__gt=since).exists()
