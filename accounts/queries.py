"""Reads shaped for one page, with a known number of SQL queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
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
    """Tell whether something waits for an old password or code of this person; one SQL query."""
    return Slot.objects.filter(person=person.public_id, dormant_at__isnull=False).exists()


def ways_in(person: Person) -> list[WayIn]:
    """List the ways in which a person unlocks, the oldest first; one SQL query."""
    slots = Slot.objects.filter(person=person.public_id, dormant_at=None).order_by("created_at", "pk")
    return [WayIn(*row) for row in slots.values_list("kind", "created_at", "last_used_at", "public_id")]


def recovery_slot_of(person: Person) -> UUID | None:
    """Name the slot of a person's recovery code; None when they have none; one SQL query."""
    return keys.recovery_slot_of(person.public_id)


def staff_identity(person: Person) -> datetime | None:
    """Tell since when somebody's identity at the agency's provider is linked; one SQL query."""
    return StaffIdentity.objects.filter(person=person).values_list("linked_at", flat=True).first()


def named_by_agency(request: HttpRequest) -> Person | None:
    """Find whom the agency's own sign-in has named to this browser lately; one SQL query when it has."""
    named = agency_notes.named(request.session) if agency_notes.NAMED in request.session else None
    return Person.objects.filter(public_id=named[0], disabled_at=None).first() if named else None


@dataclass(frozen=True)
class PasskeyRow:
    """One passkey, as its owner's page shows it; `unlocks` tells whether it opens messages by itself."""

    public_id: UUID
    label: str
    made_at: datetime
    last_used_at: datetime | None
    unlocks: bool


def passkey_rows(person: Person, ways: list[WayIn]) -> list[PasskeyRow]:
    """List a person's passkeys, the oldest first; one SQL query. ways: as `ways_in` gave them."""
    unlocking = {way.slot for way in ways}
    rows = passkeys_of(person).values_list("public_id", "label", "made_at", "last_used_at")
    return [PasskeyRow(*row, unlocks=row[0] in unlocking) for row in rows]


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
