"""Reads for the pages of a unit: its members, its key, and who shall become a member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import Person, Proposal, Role, Unit
from accounts.permissions import may_set_up_units, units_of, units_staffed_by
from keys import queries as keys
from keys.queries import ShownKey

FEWEST_HOLDERS = 2


@dataclass(frozen=True)
class KeyState:
    """Say how many people hold a unit's newest key, and since when a new one is due."""

    is_made: bool
    holders: frozenset[UUID]
    due_since: datetime | None

    @property
    def has_few_holders(self) -> bool:
        """Tell whether the key could be lost with one person."""
        return len(self.holders) < FEWEST_HOLDERS

    @property
    def is_lost(self) -> bool:
        """Tell whether nobody is left who opens the key."""
        return self.is_made and not self.holders


@dataclass(frozen=True)
class KeyInDanger:
    """Name a unit whose key fewer than two people hold. is_readers: of whoever reads this."""

    public_id: UUID
    name: str
    holders: int
    is_readers: bool


@dataclass(frozen=True)
class Member:
    """Hold one member of a unit."""

    public_id: UUID
    name: str
    role: str
    since: datetime
    holds_key: bool


@dataclass(frozen=True)
class ShownProposal:
    """Hold one open proposal.

    founds: it names the first member of a unit that has nobody yet. rejoins: the person is a member who has
    lost their keys, and stands as their own proposer.
    """

    public_id: UUID
    name: str
    email: str
    proposed_by: str
    proposed_at: datetime
    is_own: bool
    founds: bool
    rejoins: bool


@dataclass(frozen=True)
class Quorum:
    """Say for whom the custodians of the records key were asked to open a unit, and when they did."""

    name: str
    asked_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True)
class UnitPage:
    """Hold everything that the page of a unit shows to this reader."""

    public_id: UUID
    name: str
    key: KeyState
    members: list[Member]
    proposals: list[ShownProposal]
    allows_plain_email: bool
    notices_have_link: bool
    may_propose: bool
    may_let_in: bool
    may_set_up: bool
    quorum: Quorum | None


@dataclass(frozen=True)
class ProposalPage:
    """Hold what somebody needs to decide about a proposal. key: None when the person has none that holds."""

    proposal: ShownProposal
    unit: Unit
    key: ShownKey | None
    is_young: bool
    is_about_reader: bool


def key_states(units: Iterable[Unit]) -> dict[UUID, KeyState]:
    """Tell of each unit who holds its key; two SQL queries."""
    ids = [unit.public_id for unit in units]
    holders, due = keys.holders_of(ids), keys.epochs_due(ids)
    return {unit: KeyState(unit in holders, frozenset(holders.get(unit, ())), due.get(unit)) for unit in ids}


def keys_in_danger(reader: Person, units: Iterable[Unit]) -> list[KeyInDanger]:
    """List for a supervisor which of `units` could lose its key with one person; one SQL query at most."""
    if reader.role != Role.SUPERVISOR:
        return []
    named = {unit.public_id: unit.name for unit in units}
    return [
        KeyInDanger(unit, named[unit], len(people), people == {reader.public_id})
        for unit, people in keys.holders_of(named).items()
        if len(people) < FEWEST_HOLDERS
    ]


def own_key(person: Person) -> tuple[ShownKey | None, list[str]]:
    """Show a person their own key, and name their units; two SQL queries."""
    return keys.shown_key(person.public_id), [unit.name for unit in units_of(person)]


def unit_page(reader: Person, unit: Unit) -> UnitPage:
    """Show a unit; at most ten SQL queries, whatever its members."""
    state = key_states([unit])[unit.public_id]
    memberships = unit.memberships.select_related("person").order_by("person__name", "pk")
    members = [
        Member(
            membership.person.public_id,
            membership.person.name,
            membership.person.get_role_display(),
            membership.since,
            membership.person.public_id in state.holders,
        )
        for membership in memberships
    ]
    proposals = unit.proposals.filter(ended_at=None).select_related("person", "proposed_by")
    return UnitPage(
        public_id=unit.public_id,
        name=unit.name,
        key=state,
        members=members,
        proposals=[_shown(proposal, reader, founds=not members) for proposal in proposals.order_by("pk")],
        allows_plain_email=unit.allows_plain_email,
        notices_have_link=unit.notices_have_link,
        may_propose=units_staffed_by(reader).contains(unit),
        may_let_in=units_of(reader).contains(unit),
        may_set_up=may_set_up_units(reader),
        quorum=_quorum(unit),
    )


def proposal_page(reader: Person, proposal: Proposal) -> ProposalPage:
    """Show a proposal with the person's key; at most three SQL queries."""
    key = keys.shown_key(proposal.person.public_id)
    founds = not proposal.unit.memberships.exists()
    return ProposalPage(
        proposal=_shown(proposal, reader, founds=founds),
        unit=proposal.unit,
        key=key,
        is_young=key is not None and key.valid_from > timezone.now() - settings.YOUNG_KEY,
        is_about_reader=proposal.person_id == reader.pk,
    )


def _quorum(unit: Unit) -> Quorum | None:
    state = keys.quorum_state(unit.public_id)
    if state is None:
        return None
    name = Person.objects.filter(public_id=state.person).values_list("name", flat=True).first() or ""
    return Quorum(name, state.asked_at, state.opened_at)


def _shown(proposal: Proposal, reader: Person, *, founds: bool) -> ShownProposal:
    return ShownProposal(
        public_id=proposal.public_id,
        name=proposal.person.name,
        email=str(proposal.person.email),
        proposed_by=proposal.proposed_by.name,
        proposed_at=proposal.proposed_at,
        is_own=proposal.proposed_by_id == reader.pk,
        founds=founds,
        rejoins=proposal.proposed_by_id == proposal.person_id,
    )
