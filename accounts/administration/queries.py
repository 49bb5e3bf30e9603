"""Reads for the administrator's pages, with a known number of SQL queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import unused
from accounts.administration.words import WORDS
from accounts.models import Invitation, Person, Promotion, Proposal, Role, Session, Unit
from accounts.permissions import people_managed_by, promotions_decided_by, units_managed_by
from accounts.units.queries import KeyState, key_states
from keys import queries as keys
from keys.queries import OpenInvitation

PAGE_ROWS = 25


class BadCursor(ValueError):
    """The place in a list that an address names is none."""


@dataclass(frozen=True)
class PersonRow:
    """Hold one person of the agency as the pages show them.

    state: `disabled`, `invited`, `not_in` (never came in, and no invitation is open), `ending` (comes in so
    rarely that the account is disabled soon) or `active`.
    """

    public_id: UUID
    name: str
    email: str
    role: str
    units: list[str]
    state: str
    state_words: str

    @property
    def has_come_in(self) -> bool:
        """Tell whether this person has an account that is not disabled."""
        return self.state in ("active", "ending")


@dataclass(frozen=True)
class PersonPage:
    """Hold everything that the page of one person shows.

    promoted_by: who proposed them as an administrator, while that waits; else empty.
    """

    row: PersonRow
    role_words: str
    is_own: bool
    invitations: list[tuple[datetime, str]]
    sessions: int
    only_holder_of: list[str]
    promoted_by: str
    is_own_promotion: bool


@dataclass(frozen=True)
class UnitRow:
    """Hold one unit as the list shows it; waits_for: who was named its first member, while it has none."""

    public_id: UUID
    name: str
    members: int
    key: KeyState
    waits_for: str


def people_page(
    manager: Person, *, search: str, is_unused: bool, after: UUID | None
) -> tuple[list[PersonRow], UUID | None]:
    """List one page of the agency's people by name, and whom the next begins after; eight SQL queries.

    is_unused: only those whose account is disabled soon because nobody uses it.
    Raises BadCursor when `after` is nobody.
    """
    managed = people_managed_by(manager)
    people = (managed & unused.unused_staff() if is_unused else managed).order_by("name", "pk")
    if search:
        people = people.filter(Q(name__icontains=search) | Q(email__icontains=search))
    if after is not None:
        last = managed.filter(public_id=after).only("name", "pk").first()
        if last is None:
            raise BadCursor
        people = people.filter(name__gte=last.name).filter(Q(name__gt=last.name) | Q(pk__gt=last.pk))
    found = list(people.prefetch_related("units")[: PAGE_ROWS + 1])
    rows = _rows(found[:PAGE_ROWS])
    return rows, rows[-1].public_id if len(found) > PAGE_ROWS else None


def person_page(manager: Person, person: Person) -> PersonPage:
    """Tell everything about one person; twelve SQL queries at most."""
    holders = keys.holders_of(person.units.values_list("public_id", flat=True))
    alone = [unit for unit, people in holders.items() if people == {person.public_id}]
    promotion = open_promotion_of(manager, person)
    open_sessions = Session.objects.filter(
        person_id=person.public_id, ended_at=None, expire_date__gt=timezone.now()
    )
    return PersonPage(
        row=_rows([person])[0],
        role_words=str(WORDS.get(Role(person.role), "")),
        is_own=person.pk == manager.pk,
        invitations=[
            (invitation.ended_at or invitation.made_at, invitation.get_outcome_display() or _("Open"))
            for invitation in Invitation.objects.filter(person=person).order_by("-pk")[:5]
        ],
        sessions=open_sessions.count(),
        only_holder_of=list(Unit.objects.filter(public_id__in=alone).values_list("name", flat=True)),
        promoted_by=promotion.proposed_by.name if promotion else "",
        is_own_promotion=promotion is not None and promotion.proposed_by_id == manager.pk,
    )


def open_promotion_of(manager: Person, person: Person) -> Promotion | None:
    """Find the proposal that waits to make somebody an administrator; one SQL query."""
    return promotions_decided_by(manager).filter(person=person).select_related("proposed_by").first()


def person_row(person: Person) -> PersonRow:
    """Describe one person as a list does; three SQL queries, five of somebody who comes in rarely."""
    return _rows([person])[0]


def open_invitation_of(person: Person) -> Invitation | None:
    """Find the invitation that waits for somebody; one SQL query."""
    return Invitation.objects.filter(person=person, ended_at=None).first()


def unit_rows(manager: Person) -> list[UnitRow]:
    """List the units with the state of their keys; five SQL queries."""
    open_proposals = Proposal.objects.filter(ended_at=None).select_related("person")
    units = list(
        units_managed_by(manager).prefetch_related(
            "memberships", Prefetch("proposals", queryset=open_proposals)
        )
    )
    states = key_states(units)
    return [
        UnitRow(
            public_id=unit.public_id,
            name=unit.name,
            members=len(unit.memberships.all()),
            key=states[unit.public_id],
            waits_for=_first_member_named(unit),
        )
        for unit in units
    ]


def _first_member_named(unit: Unit) -> str:
    if unit.memberships.all():
        return ""
    return next((proposal.person.name for proposal in unit.proposals.all()), "")


def _rows(people: Iterable[Person]) -> list[PersonRow]:
    shown = list(people)
    ids = [person.public_id for person in shown]
    invitations, with_password = keys.open_invitations(ids), keys.with_password(ids)
    ending = [p for p in shown if p.public_id in with_password and unused.is_ending(p)]
    held_back = unused.held_back(ending) if ending else set()
    warned = unused.warned_at(ending) if ending else {}
    return [
        _row(
            person,
            invitations.get(person.public_id),
            has_password=person.public_id in with_password,
            is_held_back=person.pk in held_back,
            warned=warned.get(person.pk),
        )
        for person in shown
    ]


def _row(
    person: Person,
    invitation: OpenInvitation | None,
    *,
    has_password: bool,
    is_held_back: bool,
    warned: datetime | None,
) -> PersonRow:
    if person.disabled_at is not None:
        state, words = "disabled", _disabled_words(person, person.disabled_at)
    elif has_password and unused.is_ending(person):
        state, words = "ending", _ending_words(person, is_held_back=is_held_back, warned=warned)
    elif has_password:
        state, words = "active", _("Has an account")
    elif invitation is not None and invitation.expires_at > timezone.now():
        state, words = "invited", _("Invited, until %(day)s") % {"day": _day(invitation.expires_at)}
    else:
        state, words = "not_in", _("Never came in; no invitation is open")
    return PersonRow(
        public_id=person.public_id,
        name=person.name,
        email=str(person.email),
        role=person.get_role_display(),
        units=sorted(unit.name for unit in person.units.all()),
        state=state,
        state_words=words,
    )


def _disabled_words(person: Person, at: datetime) -> str:
    if person.disabled_as_unused:
        return _("Disabled on %(day)s, because nobody used the account") % {"day": _day(at)}
    return _("Disabled on %(day)s") % {"day": _day(at)}


def _ending_words(person: Person, *, is_held_back: bool, warned: datetime | None) -> str:
    since = {"day": _day(person.used_at)}
    if is_held_back:
        words = _(
            "Not used since %(day)s. It is not disabled by itself: nobody else holds the key of a unit, or "
            "manages people."
        )
        return words % since
    end = unused.ends_at(person, warned=warned)
    if end is None:
        words = _(
            "Not used since %(day)s. It is not disabled by itself: no e-mail has told them so far. Look "
            "under Deliveries why, or disable it yourself."
        )
        return words % since
    words = _("Not used since %(day)s. Disabled on %(end)s unless they sign in.")
    return words % {**since, "end": _day(end)}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
